import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { CreateAccessPointCommand, DeleteAccessPointCommand, S3ControlClient } from "@aws-sdk/client-s3-control";
import { atAddress } from "../../cli/aws/clients";
import { local } from "../local/local-environment";
import { keyId, type Fault, type Undo } from "./faults";
import { ACCOUNT, REGION, type TestContext } from "./test-context";

const Bucket = local.logs.bucketName;
const RoleName = local.readers[0].roleName;
const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/${RoleName}`;
const OUTSIDER = "arn:aws:iam::999999999999:role/Outsider";
const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
});

/** Ways to logs that nothing configures. Those that do not affect each other are made together: a check for each. */
export const ACCESS_FAULTS: readonly Fault[] = [
  {
    name: "a bucket with a replication, EventBridge, an access point, an ACL, a website and a CORS rule",
    expected: ["access-points", "acl", "cors", "notifications", "replication", "website"].map((id) => `bucket.${id}`),
    make: openBucket,
  },
  {
    name: "a grant for a role of another account",
    expected: ["key.grants"],
    make: async (context) => {
      const KeyId = await keyId(context);
      const grant = { KeyId, GranteePrincipal: OUTSIDER, Operations: ["Decrypt" as const] };
      const { GrantId } = await context.kms.send(new kms.CreateGrantCommand(grant));
      return () => context.kms.send(new kms.RevokeGrantCommand({ KeyId, GrantId }));
    },
  },
  {
    name: "the reader's trust widened, an inline policy and a boundary added, another default version of its policy",
    expected: ["boundary", "policies", "trust"].map((id) => `role.${RoleName}.${id}`),
    make: widenRole,
  },
  {
    name: "the reader's policy detached",
    expected: [`role.${RoleName}.policies`],
    make: async (context) => {
      const client = iamOf(context);
      await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
      return async () => {
        await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
        client.destroy();
      };
    },
  },
];

async function openBucket({ s3: client, emulator: { endpoint }, credentials }: TestContext): Promise<Undo> {
  const place = { endpoint, region: REGION };
  const s3Control = atAddress(new S3ControlClient({ ...place, credentials }), place);
  const Replication: s3.ReplicationConfiguration = {
    Role: OUTSIDER,
    Rules: [
      {
        ID: "Copies",
        Status: "Enabled",
        Prefix: "",
        Destination: { Bucket: `arn:aws:s3:::${local.accessLogs.bucketName}` },
      },
    ],
  };
  const { Owner } = await client.send(new s3.GetBucketAclCommand({ Bucket }));
  const own: s3.Grant = { Grantee: { Type: "CanonicalUser", ID: Owner!.ID }, Permission: "FULL_CONTROL" };
  const other: s3.Grant = { Grantee: { Type: "CanonicalUser", ID: "0".repeat(64) }, Permission: "READ" };
  const putAcl = (...Grants: s3.Grant[]) =>
    client.send(new s3.PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner, Grants } }));
  const notify = (NotificationConfiguration: s3.NotificationConfiguration) =>
    client.send(new s3.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  const accessPoint = { AccountId: ACCOUNT, Name: "side-door" };

  await client.send(new s3.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: Replication }));
  await notify({ EventBridgeConfiguration: {} });
  await s3Control.send(new CreateAccessPointCommand({ ...accessPoint, Bucket }));
  await putAcl(own, other);
  await client.send(
    new s3.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } } }),
  );
  const CORSRules = [{ AllowedMethods: ["GET"], AllowedOrigins: ["*"] }];
  await client.send(new s3.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }));
  return async () => {
    await client.send(new s3.DeleteBucketCorsCommand({ Bucket }));
    await client.send(new s3.DeleteBucketWebsiteCommand({ Bucket }));
    await putAcl(own);
    await s3Control.send(new DeleteAccessPointCommand(accessPoint));
    await notify({});
    await client.send(new s3.DeleteBucketReplicationCommand({ Bucket }));
    s3Control.destroy();
  };
}

/** Not undone: the emulator takes the removal of an inventory for that of the bucket. */
export async function addInventory({ s3: client }: TestContext): Promise<void> {
  const InventoryConfiguration: s3.InventoryConfiguration = {
    Id: "Names",
    IsEnabled: true,
    IncludedObjectVersions: "All",
    Schedule: { Frequency: "Daily" },
    Destination: { S3BucketDestination: { Bucket: "arn:aws:s3:::elsewhere", Format: "CSV" } },
  };
  await client.send(new s3.PutBucketInventoryConfigurationCommand({ Bucket, Id: "Names", InventoryConfiguration }));
}

async function widenRole(context: TestContext): Promise<Undo> {
  const client = iamOf(context);
  const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
  const trust = decodeURIComponent(Role!.AssumeRolePolicyDocument!);
  const [trusted] = local.readers[0].trustedPrincipals;
  const setTrust = (PolicyDocument: string) =>
    client.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const extra = { RoleName, PolicyName: "extra" };
  const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }));
  const setDefault = (VersionId: string) =>
    client.send(new iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }));

  await setTrust(trust.replace(`"${trusted}"`, JSON.stringify([trusted, OUTSIDER])));
  await client.send(new iam.PutRolePolicyCommand({ ...extra, PolicyDocument: EVERYTHING }));
  await client.send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn }));
  const { PolicyVersion } = await client.send(
    new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: EVERYTHING, SetAsDefault: true }),
  );
  return async () => {
    await setDefault(Policy!.DefaultVersionId!);
    await client.send(new iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: PolicyVersion!.VersionId }));
    await client.send(new iam.DeleteRolePermissionsBoundaryCommand({ RoleName }));
    await client.send(new iam.DeleteRolePolicyCommand(extra));
    await setTrust(trust);
    client.destroy();
  };
}

function iamOf({ emulator: { endpoint }, credentials }: TestContext): iam.IAMClient {
  return new iam.IAMClient({ endpoint, region: REGION, credentials });
}
