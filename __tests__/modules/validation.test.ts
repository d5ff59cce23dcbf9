import { Lazy, Token } from "cdktf";
import { Construct, RootConstruct } from "constructs";
import { principalAdvice, type Statement } from "../../modules/policy";
import {
  checkPolicyAtSynth,
  invalidFormat,
  invalidArn,
  outOfRange,
  assertValid,
  type Problem,
} from "../../modules/validation";
import { synthStack } from "../support/synth";

/** A token: a text whose value is known at synth only. */
const LATE = Lazy.stringValue({ produce: () => "late" });

/** A construct at the path `test/Archive/Key`. */
function nested(check: (construct: Construct) => void): () => void {
  return () => void synthStack((stack) => check(new Construct(new Construct(stack, "Archive"), "Key")));
}

function refusing(...problems: Problem[]): () => void {
  return nested((construct) => assertValid(construct, problems));
}

describe("refusing", () => {
  test("throws the problem behind the construct's path", () => {
    expect(refusing("days must be 7 to 30, got 5")).toThrow(new Error("test/Archive/Key: days must be 7 to 30, got 5"));
  });

  test("throws all problems at once, each on a line of its own", () => {
    expect(refusing("one", false, "two", undefined, "three")).toThrow(
      new Error("test/Archive/Key: one\ntest/Archive/Key: two\ntest/Archive/Key: three"),
    );
  });

  test("of no problem does nothing", () => {
    expect(refusing()).not.toThrow();
    expect(refusing(false, undefined)).not.toThrow();
  });
});

describe("numbers", () => {
  const days = (value: number | undefined) => outOfRange("days", value, { min: 7, max: 30 }, "days");

  test.each([7, 8, 30])("%p is inside 7 to 30", (value) => {
    expect(days(value)).toBeFalsy();
  });

  test.each([6, 31, 0, -7, 7.5, NaN, Infinity, -Infinity])("%p is outside", (value) => {
    expect(days(value)).toBe(`days must be 7 to 30 days, got ${value}`);
  });

  test("an option that is not given is no problem", () => {
    expect(days(undefined)).toBeUndefined();
  });

  test("a token passes, since its value is not known yet", () => {
    expect(days(Token.asNumber("${var.days}"))).toBeUndefined();
  });
});

describe("texts", () => {
  const name = (value: string) => invalidFormat("name", value, (text) => /^[a-z]+$/.test(text), "small letters");

  test("that fit are no problem", () => {
    expect(name("logs")).toBeFalsy();
  });

  test.each(["Logs", "", "logs "])("%j does not fit", (value) => {
    expect(name(value)).toBe(`name must be small letters, got "${value}"`);
  });

  test("a token passes, whole or inside a text", () => {
    expect(name(LATE)).toBeUndefined();
    expect(name(`LOGS-${LATE}`)).toBeUndefined();
  });
});

describe("ARNs", () => {
  const user = (value: string) => invalidArn("users", value, "iam", "user/", "role/");

  test("of the service and of either resource type are no problem, in every partition", () => {
    expect(user("arn:aws:iam::111122223333:user/ops")).toBeFalsy();
    expect(user("arn:aws-us-gov:iam::111122223333:role/ops")).toBeFalsy();
    expect(user("arn:aws-cn:iam::111122223333:role/path/ops")).toBeFalsy();
  });

  test.each([
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:group/user/ops",
    "arn:aws:s3:::user/ops",
    "arn:aws:sts::111122223333:role/ops",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam:::role/ops",
    "111122223333",
    "*",
    "",
  ])("%j is none of those", (value) => {
    const advice = principalAdvice(value);
    expect(user(value)).toBe(
      `users must be an ARN like "arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/...", got "${value}"` +
        (advice === undefined ? "" : `: ${advice}`),
    );
  });

  test("what someone may have meant is advised, and nothing else", () => {
    expect(user("arn:aws:iam::111122223333:group/ops")).toContain(": a group is not a principal: name its users");
    expect(user("arn:aws:s3:::user/ops")).toMatch(/got "arn:aws:s3:::user\/ops"$/);
    expect(invalidArn("bucketArn", "*", "s3", "")).toMatch(/got "\*"$/);
  });

  test("one resource type makes one example", () => {
    expect(invalidArn("trailArn", "audit", "cloudtrail", "trail/")).toBe(
      'trailArn must be an ARN like "arn:aws:cloudtrail:...:trail/...", got "audit"',
    );
  });

  test("any resource of a service is taken where the resource type is left open", () => {
    expect(invalidArn("bucketArn", "arn:aws:s3:::logs", "s3", "")).toBeFalsy();
    expect(invalidArn("bucketArn", "arn:aws:sns:eu-central-1:111122223333:logs", "s3", "")).toBeTruthy();
  });

  test("a token passes", () => {
    expect(user(LATE)).toBeUndefined();
  });
});

describe("a policy that grows after its construct was made", () => {
  const first: Statement = { Sid: "One", Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" };

  /** What the construct's own validation says once `grow` has run. */
  function problemsAfter(grow: (statements: Statement[]) => void): string[] {
    const statements = [first];
    const construct = new RootConstruct("Policy");
    checkPolicyAtSynth(construct, "bucket", { region: "eu-central-1" }, () => statements);
    grow(statements);
    return construct.node.validate();
  }

  test("is checked as it stands at synth", () => {
    expect(problemsAfter((statements) => statements.push({ ...first, Sid: "Two" }))).toEqual([]);
  });

  test("tells every problem", () => {
    expect(problemsAfter((statements) => statements.push(first, { ...first, Sid: "Two", Action: [] }))).toEqual([
      'bucket policy has more than one statement with Sid "One"; Sids must be unique',
      'bucket policy, statement "Two": Action must not be empty',
    ]);
  });

  test("stops the synthesis of its stack", () => {
    const growing = nested((construct) => {
      const statements = [first];
      checkPolicyAtSynth(construct, "bucket", { region: "eu-central-1" }, () => statements);
      statements.push(first);
    });
    expect(growing).toThrow('bucket policy has more than one statement with Sid "One"; Sids must be unique');
  });
});
