import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { isObject } from "../../cli/framework/is-object";
import { readFolder } from "../../cli/model/folder";
import { Archive, AuditTrail } from "../../modules/archive";
import { Trail } from "../../modules/trail";
import { synthesizeEnvironments } from "../../stacks";
import { COMPLETE } from "../samples/complete";

/** What Terraform knows a stack's parts by. */
export interface StackAddresses {
  readonly stack: string;
  /** `aws_s3_bucket.Archive_LogBucket_2F574751`, `output.key_arn`; sorted. */
  readonly addresses: readonly string[];
}

const PLACE = { account: "111122223333", region: "eu-central-1" };
const READERS = [{ roleName: "log-reader", trustedPrincipals: [`arn:aws:iam::${PLACE.account}:role/Security`] }];

/** The stacks of an app that has the constructs with few options, as in the README and in examples/own-app. */
export function addressesOfConstructs(scratch: string): StackAddresses[] {
  const outdir = join(scratch, "constructs", "cdktf.out");
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false });
  const stackIn = (name: string, { account, region } = PLACE) => {
    const stack = new TerraformStack(app, name);
    new AwsProvider(stack, "Aws", { region, allowedAccountIds: [account] });
    return stack;
  };
  // In an account of its own, where a reader may have the same name.
  const alone = { ...PLACE, account: "444455556666" };
  new AuditTrail(stackIn("audit", alone), "AuditTrail", {
    ...alone,
    name: "audit",
    bucketName: "audit-logs",
    readers: READERS,
  });
  const trail = { ...PLACE, name: "apart" };
  const bucketName = "archive-logs";
  const archive = new Archive(stackIn("archive"), "Archive", {
    ...PLACE,
    bucketName,
    trails: [trail],
    readers: READERS,
  });
  new Trail(stackIn("trail"), "Trail", { ...trail, bucket: archive.bucket, key: archive.key });
  app.synth();
  return addressesIn(outdir);
}

/** The stacks of an environment of this repository that has every option. */
export function addressesOfEnvironment(scratch: string): StackAddresses[] {
  const outdir = join(scratch, "environment", "cdktf.out");
  mkdirSync(outdir, { recursive: true });
  const before = process.env["CDKTF_OUTDIR"];
  process.env["CDKTF_OUTDIR"] = outdir;
  try {
    synthesizeEnvironments([COMPLETE], { registry: [COMPLETE] });
  } finally {
    if (before === undefined) delete process.env["CDKTF_OUTDIR"];
    else process.env["CDKTF_OUTDIR"] = before;
  }
  return addressesIn(outdir);
}

function addressesIn(outdir: string): StackAddresses[] {
  return readFolder(outdir).map(({ name, json }) => ({ stack: name, addresses: addressesOf(json) }));
}

/** Of resources and outputs. Data sources may change: nothing is lost with them. */
export function addressesOf(json: Readonly<Record<string, unknown>>): string[] {
  const { resource, output } = json;
  const resources = entriesOf(resource).flatMap(([type, all]) => entriesOf(all).map(([id]) => `${type}.${id}`));
  return [...resources, ...entriesOf(output).map(([name]) => `output.${name}`)].sort();
}

function entriesOf(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}
