import { policyForMoto } from "../../../../tools/emulator/gateway/repairs/bucket-policies";

const CONDITION = { Bool: { "aws:SecureTransport": "false" } };
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const statementsOf = (text: string) => (JSON.parse(text) as { Statement: object[] }).Statement;

test("Denies with a condition are left out, all else stays in order", () => {
  const allow = { Sid: "a", Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Condition: CONDITION };
  const plainDeny = { Sid: "b", Effect: "Deny", Principal: { AWS: "*" }, Action: "s3:DeleteBucket" };
  const conditionalDeny = { Sid: "c", Effect: "Deny", Principal: { AWS: "*" }, Condition: CONDITION };
  expect(statementsOf(policyForMoto(policy(allow, conditionalDeny, plainDeny)))).toEqual([allow, plainDeny]);
});

test("anybody is written out, which moto needs", () => {
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:DeleteObject" };
  expect(statementsOf(policyForMoto(policy(deny)))).toEqual([{ ...deny, Principal: { AWS: "*" } }]);
});

test("version and id of the policy stay", () => {
  const text = JSON.stringify({ Version: "2012-10-17", Id: "logs", Statement: [{ Effect: "Allow", Principal: {} }] });
  expect(JSON.parse(policyForMoto(text))).toMatchObject({ Version: "2012-10-17", Id: "logs" });
});

test("a single statement may stand without a list", () => {
  const text = JSON.stringify({ Statement: { Effect: "Deny", Principal: "*", Action: "s3:*" } });
  expect(statementsOf(policyForMoto(text))).toHaveLength(1);
});

test("nothing is left of a policy of conditional Denies alone", () => {
  expect(policyForMoto(policy({ Effect: "Deny", Principal: "*", Condition: CONDITION }))).toBe("");
});

test.each(["no policy", "null", "7", "{}"])("%s goes on as it is, for moto to refuse", (text) => {
  expect(policyForMoto(text)).toBe(text);
});
