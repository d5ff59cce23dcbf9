import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/** Credentials for an account of the emulator, which has every account and checks no secrets. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

// For this process and the programs that it starts: npm already warns users of Node.js 20.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";

const REGION = "us-east-1";

/** The principal that runs the deployment, in each account. */
export function deployerRole(account: string): string {
  return `arn:aws:iam::${account}:role/LocalDeployer`;
}

export async function credentialsOf(endpoint: string, account: string): Promise<Credentials> {
  const sts = new STSClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  try {
    const { Credentials: given } = await sts.send(
      new AssumeRoleCommand({ RoleArn: deployerRole(account), RoleSessionName: "local" }),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken } = given!;
    return { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  } finally {
    sts.destroy();
  }
}

export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/** The owner of an access key, according to the emulator. */
export async function identityOf(endpoint: string, accessKeyId: string): Promise<Identity> {
  const sts = new STSClient({ endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey: "local" } });
  try {
    const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
    return { account: Account!, arn: Arn!, userId: UserId! };
  } finally {
    sts.destroy();
  }
}

export function s3At(endpoint: string, region: string, credentials: Credentials): S3Client {
  return new S3Client({ endpoint, region, credentials, forcePathStyle: true });
}

export function cloudTrailAt(endpoint: string, region: string, credentials: Credentials): CloudTrailClient {
  return new CloudTrailClient({ endpoint, region, credentials });
}
