import { decide, type Request } from "../../../../cli/policy/evaluate";
import { OBJECT } from "../../../support/evaluator-requests";
import { allow, ask, policy, REQUEST } from "../../../support/hostile-policies";

test("whether a policy is public is read from it once, however many requests it decides", () => {
  let reads = 0;
  const statement = allow({ Principal: "*" });
  const Condition = () => {
    reads += 1;
    return { StringEquals: { "aws:SourceVpce": "vpce-1" } };
  };
  const one = policy(Object.defineProperty(statement, "Condition", { get: Condition, enumerable: true }));
  const answer = () => decide(REQUEST, { resource: one }, { s3: { restrictPublicBuckets: true } });
  const first = answer();
  const readsOfFirst = reads;
  expect(readsOfFirst).toBeGreaterThan(0);
  expect(answer()).toEqual(first);
  expect(reads).toBe(readsOfFirst);
});

describe("is never a crash, nor an answer by chance", () => {
  let nested: unknown = "a";
  let inner: unknown = "a";
  for (let depth = 0; depth < 100_000; depth += 1) [nested, inner] = [[nested], { a: inner }];

  test.each<[string, unknown]>([
    ["no object", null],
    ["a text", "Allow"],
    ["a list", []],
    ["an action that is a number", allow({ Action: 1 })],
    ["an action that is null", allow({ Action: null })],
    ["a resource that is an object", allow({ Resource: {} })],
    ["a resource deep in lists", allow({ Resource: nested })],
    ["a value deep in lists", allow({ Condition: { StringEquals: { "aws:key": nested } } })],
    ["a value deep in objects", allow({ Condition: { StringEquals: { "aws:key": inner } } })],
    ["a condition deep in objects", allow({ Condition: inner })],
    ["a principal deep in lists", allow({ Principal: { AWS: nested } })],
    ["a condition that is a list", allow({ Condition: [1] })],
    ["a condition that is null", allow({ Condition: null })],
    ["an operator that holds null", allow({ Condition: { StringEquals: null } })],
    ["an empty principal", allow({ Principal: {} })],
    ["an effect that is a prototype's name", allow({ Effect: "constructor" })],
    ["Resource and NotResource", allow({ NotResource: "*" })],
  ])("a statement that is %s", (_, statement) => {
    expect(ask(policy(statement)).decision).toBe("undecided");
    expect(decide(REQUEST, { resource: policy(statement) }).decision).toBe("undecided");
    const blocking = decide(REQUEST, { resource: policy(statement) }, { s3: { restrictPublicBuckets: true } });
    expect(["undecided", "denied"]).toContain(blocking.decision);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s as the name of a key", (name) => {
    const equals = policy(allow({ Condition: JSON.parse(`{"StringEquals":{"${name}":"a"}}`) as object }));
    expect(ask(equals).decision).toBe("undecided");
    const other = { context: JSON.parse(`{"${name}":"a"}`) as Request["context"] };
    expect(ask(equals, other).decision).toBe("undecided");
    expect(ask(policy(allow()), other).decision).toBe("allowed");
    const variable = policy(allow({ Resource: `\${${name}}` }));
    expect(ask(variable).decision).toBe("undecided");
    expect(ask(policy(allow({ Condition: JSON.parse(`{"${name}":{"a":"b"}}`) as object }))).decision).toBe("undecided");
    expect(ask(policy(allow({ Action: name }))).decision).toBe("undecided");
    expect(
      decide(REQUEST, { resource: policy(allow({ Principal: JSON.parse(`{"${name}":"a"}`) as object })) }).decision,
    ).toBe("undecided");
  });

  test.each([[null], [undefined], [1], [true], [{}], [[null]], [["a", 1]], [[["a"]]], [nested], [inner]])(
    "%p as the value of a key",
    (value) => {
      const context = { "aws:key": value } as unknown as Request["context"];
      for (const [operator, wanted] of [
        ["StringNotEquals", "a"],
        ["Null", "false"],
        ["ForAnyValue:StringLike", "*"],
      ] as const) {
        const one = policy(allow({ Condition: { [operator]: { "aws:key": wanted } } }));
        expect(ask(one, { context })).toMatchObject({ decision: "undecided", unknown: ["aws:key"] });
      }
      expect(ask(policy(allow()), { context }).decision).toBe("allowed");
    },
  );

  test("half a character of UTF-16", () => {
    const half = "\ud83d";
    const like = (pattern: string) => policy(allow({ Resource: pattern }));
    expect(ask(like(`${OBJECT}${half}*`), { resource: `${OBJECT}${half}\ude00` }).decision).toBe("allowed");
    expect(ask(like(`${OBJECT}?`), { resource: `${OBJECT}${half}` }).decision).toBe("allowed");
    expect(ask(like(`${OBJECT}\ude00`), { resource: `${OBJECT}${half}` }).decision).toBe("denied");
  });

  test.each<[string, Partial<Request>]>([
    ["an ARN that is none", { principal: { kind: "user", arn: "nobody" } }],
    ["an empty action", { action: "" }],
    ["an empty resource", { resource: "" }],
    ["an empty account", { account: "" }],
    ["an action without a service", { action: "GetObject" }],
  ])("a request with %s", (_, more) => {
    expect(["denied", "allowed"]).toContain(ask(policy(allow()), more).decision);
  });
});
