import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Fn, Lazy } from "cdktf";
import { renderPolicy, type Statement } from "../../../modules/policy";
import { statement, synthStack } from "../../support/synth";

/** The policy attribute of an IAM policy about a key of the same stack, from the stack's synthesized JSON. */
function synthesizedPolicy(build: (key: KmsKey) => Partial<Statement>): string {
  const stack = synthStack((scope) => {
    const key = new KmsKey(scope, "Key", {});
    const about: Statement = { Sid: "UseKey", Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
    new IamPolicy(scope, "Policy", { policy: renderPolicy([{ ...about, ...build(key) }]) });
  });
  return JSON.parse(JSON.stringify(stack.one("aws_iam_policy"))).policy as string;
}

test("a token becomes a reference to the resource", () => {
  const policy = synthesizedPolicy((key) => ({ Resource: key.arn }));
  expect(statement(policy, "UseKey").Resource).toBe("${aws_kms_key.Key.arn}");
});

test("tokens survive inside a text, in a list and in a condition", () => {
  const policy = synthesizedPolicy((key) => ({
    Resource: [`${key.arn}/part`, "arn:aws:kms:eu-central-1:111122223333:key/known"],
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": [key.arn] } },
  }));
  expect(statement(policy, "UseKey")).toMatchObject({
    Resource: ["${aws_kms_key.Key.arn}/part", "arn:aws:kms:eu-central-1:111122223333:key/known"],
    Condition: { ArnEquals: { "kms:EncryptionContext:aws:logs:arn": "${aws_kms_key.Key.arn}" } },
  });
});

test("a value made at synth and a Terraform function survive", () => {
  const late = synthesizedPolicy((key) => ({ Resource: Lazy.stringValue({ produce: () => key.arn }) }));
  expect(statement(late, "UseKey").Resource).toBe("${aws_kms_key.Key.arn}");
  const joined = synthesizedPolicy((key) => ({ Resource: Fn.join("/", [key.arn, "part"]) }));
  expect(joined).toContain('"Resource":"${join("/", [aws_kms_key.Key.arn, "part"])}"');
});

test("policy variables are escaped for Terraform beside references that are not", () => {
  const policy = synthesizedPolicy((key) => ({
    Resource: ["${aws:PrincipalTag/team}/${*}", `${key.arn}/\${aws:username}`, "$${aws:userid}", "100%{sic}"],
  }));
  expect(policy).toContain('"$${aws:PrincipalTag/team}/$${*}"');
  expect(policy).toContain('"${aws_kms_key.Key.arn}/$${aws:username}"');
  expect(policy).toContain('"$${aws:userid}","100%%{sic}"]');
});

test("a reference written by hand stays as it is", () => {
  const policy = synthesizedPolicy(() => ({ Resource: "${aws_kms_key.Key.arn}" }));
  expect(policy).toContain('"Resource":"${aws_kms_key.Key.arn}"');
});

test("a stack without change gives the same bytes again", () => {
  const build = (key: KmsKey) => ({ Resource: [key.arn, "${aws:username}"] });
  expect(synthesizedPolicy(build)).toBe(synthesizedPolicy(build));
});
