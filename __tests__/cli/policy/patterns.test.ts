import { coversAction, coversUnder, patternCovers } from "../../../cli/policy/patterns";

test.each([
  ["*", "anything", true],
  ["s3:Get*", "s3:GetObject", true],
  ["s3:Get*", "s3:Get*", true],
  ["s3:Get*", "s3:G*", false],
  ["a?c", "abc", true],
  ["a?c", "a*c", false],
  ["a*c", "a?c", true],
  ["a*c", "ac", true],
  ["a.c", "abc", false],
  ["logs/${aws:username}/*", "logs/me/x", false],
  ["*", "logs/${aws:username}/*", true],
  ["logs/*", "logs/${aws:username}/*", true],
  ["logs/???????????????/x", "logs/${aws:username}/x", false],
  ["logs/$?aws:username}/x", "logs/${aws:username}/x", false],
])("%s covers %s: %s", (wide, narrow, covers) => {
  expect(patternCovers(wide, narrow)).toBe(covers);
});

test("a pattern full of wildcards is compared in no time", () => {
  expect(patternCovers(`${"*a".repeat(40)}b`, "a".repeat(4000))).toBe(false);
});

test.each([
  ["s3:GetObject", true],
  ["S3:getobject", true],
  ["s3:*", true],
  ["*", true],
  ["s3:Get?bject", true],
  [["s3:PutObject", "s3:Get*"], true],
  ["s3:GetObjectVersion", false],
  ["s3.GetObject", false],
  ["kms:*", false],
])("%j covers the action s3:GetObject: %s", (patterns, covers) => {
  expect(coversAction(patterns, "s3:GetObject")).toBe(covers);
});

const TRAIL = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit";

test.each([
  ["StringEquals", "a*", "ab", false],
  ["StringLike", "a*", "ab", true],
  ["ForAllValues:StringNotLikeIfExists", "a*", "ab", true],
  ["StringEqualsIgnoreCase", "a*", "ab", false],
  ["ArnEquals", "arn:aws:cloudtrail:*:111122223333:trail/*", TRAIL, true],
  ["ArnLike", "*", TRAIL, true],
  // The parts of an ARN are compared one by one: no wildcard reaches beyond its part.
  ["ArnLike", "arn:aws:cloudtrail:*:trail/audit", TRAIL, false],
  ["ArnLike", "arn:aws:cloudtrail:*", TRAIL, false],
  ["ArnLike", "arn:aws:s3:::*", "arn:aws:s3:::${aws:SourceArn}", false],
  ["Bool", "true", "false", false],
])("under %s, %s covers %s: %s", (operator, wide, narrow, covers) => {
  expect(coversUnder(operator)(wide, narrow)).toBe(covers);
});
