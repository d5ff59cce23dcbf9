import { CloudTrailClient, DescribeTrailsCommand } from "@aws-sdk/client-cloudtrail";
import { IAMClient, ListPoliciesCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { credentialsOf, type Credentials } from "../emulator/clients";
import { Mismatch } from "./checks";
import type { Location } from "../../modules/policy";

/** The resources that are left in an account and Region, one line each. Keys that wait for deletion do not count. */
export async function leftIn(emulator: string, { account, region }: Location): Promise<string[]> {
  const credentials = await credentialsOf(emulator, account);
  const options = { endpoint: emulator, region, credentials };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const kms = new KMSClient(options);
  const cloudTrail = new CloudTrailClient(options);
  const iam = new IAMClient(options);
  try {
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
    const { Roles = [] } = await iam.send(new ListRolesCommand({}));
    const { Users = [] } = await iam.send(new ListUsersCommand({}));
    const { Policies = [] } = await iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const { logGroups } = await describeLogGroups(emulator, region, credentials);
    const lines = (kind: string, names: readonly (string | undefined)[]) => names.map((name) => `${kind} ${name}`);
    return [
      ...lines(
        "bucket",
        Buckets.map(({ Name }) => Name),
      ),
      ...lines(
        "trail",
        trailList.map(({ Name }) => Name),
      ),
      ...lines(
        "role",
        Roles.map(({ RoleName }) => RoleName),
      ),
      ...lines(
        "user",
        Users.map(({ UserName }) => UserName),
      ),
      ...lines(
        "policy",
        Policies.map(({ PolicyName }) => PolicyName),
      ),
      // moto has AWS's own aliases, which point to no key.
      ...lines(
        "alias",
        Aliases.map(({ AliasName }) => AliasName).filter((name) => !name?.startsWith("alias/aws/")),
      ),
      ...lines("key", await standingKeys(kms)),
      ...lines(
        "log group",
        logGroups.map(({ logGroupName }) => logGroupName),
      ),
      ...lines("topic", await topics(emulator, region, credentials)),
    ].map((line) => `${line} of ${account} in ${region}`);
  } finally {
    for (const client of [s3, kms, cloudTrail, iam]) client.destroy();
  }
}

async function standingKeys(kms: KMSClient): Promise<string[]> {
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const all = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId: KeyId! }))));
  return all.flatMap(({ KeyMetadata }) => (KeyMetadata?.KeyState === "PendingDeletion" ? [] : KeyMetadata!.KeyId!));
}

// The project has no client for these two services. The emulator accepts unsigned calls with only a credential scope.

async function describeLogGroups(emulator: string, region: string, credentials: Credentials) {
  const headers = { "x-amz-target": "Logs_20140328.DescribeLogGroups", "content-type": "application/x-amz-json-1.1" };
  const text = await post(emulator, "logs", region, credentials, headers, "{}");
  return JSON.parse(text) as { logGroups: { logGroupName: string }[] };
}

async function topics(emulator: string, region: string, credentials: Credentials): Promise<string[]> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const text = await post(emulator, "sns", region, credentials, headers, "Action=ListTopics&Version=2010-03-31");
  return [...text.matchAll(/<TopicArn>([^<]+)/g)].map(([, arn]) => arn!);
}

async function post(
  emulator: string,
  service: string,
  region: string,
  { accessKeyId, sessionToken }: Credentials,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string> {
  const scope = `${accessKeyId}/20250101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
  const signed = { ...headers, authorization, "x-amz-security-token": sessionToken };
  const answer = await fetch(emulator, { method: "POST", headers: signed, body });
  const text = await answer.text();
  if (!answer.ok) throw new Mismatch(`${service} cannot be reached: status ${answer.status}`);
  return text;
}
