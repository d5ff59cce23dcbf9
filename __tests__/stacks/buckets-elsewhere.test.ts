import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesizeEnvironments } from "../../stacks";
import { environmentWith, type Overrides } from "../support/environment";
import { Synthesized } from "../support/synth";

const folder = mkdtempSync(join(tmpdir(), "audit-trail-buckets-"));
afterAll(() => rmSync(folder, { recursive: true }));

const OTHER = {
  name: "other",
  state: { bucketName: "other-state" },
  logs: { bucketName: "other-logs" },
  accessLogs: { bucketName: "other-access" },
};
const RECORDS_ALL = { events: { data: [{ kind: "s3", buckets: "all" }] } };

/** Other buckets that the trail of an environment leaves out of what it records. */
function leftOut(own: Overrides, other: Overrides): string[] {
  process.env["CDKTF_OUTDIR"] = folder;
  const environment = environmentWith({ ...own, trail: { ...RECORDS_ALL, ...(own["trail"] as object) } });
  const registry = [environment, environmentWith({ ...OTHER, ...other })];
  synthesizeEnvironments([environment], { registry });
  const file = join(folder, "stacks", "test-trail", "cdk.tf.json");
  const trail = new Synthesized(JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>).one(
    "aws_cloudtrail",
  );
  const names = [...JSON.stringify(trail).matchAll(/arn:aws[a-z-]*:s3:::([a-z-]+)\//g)].map(([, name]) => name!);
  return names.filter((name) => name.startsWith("other-"));
}

const FOREIGN = { accounts: { archive: { id: "444455556666" }, audited: { id: "444455556666" } } };
const REPLICA = { region: "eu-west-1", bucketName: "other-replica", keyAlias: "replica" };

test("buckets of another environment in the same account are left out", () => {
  expect(leftOut({}, {})).toEqual(["other-logs", "other-access", "other-state"]);
});

test("buckets of an account that the trail does not record leave its selectors as they are", () => {
  expect(leftOut({}, { ...FOREIGN, replica: REPLICA })).toEqual([]);
  expect(leftOut({}, { ...FOREIGN, replica: { ...REPLICA, account: { id: "111122223333" } } })).toEqual([
    "other-replica",
  ]);
});

test("an organization trail leaves out all of its partition, since any account may be the organization's", () => {
  const organization = { id: "o-a1b2c3d4e5", managementAccount: "111122223333" };
  const own = { organization, trail: { ofOrganization: true } };
  expect(leftOut(own, FOREIGN)).toHaveLength(3);
  expect(leftOut(own, { ...FOREIGN, region: "cn-north-1" })).toEqual([]);
});
