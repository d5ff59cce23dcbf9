import type { Check, Finding, State } from "../../../../cli/verification/check";
import { asHtml } from "../../../../cli/commands/verify/formats/html";
import { asJson } from "../../../../cli/results/verify";
import { asJunit } from "../../../../cli/commands/verify/formats/junit";
import { asMarkdown } from "../../../../cli/commands/verify/formats/markdown";
import { asTable } from "../../../../cli/commands/verify/formats/table";
import type { Result } from "../../../../cli/verification/check";
import { isFinding, verdict, type Verification } from "../../../../cli/verification/verify";
import { PLAIN } from "../../../../cli/render/terminal";

const COLORED = { ...PLAIN, color: true };

function result(state: State, finding: Partial<Finding> = {}, more: Partial<Check> = {}): Result {
  const check: Check = {
    id: `key.${state.replace(" ", "-")}`,
    group: "Key",
    title: "is well",
    expected: "well",
    controls: ["key-rotation"],
    exampleStep: "encrypted-bucket-walkthrough, step 1",
    run: () => ({ state, found: "" }),
    ...more,
  };
  return { check, state, found: `found ${state}`, milliseconds: 12, ...finding };
}

function verification(...results: Result[]): Verification {
  const places = [{ account: "111122223333", region: "eu-central-1" }];
  return { environment: "dev", endpoint: undefined, at: new Date("2026-03-04T05:06:07.890Z"), places, results };
}

const EVERY = verification(
  result("pass"),
  result("fail", { details: ["missing statement KeepOut"] }),
  result("warn"),
  result("unknown", { missingPermission: "kms:DescribeKey" }),
  result("not enforced"),
  result("skipped", {}, { group: "Drift", id: "drift.dev" }),
);

/** What AWS or a policy may hold. */
const EVIL = "</td><script>alert(1)</script>\u001b[31m\u202e | **x** [l](http://x.example) @you";

test("the verdict counts each state that occurs, and always passed and failed", () => {
  expect(verdict(EVERY)).toBe("1 passed, 1 failed, 1 warned, 1 unknown, 1 not enforced here, 1 skipped");
  expect(verdict(verification(result("skipped")))).toBe("0 passed, 0 failed, 1 skipped");
});

test.each<[State, boolean, boolean]>([
  ["fail", true, true],
  ["unknown", false, true],
  ["warn", false, false],
  ["not enforced", false, false],
  ["skipped", false, false],
  ["pass", false, false],
])("%s is a finding: %s, with --strict: %s", (state, lenient, strict) => {
  expect([false, true].map((isStrict) => isFinding(verification(result(state)), isStrict))).toEqual([lenient, strict]);
});

describe("the table", () => {
  test("shows a line for each check, more where one did not pass, and the verdict last", () => {
    expect(asTable(EVERY, PLAIN)).toBe(
      [
        "dev: does the deployed trail match its configuration, and does it work?",
        "account 111122223333 in eu-central-1, 2026-03-04 05:06:07 UTC",
        "",
        "Key",
        "  pass          key.pass          is well: found pass",
        "  fail          key.fail          is well: found fail",
        "                                  expected: well",
        "                                  - missing statement KeepOut",
        "  warn          key.warn          is well: found warn",
        "                                  expected: well",
        "  unknown       key.unknown       is well: found unknown",
        "                                  expected: well",
        "  not enforced  key.not-enforced  is well: found not enforced",
        "",
        "Drift",
        "  skipped       drift.dev         is well: found skipped",
        "",
        "1 passed, 1 failed, 1 warned, 1 unknown, 1 not enforced here, 1 skipped",
        "",
      ].join("\n"),
    );
  });

  test("is colored on request only, and holds no other escape", () => {
    const evil = verification(result("fail", { found: EVIL, details: [EVIL] }, { expected: EVIL }));
    expect(asTable(evil, PLAIN)).not.toMatch(/\p{Cf}|(?!\n)\p{Cc}/u);
    expect(asTable(EVERY, COLORED).split("\u001b[")).toHaveLength(21);
  });

  test("shows a cause once, with the checks that it explains", () => {
    const explained = { ...result("skipped", {}, { id: "key.rotation" }), cause: "key.fail" };
    const lines = asTable(verification(result("fail"), explained, result("pass")), PLAIN).split("\n");
    expect(lines.filter((line) => line.includes("key.rotation"))).toEqual([
      "                  - for the same reason: key.rotation",
    ]);
    expect(lines).toContain("1 passed, 1 failed, 1 skipped");
  });

  test("says so where an endpoint answered in the place of AWS", () => {
    const text = asTable({ ...EVERY, endpoint: "http://127.0.0.1:5000" }, PLAIN);
    expect(text).toContain("\nchecked on http://127.0.0.1:5000, not AWS: this proves nothing about AWS\n");
  });
});

test("JSON tells everything, with null for what is not there", () => {
  const json = asJson(EVERY);
  expect(json).toMatchObject({
    version: 1,
    environment: "dev",
    endpoint: null,
    at: "2026-03-04T05:06:07.890Z",
    places: [{ account: "111122223333", region: "eu-central-1" }],
    counts: { pass: 1, fail: 1, warn: 1, unknown: 1, "not enforced": 1, skipped: 1 },
  });
  expect(json.checks[3]).toEqual({
    id: "key.unknown",
    group: "Key",
    title: "is well",
    state: "unknown",
    expected: "well",
    found: "found unknown",
    details: [],
    missingPermission: "kms:DescribeKey",
    cause: null,
    exampleStep: "encrypted-bucket-walkthrough, step 1",
    controls: ["key-rotation"],
    milliseconds: 12,
  });
});

test("Markdown escapes what it shows", () => {
  const text = asMarkdown(verification(result("fail", { found: EVIL, details: [EVIL] }, { expected: EVIL })));
  expect(text).not.toMatch(/<script|\*\*x\*\*|\[l\]\(/);
  expect(text.split("\n").filter((line) => line.startsWith("| **fail**"))).toHaveLength(1);
  expect(asMarkdown(EVERY)).toContain("| pass | is well (key.pass) | well | found pass |");
});

describe("HTML", () => {
  test("escapes what it shows, runs nothing and asks for nothing", () => {
    const html = asHtml(verification(result("fail", { found: EVIL, details: [EVIL] }, { expected: EVIL })));
    expect(html).not.toContain("<script");
    expect(html).toContain("default-src 'none'; style-src 'sha256-");
    expect(html).not.toMatch(/(src|href)="(?!data:)/);
  });

  test("has a row for each check, with its state in words", () => {
    const html = asHtml(EVERY);
    expect(html.match(/<tr><td data-title="State">/g)).toHaveLength(6);
    expect(html).toContain('<span class="chip note">not enforced</span>');
    expect(html).toContain("<li>missing statement KeepOut</li>");
  });
});

describe("JUnit", () => {
  test("counts failures and skipped tests, suite by suite", () => {
    const xml = asJunit(EVERY, { strict: false });
    expect(xml).toContain('<testsuite name="dev: Key" tests="5" failures="1" skipped="2" timestamp=');
    expect(xml).toContain('<testsuite name="dev: Drift" tests="1" failures="0" skipped="1" timestamp=');
    expect(asJunit(EVERY, { strict: true })).toContain('name="dev: Key" tests="5" failures="2" skipped="1"');
  });

  test("is XML whatever AWS says", () => {
    const xml = asJunit(verification(result("fail", { found: `${EVIL}\u0000\ud800`, details: [EVIL] })), {
      strict: false,
    });
    expect(xml).not.toMatch(/<script|(?!\n)\p{Cc}|\p{Cs}/u);
    expect(xml).toContain("&lt;script&gt;");
  });
});
