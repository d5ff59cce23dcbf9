import { checkPolicies } from "../../../cli/policy/check-policies";
import { UserError } from "../../../cli/framework/user-error";
import type { Statement } from "../../../modules/policy";

const SOUND = { Sid: "Let", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

const check = (more: object) =>
  checkPolicies([{ source: "test/aws_kms_key.Key", statements: [{ ...SOUND, ...more } as Statement] }]);

test.each([
  [{}],
  [{ Action: ["S3:getobject", "kms:*", "kms:GenerateDataKey*", "*"] }],
  [{ Action: undefined, NotAction: "sts:AssumeRole" }],
  [{ Condition: { StringEquals: { a: "b" }, "ForAllValues:StringNotLikeIfExists": { a: "b" }, Null: { a: "true" } } }],
  [{ Condition: { ArnNotLike: { a: "b" }, DateLessThanEquals: { a: "b" }, NotIpAddress: { a: "b" } } }],
])("%j is sound", (more) => expect(() => check(more)).not.toThrow());

test.each([
  [{ Action: "s3:FlyAway" }, "names s3:FlyAway, which is not an AWS action"],
  [{ Action: ["s3:GetObject", "kms:Decrypted"] }, "names kms:Decrypted, which is not an AWS action"],
  [{ Action: undefined, NotAction: ["s4:GetObject"] }, "names s4:GetObject, which is not an AWS action"],
  [{ Action: "decrypt" }, "names decrypt, which is not an AWS action"],
  [{ Condition: { StringEqual: {} } }, "uses StringEqual, which is not a condition operator"],
  [{ Condition: { Bool: {}, NullIfExists: {} } }, "uses NullIfExists, which is not a condition operator"],
  [{ Condition: { ForSomeValues: {} } }, "uses ForSomeValues, which is not a condition operator"],
  [{ Condition: { "ForAllValues:Null": {} } }, "uses ForAllValues:Null, which is not a condition operator"],
  [{ Condition: { constructor: {} } }, "uses constructor, which is not a condition operator"],
])("%j is a problem", (more, why) => {
  expect(() => check(more)).toThrow(new UserError(`test/aws_kms_key.Key: Let ${why}; correct it`));
});

test("a statement without Sid is named so", () => {
  expect(() => check({ Sid: undefined, Action: "s3:Fly" })).toThrow(
    new UserError("test/aws_kms_key.Key: (no Sid) names s3:Fly, which is not an AWS action; correct it"),
  );
});
