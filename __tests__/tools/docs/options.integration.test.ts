import { readFileSync } from "node:fs";
import { join } from "node:path";
import { optionRows } from "../../../tools/docs/options";
import { optionsReference } from "../../../tools/docs/options-reference";

const ROOT = join(__dirname, "..", "..", "..");

const rows = optionRows(ROOT);

test("docs/options.md is what npm run docs writes", () => {
  expect(optionsReference(rows)).toBe(readFileSync(join(ROOT, "docs", "options.md"), "utf8"));
});

test("the reference reaches keys in lists, in variants and in optional objects", () => {
  const of = (path: string) => rows.filter((row) => row.path === path);
  expect(of("trail.events.data[].buckets")).toMatchObject([
    { required: true, meaning: expect.stringContaining("future buckets") as string },
  ]);
  expect(of("replica.account.id")).toMatchObject([{ allowed: "12 digits in quotes", required: true }]);
  expect(of("key.deletionWindowInDays")).toMatchObject([
    { allowed: "a whole number of days from 7 to 30", defaultValue: "30", required: false },
  ]);
  expect(of("readers[].trustedPrincipals")[0]!.allowed).toMatch(/^a list of at least one; each an ARN of iam/);
  expect(of("trail.events.data[].kind").map(({ allowed }) => allowed)).toEqual([
    '"s3"',
    '"lambda"',
    '"dynamodb"',
    '"other"',
  ]);
});
