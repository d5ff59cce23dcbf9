import { policyJson, policyProblems, type PolicyKind, type Statement } from "../../../modules/policy";

/** AWS's limits, as its documentation states them: what S3, KMS and SNS count as bytes, IAM as characters. */
const IN_BYTES = [
  ["bucket", "bucket policy", 20_480],
  ["key", "key policy", 32_768],
  ["topic", "topic policy", 30_720],
] as const;
const IN_CHARACTERS = [
  ["managed", "managed policy", 6_144],
  ["inline", "inline role policy", 10_240],
  ["trust", "trust policy", 2_048],
] as const;

/** A policy of this kind with `filling` in its one condition. */
function policyWith(kind: PolicyKind, filling: string): Statement[] {
  const identity = kind === "managed" || kind === "inline";
  return [
    {
      Sid: "Fill",
      Effect: "Allow",
      ...(identity ? {} : { Principal: "*" as const }),
      Action: "s3:GetObject",
      ...(kind === "trust" ? {} : { Resource: "*" }),
      Condition: { StringEquals: { "aws:PrincipalTag/filling": `x${filling}` } },
    },
  ];
}

/** How much fits beside the rest of the policy, in ASCII characters. */
function roomIn(kind: PolicyKind, limit: number): number {
  return limit - policyJson(policyWith(kind, "")).length;
}

describe.each([...IN_BYTES, ...IN_CHARACTERS])("the size of a policy: %s", (kind, name, limit) => {
  const unit = IN_BYTES.some(([inBytes]) => inBytes === kind) ? "bytes" : "characters";
  const room = roomIn(kind, limit);

  test(`may be ${limit} ${unit}`, () => {
    const statements = policyWith(kind, "a".repeat(room));
    expect(policyJson(statements)).toHaveLength(limit);
    expect(policyProblems(statements, kind)).toEqual([]);
  });

  test("may not be one more", () => {
    expect(policyProblems(policyWith(kind, "a".repeat(room + 1)), kind)).toEqual([
      `${name} must be at most ${limit} ${unit}, got ${limit + 1}`,
    ]);
  });

  test("is that of the document that AWS gets, not of Terraform's escapes", () => {
    const variables = "${aws:username}";
    const statements = policyWith(kind, variables + "a".repeat(room - variables.length));
    expect(policyProblems(statements, kind)).toEqual([]);
  });
});

describe.each(IN_BYTES)("letters beyond ASCII: %s", (kind, name, limit) => {
  const room = roomIn(kind, limit);

  test("count with each of their bytes", () => {
    expect(policyProblems(policyWith(kind, "é" + "a".repeat(room - 2)), kind)).toEqual([]);
    expect(policyProblems(policyWith(kind, "é" + "a".repeat(room - 1)), kind)).toEqual([
      `${name} must be at most ${limit} bytes, got ${limit + 1}`,
    ]);
    expect(policyProblems(policyWith(kind, "日" + "a".repeat(room - 1)), kind)).toEqual([
      `${name} must be at most ${limit} bytes, got ${limit + 2}`,
    ]);
  });

  test("and so does white space", () => {
    expect(policyProblems(policyWith(kind, " ".repeat(room)), kind)).toEqual([]);
    expect(policyProblems(policyWith(kind, " ".repeat(room + 1)), kind)).toEqual([
      `${name} must be at most ${limit} bytes, got ${limit + 1}`,
    ]);
  });
});

describe.each(IN_CHARACTERS)("letters beyond ASCII: %s", (kind, name, limit) => {
  const room = roomIn(kind, limit);

  test("count as one character", () => {
    expect(policyProblems(policyWith(kind, "é".repeat(room)), kind)).toEqual([]);
    expect(policyProblems(policyWith(kind, "é".repeat(room + 1)), kind)).toEqual([
      `${name} must be at most ${limit} characters, got ${limit + 1}`,
    ]);
  });

  test("and white space does not count", () => {
    expect(policyProblems(policyWith(kind, "a".repeat(room) + " ".repeat(limit)), kind)).toEqual([]);
    expect(policyProblems(policyWith(kind, "a".repeat(room + 1) + " ".repeat(limit)), kind)).toEqual([
      `${name} must be at most ${limit} characters, got ${limit + 1}`,
    ]);
  });
});

test("the size is that of all statements together", () => {
  const [first] = policyWith("managed", "a".repeat(4_000));
  const both = [first!, { ...first!, Sid: "Again" }];
  expect(policyProblems([first!], "managed")).toEqual([]);
  expect(policyProblems(both, "managed")).toEqual([
    `managed policy must be at most 6144 characters, got ${policyJson(both).length}`,
  ]);
});
