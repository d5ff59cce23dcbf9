import { setTimeout as wait } from "node:timers/promises";
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand, type Trail } from "@aws-sdk/client-cloudtrail";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetBucketPolicyCommand } from "@aws-sdk/client-s3";
import { OWNER_ACL, TLS, trailContext } from "../../cli/access/calls";
import type { Policy } from "../../cli/policy/document";
import { evaluate, type Call } from "../../cli/policy/evaluate";
import { accountFolder } from "../../modules/log-keys";
import { credentialsOf, s3At } from "../../tools/emulator/clients";
import type { Emulator } from "../../tools/emulator/start";

/** The trails whose home is this account and Region, as CloudTrail of the emulator describes them. */
export async function trailsOf({ endpoint }: Emulator, account: string, region: string): Promise<Trail[]> {
  const client = new CloudTrailClient({ endpoint, region, credentials: await credentialsOf(endpoint, account) });
  const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
  return trailList.filter(({ TrailARN }) => TrailARN!.includes(`:${region}:${account}:`));
}

/**
 * Why a trail could not deliver now, by the policies that the emulator has; empty if it could. `archive` owns its
 * bucket and key.
 */
export async function obstacles({ endpoint }: Emulator, trail: Trail, archive: string): Promise<string[]> {
  const [, , , region, account] = trail.TrailARN!.split(":") as [string, string, string, string, string];
  const of = async (owner: string) => ({ endpoint, region, credentials: await credentialsOf(endpoint, owner) });
  const own = await of(archive);
  const { S3BucketName: bucket = "", S3KeyPrefix: prefix, KmsKeyId: key = "" } = trail;
  const [status, bucketPolicy, keyPolicy] = await Promise.all([
    new CloudTrailClient(await of(account)).send(new GetTrailStatusCommand({ Name: trail.TrailARN })),
    s3At(endpoint, region, own.credentials)
      .send(new GetBucketPolicyCommand({ Bucket: bucket }))
      .catch(() => ({ Policy: undefined })),
    new KMSClient(own).send(new GetKeyPolicyCommand({ KeyId: key, PolicyName: "default" })),
  ]);
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const headers = {
    "s3:x-amz-server-side-encryption": "aws:kms",
    "s3:x-amz-server-side-encryption-aws-kms-key-id": key,
  };
  const may = (action: string, resource: string, policy: string | undefined, context: Call["context"]) => {
    const caller = {
      kind: "service",
      service: "cloudtrail.amazonaws.com",
      sourceArn: trail.TrailARN,
      sourceAccount: account,
    } as const;
    const call = { caller, action, resource, account: archive, context, resourcePolicy: parsed(policy) };
    return evaluate(call).decision === "allowed";
  };
  const file = `${bucketArn}/${accountFolder({ prefix }, account)}CloudTrail/log.json.gz`;
  return [
    status.IsLogging === true || "it does not log",
    may("s3:GetBucketAcl", bucketArn, bucketPolicy.Policy, TLS) || "the bucket does not show its ACL",
    may("s3:PutObject", file, bucketPolicy.Policy, { ...TLS, ...OWNER_ACL, ...headers }) ||
      "the bucket does not take its log files",
    may("kms:GenerateDataKey", key, keyPolicy.Policy, trailContext(trail.TrailARN!)) ||
      "the key does not encrypt its log files",
  ].filter((obstacle) => obstacle !== true);
}

/** What `sample` finds at any time until the work is done, and then once more. */
export async function foundDuring(work: Promise<unknown>, sample: () => Promise<readonly string[]>): Promise<string[]> {
  const found = new Set<string>();
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  // If it fails while a sample is taken, the error is thrown below.
  const settled = over.catch(() => undefined);
  for (let isLast = false; !isLast;) {
    isLast = isOver;
    for (const one of await sample()) found.add(one);
    await Promise.race([settled, wait(500)]);
  }
  await over;
  return [...found];
}

/** Why trails of an account could not deliver at any time until the work was done. */
export function obstaclesDuring(
  work: Promise<unknown>,
  emulator: Emulator,
  { account, region, archive }: { readonly account: string; readonly region: string; readonly archive: string },
): Promise<string[]> {
  return foundDuring(work, async () => {
    const trails = await trailsOf(emulator, account, region);
    if (trails.length === 0) return ["there is no trail"];
    return (await Promise.all(trails.map((trail) => obstacles(emulator, trail, archive)))).flat();
  });
}

function parsed(policy: string | undefined): Policy | undefined {
  if (policy === undefined) return undefined;
  return { source: "policy", statements: (JSON.parse(policy) as { Statement: Policy["statements"] }).Statement };
}
