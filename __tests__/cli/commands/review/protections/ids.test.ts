import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROTECTION_IDS } from "../../../../../cli/commands/review/protections";
import { casesIn } from "../../../../../tools/plan-fixtures/kept";

const ROOT = join(__dirname, "..", "..", "..", "..", "..");
const PLANS = join(ROOT, "__tests__", "fixtures", "plans");

test("docs/plan-review.md names each protection once, and no other", () => {
  const text = readFileSync(join(ROOT, "docs", "plan-review.md"), "utf8");
  const [, section = ""] = /^## Protections\n([^]*?)\n## /m.exec(text) ?? [];
  const rows = section.split("\n").map((line) => line.split("|")[1] ?? "");
  const named = rows.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, id]) => id));
  expect(named.sort()).toEqual([...PROTECTION_IDS].sort());
});

/** Protections of which an emulator gives no plan, with the reason. */
const WITHOUT_PLAN: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...["function-changed", "function-throttled", "retries-fewer", "dead-letters-lost"],
      ...["detector-off", "findings-hidden", "findings-late", "findings-moved"],
      ...["workgroup-opened", "workgroup-disabled", "results-moved", "queried-logs-changed", "saved-query-changed"],
    ].map((id) => [id, "has no part in an archive or a trail"]),
  ),
  "announcements-off": "is seen in a plan of one bucket",
  "mfa-delete-off": "takes the root user's device",
  "changes-ignored": "is no part of a plan: seen beside a base only",
  "replication-changed": "takes buckets of two accounts",
  "log-group-class-changed": "replaces the log group, which is a removal",
  "event-data-store-suspended": "has no part in what the modules make",
  "deletion-protection-off": "has no part in what the modules make",
  "session-lengthened": "is seen in a plan of one role",
  "key-locked-out": "is not what the modules write: a key keeps its administrators",
  "tls-not-required": "is never so of a bucket that the modules make",
  "prevent-destroy-lost": "is no part of a plan: seen beside a base only",
};

test("each protection is seen in a plan of real Terraform", () => {
  const reports = casesIn(PLANS).map((name) => readFileSync(join(PLANS, name, "expected.json"), "utf8"));
  const missing = PROTECTION_IDS.filter((id) => !reports.some((report) => report.includes(`: ${id}: `)));
  expect(missing.sort()).toEqual(Object.keys(WITHOUT_PLAN).sort());
});
