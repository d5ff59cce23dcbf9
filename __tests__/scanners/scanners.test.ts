import { readFileSync } from "node:fs";
import { join } from "node:path";
import { controls } from "../../cli/controls/catalogue";
import { exclusions } from "../../cli/controls/exclusions";
import { environments } from "../fixtures/environments";
import { prod } from "../fixtures/environments/prod";
import { Copy, stacksOf } from "../support/controls";

const read = (name: string) => readFileSync(join(__dirname, "..", "..", name), "utf8");
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match.slice(1));

/** Checks that may be silenced: those of a requirement that is left out, or that an environment may do without. */
const silenceable = new Set(
  [...exclusions, ...controls.filter(({ choice }) => choice !== undefined)].flatMap(({ scanners }) => scanners),
);

const skips = found(read("scanners/checkov.yaml"), /^ {2}- "([^"]*)"$/gm).map(([skip]) => skip!.split(":"));
const mutes = read("scanners/prowler-mutelist.yaml")
  .split(/^ {8}(?=")/m)
  .slice(1);

test("checkov skips a check by path, and none that docs/controls.md does not explain", () => {
  expect(skips.length).toBeGreaterThan(0);
  expect(skips.filter((parts) => parts.length !== 2)).toEqual([]);
  expect(skips.map(([check]) => check!).filter((check) => !silenceable.has(check))).toEqual([]);
});

test("each path that checkov skips is one of a stack", () => {
  const files = environments.flatMap(({ name }) =>
    ["archive", "state", "trail"].map((stack) => `stacks/${name}-${stack}/cdk.tf.json`),
  );
  expect(skips.filter(([, path]) => !files.some((file) => new RegExp(path!).test(file)))).toEqual([]);
});

test("prowler mutes with a reason, and no check that docs/controls.md does not explain", () => {
  expect(mutes.length).toBeGreaterThan(0);
  const checks = mutes.map((mute) => found(mute, /^"([a-z0-9_]+)":$/gm)[0]?.[0]);
  expect(checks.filter((check) => check === undefined || !silenceable.has(check))).toEqual([]);
  expect(mutes.filter((mute) => !/^ {10}Description: "[^"]+\."$/m.test(mute))).toEqual([]);
  expect(mutes.filter((mute) => !/^ {10}Regions: \["\*"\]$/m.test(mute))).toEqual([]);
});

test("each resource that prowler mutes is there in prod, and the log bucket is muted for MFA delete alone", () => {
  const copy = new Copy(stacksOf(prod));
  const names = [
    ...copy.all("aws_s3_bucket").map(({ bucket }) => bucket),
    ...["aws_cloudtrail", "aws_iam_role"].flatMap((type) => copy.all(type).map(({ name }) => name)),
  ] as string[];
  const patterns = mutes.flatMap((mute) => found(mute, /^ {12}- "([^"]+)"$/gm).map(([pattern]) => pattern!));
  expect(patterns.filter((pattern) => !names.some((name) => new RegExp(pattern).test(name)))).toEqual([]);
  expect(patterns.filter((pattern) => new RegExp(pattern).test("example-prod-audit-logs"))).toEqual([
    "^example-[a-z0-9]+-audit-(logs|logs-replica|access-logs|state)$",
  ]);
});
