import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { parse } from "yaml";
import { controls } from "../../../cli/controls/catalogue";
import { withAuditBuckets } from "../../../cli/controls/environment";
import { auditBucketsOf } from "../../../cli/model/audit-buckets";
import { exclusions } from "../../../cli/controls/exclusions";
import { readEnvironment } from "../../../cli/model/read";
import type { EnvironmentConfig } from "../../../environments/schema";
import { EncryptedBucketWalkthrough } from "../../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../../examples/secure-cloudtrail-logging/stack";
import { checkovConfig } from "../../../tools/scanners/checkov";
import { prowlerMutelist } from "../../../tools/scanners/prowler";
import { checkovSkips, prowlerMutes } from "../../../tools/scanners/skips";
import { environments } from "../../fixtures/environments";
import { inFolder } from "../../support/app";
import { failedChecks, parserStops, skips } from "../../support/checkov";
import { COMPLETE } from "../../support/complete-environment";
import { inSynthesized } from "../../support/controls";
import { environmentWith, SMALLEST } from "../../support/environment";
import { synthesized } from "../../support/synth";

/** What belongs to a set of environments: the stacks' JSON by name, and the files for the scanners. */
function scanned(chosen: readonly EnvironmentConfig[]) {
  return inSynthesized(
    chosen,
    (outdir) => {
      const buckets = auditBucketsOf(outdir, chosen);
      const read = chosen.map(({ name }) => withAuditBuckets(readEnvironment(outdir, name), buckets));
      const folder = join(outdir, "stacks");
      const json = (stack: string) =>
        JSON.parse(readFileSync(join(folder, stack, "cdk.tf.json"), "utf8")) as Record<string, unknown>;
      return {
        stacks: new Map(readdirSync(folder).map((stack) => [stack, json(stack)])),
        checkov: checkovConfig(checkovSkips(read)),
        prowler: prowlerMutelist(prowlerMutes(read)),
      };
    },
    chosen,
  );
}

const WATCHED = environmentWith({
  alerts: { emails: ["security@example.com"] },
  threats: { regions: ["eu-central-1"], export: { bucketPrefix: "findings" } },
});

const EXAMPLES = inFolder((outdir) => {
  const app = new App({ outdir, stackTraces: false });
  return new Map([
    ["encrypted-bucket-walkthrough", synthesized(new EncryptedBucketWalkthrough(app, "walkthrough")).json],
    ["secure-cloudtrail-logging", synthesized(new SecureCloudTrailLogging(app, "logging")).json],
  ]);
});

describe.each([
  ["of three usual environments", environments],
  ["of the smallest and of a complete environment", [SMALLEST, { ...COMPLETE, name: "complete" }]],
  ["of an environment whose accounts have detectors of their own", [WATCHED]],
])("the files for the scanners, %s", (_, chosen) => {
  const { stacks, checkov, prowler } = scanned(chosen as readonly EnvironmentConfig[]);
  const all = new Map([...stacks, ...EXAMPLES]);
  const lines = (parse(checkov) as { "skip-check": string[] })["skip-check"];

  test("checkov's parser takes every stack", () => {
    expect([...all].flatMap(([stack, json]) => parserStops(json).map((at) => `${stack}: ${at}`))).toEqual([]);
  });

  test("checkov skips all that a stack does not pass, and nothing else", () => {
    const failed = [...all].flatMap(([stack, json]) => failedChecks(json).map((check) => `${check}:stacks/${stack}/`));
    expect([...lines].sort()).toEqual(failed.sort());
  });

  test("each line for checkov is about one stack", () => {
    const files = [...all.keys()].map((stack) => `stacks/${stack}/cdk.tf.json`);
    const matched = lines.map((line) => files.filter((file) => skips(line, line.split(":")[0]!, file)).length);
    expect(matched).toEqual(lines.map(() => 1));
  });

  test("each check that a scanner leaves out is in docs/controls.md, with a reason above it", () => {
    const explained = new Set(
      [...exclusions, ...controls.filter(({ choice }) => choice !== undefined)].flatMap(({ scanners }) => scanners),
    );
    const muted = Object.keys(mutesIn(prowler));
    const checks = [...lines.map((line) => line.split(":")[0]!), ...muted];
    expect(checks.filter((check) => !explained.has(check))).toEqual([]);
    expect(checkov).toMatch(/skip-check:\n {2}# /);
    expect(Object.values(mutesIn(prowler)).filter(({ Description }) => !/^.+: .+\.$/.test(Description))).toEqual([]);
  });

  test("each resource that prowler mutes is one of these environments", () => {
    const named = (type: string) =>
      [...stacks.values()].flatMap(({ resource }) =>
        Object.values((resource as Record<string, Record<string, { bucket?: string; name?: string }>>)[type] ?? {}).map(
          ({ bucket, name }) => bucket ?? name!,
        ),
      );
    const names = ["aws_s3_bucket", "aws_cloudtrail", "aws_iam_role"].flatMap(named);
    const patterns = Object.values(mutesIn(prowler)).flatMap(({ Resources }) => Resources);
    expect(patterns.filter((pattern) => !names.some((name) => new RegExp(pattern).test(name)))).toEqual([]);
  });
});

function mutesIn(prowler: string) {
  const list = parse(prowler) as {
    Mutelist: { Accounts: { "*": { Checks: Record<string, { Resources: string[]; Description: string }> } } };
  };
  return list.Mutelist.Accounts["*"].Checks;
}

test("of a replicated log bucket prowler mutes MFA delete alone", () => {
  const { prowler } = scanned(environments);
  const muted = Object.entries(mutesIn(prowler)).filter(([, { Resources }]) =>
    Resources.includes("^example-prod-audit-logs$"),
  );
  expect(muted.map(([check]) => check)).toEqual(["s3_bucket_no_mfa_delete"]);
});

test("what an environment leaves off by choice has that reason, not another", () => {
  const { checkov } = scanned(environments);
  const reasonOf = (line: string) =>
    checkov
      .slice(0, checkov.indexOf(line))
      .split("\n")
      .findLast((one) => one.includes("#"));
  expect(reasonOf('"CKV2_AWS_10:stacks/dev-trail/"')).toContain("# left off by choice: charged per gigabyte");
  expect(reasonOf('"CKV2_AWS_10:stacks/prod-trail/"')).toContain("# trail with a log group: it names its log group");
});

test("checkov's parser stops at required_version, at a list of moved blocks, and at nothing else of a stack", () => {
  const stack = { "//": "x", provider: { aws: [{}] }, resource: { aws_s3_bucket: { "//": "x", One: {} } }, output: {} };
  expect(parserStops(stack)).toEqual([]);
  expect(parserStops({ ...stack, terraform: { required_version: ">= 1.10", backend: {} } })).toEqual([
    "terraform.required_version",
  ]);
  expect(parserStops({ ...stack, moved: [{}] })).toEqual(["moved"]);
});
