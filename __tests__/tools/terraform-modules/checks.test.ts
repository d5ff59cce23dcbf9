import * as formats from "../../../modules/limits/formats";
import * as tags from "../../../modules/limits/tags";
import { isArnOf } from "../../../modules/policy";
import { arnFormat, hasFormat, isWhole, unlessNull } from "../../../tools/terraform-modules/checks";

const FORMATS = Object.entries({ ...formats, ...tags }).filter(([name]) => name.endsWith("_FORMAT")) as [
  string,
  formats.Format,
][];

test.each(FORMATS)("%s has no pattern that RE2 does not know", (_, { pattern, never = [] }) => {
  for (const { source } of [pattern, ...never]) expect(source).not.toMatch(/\(\?[=!<]|\\[1-9k]/);
});

test("a format is one condition", () => {
  const format = { length: { min: 0, max: 9 }, pattern: /^\d+\/x$/, never: [/^aws:/i] };
  expect(hasFormat("var.x", format)).toBe(
    String.raw`length(var.x) <= 9 && can(regex("^\\d+/x$", var.x)) && !can(regex("(?i)^aws:", var.x))`,
  );
});

test("a whole number in a range, or none", () => {
  expect(unlessNull("var.x", isWhole("var.x", { min: 7, max: 30 }))).toBe(
    "var.x == null ? true : (var.x >= 7 && var.x <= 30 && floor(var.x) == var.x)",
  );
});

const PRINCIPALS = [
  "arn:aws:iam::111122223333:role/Security",
  "arn:aws-cn:iam::111122223333:user/path/name+=,.@_-",
  "arn:aws:iam::111122223333:role/",
  "arn:aws:iam::111122223333:role/*",
  "arn:aws:iam::111122223333:role/a b",
  "arn:aws:iam::111122223333:role/${x}",
  "arn:aws:iam::111122223333:root",
  "arn:aws:iam::111122223333:group/Admins",
  "arn:aws:iam::1111:role/Security",
  "arn:aws:iam:::role/Security",
  "arn:aws:sts::111122223333:assumed-role/Security/x",
  "arn:aws:s3:::role/Security",
  "Security",
  "*",
  "",
];

test.each(PRINCIPALS)("%j is a principal for Terraform if it is one for the constructs", (arn) => {
  expect(arnFormat("iam", "user/", "role/").pattern.test(arn)).toBe(
    isArnOf(arn, "iam", "user/", "role/") && !arn.endsWith("/"),
  );
});
