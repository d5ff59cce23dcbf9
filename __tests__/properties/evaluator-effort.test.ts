import type { Policy } from "../../cli/policy/document";
import { decide, type KmsGrant, type Request } from "../../cli/policy/evaluate";
import { requestOf } from "../support/evaluator-cases";
import { decrypting, KEY, USER, USER_ARN } from "../support/evaluator-requests";
import { allow, ask, policy, REQUEST } from "../support/hostile-policies";

const MEGABYTE = 1_000_000;
const A = "a".repeat(MEGABYTE);

const arnOf = (text: string) => (text.startsWith("arn:") ? text : `arn:aws:s3:::${text}`);

/** Seconds of CPU time, which the load of the machine changes least. */
function seconds(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** A limit that no quadratic time keeps, which would be hours, and that every machine keeps, however busy. */
const MOST = 60;
jest.setTimeout(2 * MOST * 1000);

describe("is decided in time that grows with the input", () => {
  test.each<[string, string, string, string]>([
    ["10,000 stars", "*".repeat(10_000), A, "allowed"],
    ["10,000 stars with a letter between", "a*".repeat(10_000), A, "allowed"],
    ["10,000 stars with a letter between, and another at the end", `${"*a".repeat(10_000)}b`, A, "denied"],
    ["10,000 question marks", "?".repeat(10_000), A, "denied"],
    ["10,000 pairs of both", "*?".repeat(10_000), A, "allowed"],
    ["a long text that is nearly there everywhere", `*${"a".repeat(10_000)}b*`, A, "denied"],
    ["a text with question marks that is nearly there everywhere", `*${"a?".repeat(500)}b*`, A, "denied"],
    ["a long text with question marks that is nearly there everywhere", `*${"a?".repeat(5_000)}b*`, A, "undecided"],
    ["a pattern of a megabyte", `${A}*`, A, "allowed"],
    ["a pattern of a megabyte that is not there", `*${A}b*`, A, "denied"],
    ["a megabyte of beginnings of variables", "${".repeat(MEGABYTE / 2), A, "undecided"],
    [
      "an ARN with 10,000 stars in one part",
      `arn:aws:sqs:${"a*".repeat(10_000)}:*:q`,
      `arn:aws:sqs:${A}:1:q`,
      "allowed",
    ],
    ["an ARN whose part is nearly there", `arn:aws:sqs:*${"a".repeat(10_000)}b:*:q`, `arn:aws:sqs:${A}:1:q`, "denied"],
    ["a megabyte of parts of an ARN", "arn:aws:sqs:*:*:*", `arn:aws:sqs${":".repeat(MEGABYTE)}`, "allowed"],
    ["a megabyte of variables", "${*}".repeat(MEGABYTE / 4), "*".repeat(MEGABYTE / 4), "allowed"],
  ])("%s", (_, pattern, value, expected) => {
    const inCondition = policy(allow({ Condition: { StringLike: { "s3:prefix": pattern } } }));
    const inResource = policy(allow({ Resource: arnOf(pattern) }));
    const taken = seconds(() => {
      expect(ask(inCondition, { context: { "s3:prefix": value } }).decision).toBe(expected);
      expect(ask(inResource, { resource: arnOf(value) }).decision).toBe(expected);
    });
    expect(taken).toBeLessThan(MOST);
  });

  test.each<[string, object, Request["context"]]>([
    ["a number", { NumericLessThan: { "aws:key": "9".repeat(MEGABYTE) } }, { "aws:key": "9".repeat(MEGABYTE) }],
    ["a date", { DateLessThan: { "aws:key": "2".repeat(MEGABYTE) } }, { "aws:key": "2".repeat(MEGABYTE) }],
    ["a range", { IpAddress: { "aws:key": "1.".repeat(MEGABYTE) } }, { "aws:key": ":".repeat(MEGABYTE) }],
    ["an ARN", { ArnLike: { "aws:key": ":".repeat(MEGABYTE) } }, { "aws:key": ":".repeat(MEGABYTE) }],
    ["bytes", { BinaryEquals: { "aws:key": "A".repeat(MEGABYTE) } }, { "aws:key": "A".repeat(MEGABYTE) }],
    ["an operator", { [`${"S".repeat(MEGABYTE)}`]: { "aws:key": "a" } }, { "aws:key": "a" }],
    [
      "10,000 values",
      { StringLike: { "aws:key": Array.from({ length: 10_000 }, (_, at) => `*${at}*b`) } },
      { "aws:key": "c" },
    ],
  ])("%s of a megabyte", (_, Condition, context) => {
    const one = policy(allow({ Condition }));
    expect(seconds(() => ask(one, { context }))).toBeLessThan(MOST);
  });

  const many = (prefix: string) => Array.from({ length: 50_000 }, (_, at) => `${prefix}${at}`);
  const manyArns = many("arn:aws:iam::111122223333:role/");

  test.each<[string, string, readonly string[], readonly string[], string]>([
    ["texts", "ForAllValues:StringEquals", many("v"), many("v"), "allowed"],
    ["texts in any case", "ForAllValues:StringEqualsIgnoreCase", many("V"), many("v"), "allowed"],
    ["texts without wildcards", "ForAllValues:StringLike", many("v"), many("v"), "allowed"],
    ["ARNs", "ForAllValues:ArnEquals", manyArns, manyArns, "allowed"],
    ["texts with wildcards", "ForAnyValue:StringLike", many("*v"), many("w"), "undecided"],
    ["texts with variables", "ForAnyValue:StringEquals", many("${aws:username}"), many("w"), "undecided"],
    ["numbers", "ForAnyValue:NumericEquals", many("1"), many("2"), "undecided"],
  ])("50,000 %s against 50,000", (_, operator, ofPolicy, ofRequest, expected) => {
    const one = policy(allow({ Condition: { [operator]: { "aws:TagKeys": ofPolicy } } }));
    const taken = seconds(() => {
      expect(ask(one, { context: { "aws:TagKeys": ofRequest } }).decision).toBe(expected);
    });
    expect(taken).toBeLessThan(MOST);
  });

  const OPEN = { "aws:PrincipalTag/a": A };
  const tenThousand = (statement: (at: number) => object) =>
    policy(...Array.from({ length: 10_000 }, (_, at) => statement(at)));

  test.each<[string, Policy, Partial<Request>, string]>([
    [
      "patterns, each against a value of a megabyte",
      tenThousand((at) => allow({ Condition: { StringLike: { "aws:PrincipalTag/a": `*${at}b*` } } })),
      { context: OPEN },
      "undecided",
    ],
    [
      "resources, each against a resource of a megabyte",
      tenThousand((at) => allow({ Resource: `arn:aws:s3:::*${at}b*` })),
      { resource: arnOf(A) },
      "undecided",
    ],
    [
      "variables of a megabyte",
      tenThousand((at) => allow({ Resource: `arn:aws:s3:::\${aws:PrincipalTag/a}${at}` })),
      { context: OPEN },
      "undecided",
    ],
    [
      "texts in any case against one of a megabyte",
      tenThousand((at) => allow({ Condition: { StringEqualsIgnoreCase: { "aws:PrincipalTag/a": `b${at}` } } })),
      { context: OPEN },
      "undecided",
    ],
    [
      "numbers against one of a megabyte",
      tenThousand((at) => allow({ Condition: { NumericEquals: { "aws:PrincipalTag/a": at } } })),
      { context: OPEN },
      "undecided",
    ],
    [
      "actions against one of a megabyte",
      tenThousand((at) => allow({ Action: `s3:*${at}b*` })),
      { action: `s3:${A}` },
      "undecided",
    ],
    [
      "names of absent keys, each by another beginning",
      tenThousand((at) => allow({ Condition: { StringEquals: { [`aws:PrincipalTag/${at}`]: "a" } } })),
      { absent: Array.from({ length: 10_000 }, (_, at) => `aws:PrincipalTag/${at}*`) },
      "undecided",
    ],
    [
      "patterns of ARNs against a megabyte that is none",
      tenThousand((at) => allow({ Condition: { ArnLike: { "aws:PrincipalTag/a": `arn:aws:s3:::${at}*` } } })),
      { context: OPEN },
      "undecided",
    ],
    [
      "lists of 10,000 tags",
      tenThousand((at) => allow({ Condition: { "ForAnyValue:StringEquals": { "aws:TagKeys": `b${at}` } } })),
      { context: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`aws:RequestTag/${at}`, "a"])) },
      "undecided",
    ],
  ])("10,000 %s", (_, one, more, expected) => {
    expect(seconds(() => expect(ask(one, more).decision).toBe(expected))).toBeLessThan(MOST);
  });

  test("1,000 variables of a megabyte each", () => {
    const text = "${aws:PrincipalTag/a}".repeat(1_000);
    for (const operator of ["StringEquals", "StringLike", "ArnLike"]) {
      const one = policy(allow({ Condition: { [operator]: { "s3:prefix": `arn:aws:s3:::${text}` } } }));
      const taken = seconds(() => {
        expect(ask(one, { context: { ...OPEN, "s3:prefix": arnOf("a") } }).decision).toBe("undecided");
      });
      expect(taken).toBeLessThan(MOST);
    }
    const inResource = policy(allow({ Resource: `arn:aws:s3:::${text}` }));
    expect(seconds(() => ask(inResource, { context: OPEN }))).toBeLessThan(MOST);
  });

  test("a long pattern with question marks in a value as long", () => {
    const one = policy(
      allow({ Condition: { StringLike: { "aws:PrincipalTag/a": `*${"?a".repeat(MEGABYTE / 2)}b*` } } }),
    );
    expect(seconds(() => expect(ask(one, { context: OPEN }).decision).toBe("undecided"))).toBeLessThan(MOST);
  });

  test.each([["${"], ["${}${"]])("a megabyte of %s before the resource", (beginnings) => {
    const one = policy(allow({ Resource: `arn:${beginnings.repeat(MEGABYTE / beginnings.length)}:s3:::*` }));
    expect(seconds(() => expect(ask(one).decision).toBe("undecided"))).toBeLessThan(MOST);
  });

  test("a megabyte of beginnings of variables, of which one ends", () => {
    const one = policy(allow({ Resource: `arn:${"${".repeat(MEGABYTE / 2)}}:s3:::*` }));
    expect(seconds(() => ask(one))).toBeLessThan(MOST);
  });

  test("a long pattern of many different characters and a question mark, in a short value", () => {
    const characters = Array.from({ length: MEGABYTE / 10 }, (_, at) => String.fromCharCode(0x3000 + (at % 0x8000)));
    const one = policy(allow({ Condition: { StringLike: { "s3:prefix": `*${characters.join("")}?b*` } } }));
    const before = process.memoryUsage().arrayBuffers;
    expect(ask(one, { context: { "s3:prefix": "abc" } }).decision).toBe("denied");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * MEGABYTE);
  });

  test("200,000 values of Null", () => {
    const values = policy(allow({ Condition: { Null: { "s3:prefix": Array<string>(200_000).fill("true") } } }));
    expect(ask(values, { context: { "s3:prefix": [] } }).decision).toBe("allowed");
  });

  test("10,000 statements, of which each one matches", () => {
    const many = policy(...Array.from({ length: 10_000 }, (_, at) => allow({ Sid: `S${at}` })));
    const taken = seconds(() => expect(ask(many).decidedBy).toHaveLength(10_000));
    expect(taken).toBeLessThan(MOST);
  });

  const grants = (count: number, constraints: KmsGrant["constraints"]) =>
    Array.from({ length: count }, () => ({ key: KEY, grantee: USER_ARN, operations: ["Decrypt"], constraints }));
  const pairs = (count: number, prefix = "") =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`${prefix}${at}`, "a"]));

  test("10,000 grants, each against 10,000 pairs of an encryption context", () => {
    const decrypt = requestOf(decrypting({}, { context: pairs(10_000, "kms:EncryptionContext:") }));
    const all = grants(10_000, { EncryptionContextEquals: { a: "b" } });
    const taken = seconds(() => expect(decide(decrypt, { grants: all }).decision).toBe("denied"));
    expect(taken).toBeLessThan(10);
  });

  test("10,000 grants, each with 5,000 pairs that the request has", () => {
    const decrypt = requestOf(decrypting({}, { context: pairs(5_000, "kms:EncryptionContext:") }));
    const all = grants(10_000, { EncryptionContextSubset: { ...pairs(5_000), other: "a" } });
    const taken = seconds(() => expect(decide(decrypt, { grants: all }).decision).toBe("undecided"));
    expect(taken).toBeLessThan(MOST);
  });

  test.each([
    ["40,000 operations of a new grant against 40,000", 1, "allowed"],
    ["40,000 operations of a new grant against 40,000 of each of 1,000 grants", 1_000, "undecided"],
  ])("%s", (_, count, expected) => {
    const names = Array.from({ length: 40_000 }, (_, at) => `Operation${at}`);
    const create = requestOf(
      decrypting({}, { action: "kms:CreateGrant", context: { "kms:GrantOperations": names.toReversed() } }),
    );
    const foreign = { key: KEY, grantee: USER_ARN, operations: [...names.slice(1), "CreateGrant"] };
    const all = [
      ...Array.from({ length: count - 1 }, () => foreign),
      { ...foreign, operations: ["CreateGrant", ...names] },
    ];
    const taken = seconds(() => expect(decide(create, { grants: all }).decision).toBe(expected));
    expect(taken).toBeLessThan(10);
  });

  test("one key in 100,000 spellings", () => {
    const spelled = (at: number) => Array.from({ length: 17 }, (_, bit) => ((at >> bit) & 1 ? "A" : "a")).join("");
    const context = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`x:${spelled(at)}`, `${at}`]));
    const one = policy(allow({ Condition: { "ForAnyValue:StringEquals": { [`x:${spelled(0)}`]: "99999" } } }));
    const taken = seconds(() => expect(ask(one, { context }).decision).toBe("allowed"));
    expect(taken).toBeLessThan(10);
  });

  test.each([
    ["values of a key", { StringEquals: { "aws:SourceVpce": Array<string>(200_000).fill("vpce-1") } }],
    ["keys", { StringEquals: pairs(200_000, "x:") }],
    ["operators", Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`Operator${at}`, { "x:y": "a" }]))],
  ])("200,000 %s of a policy that may be public", (_, Condition) => {
    const one = policy(allow({ Principal: "*", Condition }));
    const { decision } = decide(REQUEST, { resource: one }, { s3: { restrictPublicBuckets: true } });
    expect(["denied", "undecided"]).toContain(decision);
  });

  test("200,000 pairs of one grant", () => {
    const decrypt = requestOf(decrypting({}, { context: pairs(200_000, "kms:EncryptionContext:") }));
    const all = grants(1, { EncryptionContextEquals: pairs(200_000) });
    expect(decide(decrypt, { grants: all }).decision).toBe("allowed");
  });

  test.each([
    ["SCPs", { scps: Array<Policy[]>(130_000).fill([policy(allow())]) }, "allowed"],
    ["SCPs of which none allows", { scps: Array<Policy[]>(130_000).fill([]) }, "denied"],
    ["RCPs", { rcps: Array<Policy[]>(130_000).fill([]) }, "allowed"],
  ])("130,000 levels of %s", (_, levels, expected) => {
    expect(decide(REQUEST, { identity: [policy(allow())], ...levels }).decision).toBe(expected);
  });

  test("a pattern of 20,000 short texts with question marks against 200 values that have nearly all of them", () => {
    const one = policy(
      allow({ Condition: { "ForAnyValue:StringLike": { "aws:TagKeys": `${"*?a".repeat(20_000)}*z*` } } }),
    );
    const context = { "aws:TagKeys": Array.from({ length: 200 }, (_, at) => `${"ba".repeat(20_000)}${at}`) };
    const taken = seconds(() => expect(ask(one, { context }).decision).toBe("undecided"));
    expect(taken).toBeLessThan(MOST);
  });

  test("a pattern of many different characters and a question mark, in a value as long", () => {
    const characters = Array.from({ length: 50_000 }, (_, at) => String.fromCharCode(0x3000 + at)).join("");
    const one = policy(allow({ Condition: { StringLike: { "s3:prefix": `*${characters}?b*` } } }));
    const before = process.memoryUsage().arrayBuffers;
    expect(ask(one, { context: { "s3:prefix": "a".repeat(60_000) } }).decision).toBe("undecided");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * MEGABYTE);
  });

  test("10,000 statements with 10,000 principals", () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `arn:aws:iam::111122223333:user/u${at}`);
    const many = policy(...names.map((AWS) => allow({ Principal: { AWS } })), allow({ Principal: { AWS: names } }));
    const taken = seconds(() => {
      const principal = { ...USER, arn: names.at(-1)! } as Request["principal"];
      expect(decide({ ...REQUEST, principal }, { resource: many }).decidedBy).toHaveLength(2);
    });
    expect(taken).toBeLessThan(MOST);
  });
});
