import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as kms from "@aws-sdk/client-kms";
import * as s3 from "@aws-sdk/client-s3";
import { local } from "../local/local-environment";
import type { TestContext } from "./test-context";
import { digestedLog, encryptOtherwise, filesOf, hide, newestLog } from "./log-files";

/** A fault in a deployed resource. */
export interface Fault {
  readonly name: string;
  /** Ids of all checks that must fail, sorted. No other check may fail. */
  readonly expected: readonly string[];
  /** Returns a function that undoes it. */
  readonly make: (context: TestContext) => Promise<Undo>;
}

export type Undo = () => Promise<unknown>;

const Name = local.trail.name;
const TrailName = Name;
const Bucket = local.logs.bucketName;
/** The only policy name of a key. */
const PolicyName = "default";
const ALIAS = `alias/${local.key.alias}`;
/** The difference that verify allows between files and status, and a little more. */
const APART_MS = 65_000;

export const FAULTS: readonly Fault[] = [
  {
    name: "trail stopped",
    expected: ["trail.logging"],
    make: async ({ cloudTrail }) => {
      await cloudTrail.send(new cloudtrail.StopLoggingCommand({ Name }));
      return () => cloudTrail.send(new cloudtrail.StartLoggingCommand({ Name }));
    },
  },
  {
    name: "log file validation off",
    expected: ["trail.validation"],
    make: async ({ cloudTrail }) => {
      await cloudTrail.send(new cloudtrail.UpdateTrailCommand({ Name, EnableLogFileValidation: false }));
      return () => cloudTrail.send(new cloudtrail.UpdateTrailCommand({ Name, EnableLogFileValidation: true }));
    },
  },
  {
    name: "bucket policy replaced",
    expected: ["bucket.policy"],
    make: async ({ s3: client }) => {
      const { Policy } = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
      const Statement = {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::999999999999:root" },
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${Bucket}/*`,
      };
      const replaced = JSON.stringify({ Version: "2012-10-17", Statement });
      await client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy: replaced }));
      return () => client.send(new s3.PutBucketPolicyCommand({ Bucket, Policy }));
    },
  },
  {
    name: "one condition removed from the key policy",
    expected: ["key.policy"],
    make: async (context) => {
      const KeyId = await keyId(context);
      const { Policy } = await context.kms.send(new kms.GetKeyPolicyCommand({ KeyId, PolicyName }));
      await context.kms.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName, Policy: withoutOneCondition(Policy!) }));
      return () => context.kms.send(new kms.PutKeyPolicyCommand({ KeyId, PolicyName, Policy }));
    },
  },
  {
    name: "encryption removed",
    expected: ["bucket.encryption"],
    make: async ({ s3: client }) => {
      const { ServerSideEncryptionConfiguration } = await client.send(new s3.GetBucketEncryptionCommand({ Bucket }));
      await client.send(new s3.DeleteBucketEncryptionCommand({ Bucket }));
      return () => client.send(new s3.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    },
  },
  {
    name: "versioning suspended",
    expected: ["bucket.versioning"],
    make: async ({ s3: client }) => {
      const put = (Status: "Enabled" | "Suspended") =>
        client.send(new s3.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      await put("Suspended");
      return () => put("Enabled");
    },
  },
  {
    name: "public access block loosened",
    expected: ["bucket.public-access"],
    make: async ({ s3: client }) => {
      const { PublicAccessBlockConfiguration: before } = await client.send(
        new s3.GetPublicAccessBlockCommand({ Bucket }),
      );
      const put = (PublicAccessBlockConfiguration: s3.PublicAccessBlockConfiguration) =>
        client.send(new s3.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
      await put({ ...before, BlockPublicPolicy: false });
      return () => put({ ...before });
    },
  },
  {
    name: "key disabled",
    expected: ["key.enabled"],
    make: async (context) => {
      const KeyId = await keyId(context);
      await context.kms.send(new kms.DisableKeyCommand({ KeyId }));
      return () => context.kms.send(new kms.EnableKeyCommand({ KeyId }));
    },
  },
  {
    name: "key scheduled for deletion",
    expected: ["key.deletion", "key.enabled"],
    make: async (context) => {
      const KeyId = await keyId(context);
      await context.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return async () => {
        await context.kms.send(new kms.CancelKeyDeletionCommand({ KeyId }));
        // KMS cancels the deletion but leaves the key disabled.
        await context.kms.send(new kms.EnableKeyCommand({ KeyId }));
      };
    },
  },
  {
    name: "another key on the trail",
    expected: ["trail.key"],
    make: async (context) => {
      const { KeyMetadata: other } = await context.kms.send(new kms.CreateKeyCommand({ Description: "another" }));
      const update = (KmsKeyId: string) =>
        context.cloudTrail.send(new cloudtrail.UpdateTrailCommand({ Name, KmsKeyId }));
      await update(other!.Arn!);
      return async () => {
        await update(await keyArn(context));
        await context.kms.send(new kms.ScheduleKeyDeletionCommand({ KeyId: other!.KeyId!, PendingWindowInDays: 7 }));
      };
    },
  },
  {
    name: "selectors changed",
    expected: ["trail.selectors"],
    make: async ({ cloudTrail }) => {
      const { AdvancedEventSelectors: before = [] } = await cloudTrail.send(
        new cloudtrail.GetEventSelectorsCommand({ TrailName }),
      );
      const put = (AdvancedEventSelectors: cloudtrail.AdvancedEventSelector[]) =>
        cloudTrail.send(new cloudtrail.PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors }));
      await put(before.slice(0, 1));
      return () => put(before);
    },
  },
  {
    name: "newest log file missing, although a digest names it",
    expected: ["logs.digest"],
    make: async (context) => hide(context, [await digestedLog(context)]),
  },
  {
    name: "log files of the last minute missing, although the trail's status reports them",
    expected: ["logs.digest", "logs.newest"],
    make: async (context) => {
      const { LatestDeliveryTime } = await context.cloudTrail.send(new cloudtrail.GetTrailStatusCommand({ Name }));
      const old = LatestDeliveryTime!.getTime() - APART_MS;
      const young = (await filesOf(context, "CloudTrail")).filter(({ modified }) => modified.getTime() > old);
      return hide(
        context,
        young.map(({ key }) => key),
      );
    },
  },
  {
    name: "a log file not encrypted with the key",
    expected: ["logs.encryption"],
    make: async (context) => encryptOtherwise(context, await newestLog(context)),
  },
];

async function keyArn({ kms: client }: TestContext): Promise<string> {
  const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: ALIAS }));
  return KeyMetadata!.Arn!;
}

/** Id of the key, because the alias may point to another key. */
export async function keyId(context: TestContext): Promise<string> {
  return (await keyArn(context)).split("/").at(-1)!;
}

/** Removes the trail from the condition of CloudTrail's first statement. */
export function withoutOneCondition(policy: string): string {
  interface Statement {
    Condition?: Record<string, Record<string, unknown>>;
  }
  const { Statement, ...rest } = JSON.parse(policy) as { Statement: Statement[] };
  const tied = Statement.find(({ Condition = {} }) =>
    Object.values(Condition).some((keys) => Object.keys(keys).some((key) => key.toLowerCase() === "aws:sourcearn")),
  );
  if (!tied) throw new Error("no statement of the key policy names the trail");
  const conditions = Object.entries(tied.Condition!).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).filter(([key]) => key.toLowerCase() !== "aws:sourcearn")),
  ]);
  tied.Condition = Object.fromEntries(conditions.filter(([, keys]) => Object.keys(keys!).length > 0)) as Record<
    string,
    Record<string, unknown>
  >;
  return JSON.stringify({ ...rest, Statement });
}
