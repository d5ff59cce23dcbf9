import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../../cli/controls/catalogue";
import { checksOf } from "../../../cli/verification/checks/all";
import { readEnvironment } from "../../../cli/model/read";
import { environments } from "../../fixtures/environments";
import { synthesizedFolder } from "../../support/synthesized-folder";

describe("the checks of the shipped environments", () => {
  const { outdir, remove } = synthesizedFolder(...environments);
  const checks = new Map(
    environments.map(({ name }) => [name, checksOf(readEnvironment(outdir, name), { drift: false })]),
  );
  afterAll(remove);

  const idsOf = (environment: string) => checks.get(environment)!.map(({ id }) => id);

  test.each([...checks.keys()])("%s: ids are unique, and groups stand together", (name) => {
    const ids = idsOf(name);
    expect(new Set(ids).size).toBe(ids.length);
    const groups = checks.get(name)!.map(({ group }) => group);
    expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([...new Set(groups)]);
  });

  test("each serves controls that are in the catalogue", () => {
    const known = new Set(controls.map(({ id }) => id));
    const served = [...checks.values()].flat().flatMap((check) => check.controls);
    expect(served.filter((id) => !known.has(id))).toEqual([]);
    expect(new Set(served).size).toBeGreaterThan(20);
  });

  test("each step of an example that a check names is a heading of that example's README", () => {
    const named = [...checks.values()].flat().flatMap(({ exampleStep }) => exampleStep ?? []);
    const steps = [...new Set(named)].sort();
    expect(steps.length).toBeGreaterThan(5);
    expect(steps.filter((step) => !isHeading(step))).toEqual([]);
  });

  test("dev has the checks that the hand-made set-ups ask for", () => {
    expect(idsOf("dev")).toEqual(
      expect.arrayContaining([
        ...["alias", "terraform", "enabled", "deletion", "kind", "manager", "rotation", "policy"].map(
          (id) => `key.${id}`,
        ),
        ...["region", "public-access", "ownership", "versioning", "encryption", "lifecycle", "object-lock"].map(
          (id) => `bucket.${id}`,
        ),
        ...["logging", "policy"].map((id) => `bucket.${id}`),
        ...["replication", "notifications", "inventory", "access-points", "acl", "website", "cors"].map(
          (id) => `bucket.${id}`,
        ),
        "key.grants",
        "key.policy-age",
        "bucket.policy-age",
        "logs.readers",
        ...["key.policy", "key.grants", "bucket.policy", "bucket.versioning"].map((id) => `state-${id}`),
        "account.public-access",
        ...["trust", "policies", "boundary"].map((id) => `role.dev-audit-log-reader.${id}`),
        ...["arn", "home-region", "regions", "validation", "key", "prefix", "selectors", "logging"].map(
          (id) => `trail.${id}`,
        ),
        ...["delivery", "digest", "errors", "cloudwatch-delivery"].map((id) => `trail.${id}`),
        "access.role.dev-audit-log-reader",
        "access.outsider",
        ...["newest", "encryption", "opens", "digest"].map((id) => `logs.${id}`),
        ...["anonymous-get", "anonymous-list", "plain-http"].map((id) => `logs.${id}`),
        ...["state", "archive", "trail"].map((stack) => `drift.dev-${stack}`),
      ]),
    );
  });

  test("prod has those of its replica and its administrators too, dev has none of these", () => {
    const more = [
      "replica-key.policy",
      "replica-bucket.policy",
      "replica-bucket.replication",
      "access.administrator.KeyAdministrators",
    ];
    expect(idsOf("prod")).toEqual(expect.arrayContaining(more));
    expect(idsOf("dev").filter((id) => more.includes(id))).toEqual([]);
  });

  test("what is expected comes from the configuration", () => {
    const expected = (environment: string, id: string) =>
      checks.get(environment)!.find((check) => check.id === id)!.expected;
    expect(expected("prod", "bucket.object-lock")).toBe("COMPLIANCE for 365 days");
    expect(expected("dev", "bucket.object-lock")).toBe("no Object Lock");
    expect(expected("prod", "trail.arn")).toBe("arn:aws:cloudtrail:eu-central-1:777788889999:trail/prod-audit-trail");
    expect(expected("prod", "trail.key")).toBe("alias/prod-audit-trail");
    expect(expected("prod", "trail.insights")).toBe("ApiCallRateInsight; ApiErrorRateInsight");
    expect(expected("prod", "logs.newest")).toContain("AWSLogs/o-a1b2c3d4e5/777788889999/CloudTrail/eu-central-1/");
    expect(expected("prod", "bucket.lifecycle")).toBe(
      "AuditTrailRetention: to GLACIER_IR after 90 days; AuditTrailRetention: to DEEP_ARCHIVE after 400 days; " +
        "AuditTrailRetention: expire after 2557 days; AuditTrailRetention: expire old versions after 365 days; " +
        "AuditTrailRetention: abort uploads after 7 days",
    );
    expect(expected("dev", "key.rotation")).toBe("every 365 days");
    expect(expected("prod", "bucket.notifications")).toBe("EventBridge");
    expect(expected("prod", "bucket.inventory")).toMatch(
      /^AllVersions: All versions, Daily, as Parquet to arn:aws:s3:::/,
    );
    expect(expected("dev", "bucket.inventory")).toBe("none");
    expect(expected("prod", "role.prod-audit-log-replication.policies")).toBe("inline replicate");
  });
});

/** `encrypted-bucket-walkthrough, step 1` */
function isHeading(exampleStep: string): boolean {
  const [example, step] = exampleStep.split(", step ");
  const readme = join(__dirname, "..", "..", "..", "examples", example!, "README.md");
  return existsSync(readme) && new RegExp(`^### Step ${step}: \\S`, "m").test(readFileSync(readme, "utf8"));
}
