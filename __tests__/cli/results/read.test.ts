import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCanary, readVerification } from "../../../cli/results/read";
import { canaryResult, check, verification } from "../../support/report";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  file = join(folder, "result.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (content: unknown) =>
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));

test("a result of verify is read", () => {
  const result = verification([check("key.enabled", "pass"), check("key.policy", "fail", { details: ["a", "b"] })]);
  written(result);
  expect(readVerification(file, "dev")).toEqual(result);
});

test("a result of canary is read", () => {
  const result = canaryResult();
  written(result);
  expect(JSON.stringify(readCanary(file, "dev"))).toBe(JSON.stringify(result));
});

test.each([
  ["no JSON", "{", /result.json cannot be read: it is not JSON$/],
  ["null", "null", /is not JSON output of audit-trail verify: the whole must be Object, got null$/],
  [
    "a later version",
    { ...verification([]), version: 2 },
    /is not JSON output of audit-trail verify: version must be 1, got 2$/,
  ],
  [
    "an unknown state",
    verification([check("a", "fine" as "pass")]),
    /is not JSON output of audit-trail verify: checks.0.state must be .*, got "fine"$/,
  ],
  [
    "a number for a text",
    { ...verification([]), verdict: 7 },
    /is not JSON output of audit-trail verify: verdict must be string, got 7$/,
  ],
  ["no verdict", { ...verification([]), verdict: undefined }, /of audit-trail verify: verdict is missing$/],
  ["a canary's", canaryResult(), /is not JSON output of audit-trail verify: /],
  [
    "another environment's",
    verification([], { environment: "prod\u001b[2J" }),
    /reports on prod\\u001b\[2J, not on dev$/,
  ],
])("what is none is reported: %s", (_, content, message) => {
  written(content);
  expect(() => readVerification(file, "dev")).toThrow(message);
});

test.each([
  ["verify's", verification([])],
  ["with a time that is none", canaryResult({ startedAt: "soon" })],
  ["with a record of a time that is none", canaryResult({}, { deliveredAt: "2026" })],
  ["with a verdict of its own", canaryResult({ verdict: "great" as "passed" })],
])("no canary's: %s", (_, content) => {
  written(content);
  expect(() => readCanary(file, "dev")).toThrow(/is not JSON output of audit-trail canary: /);
});

test("a file that is not there is reported", () => {
  expect(() => readCanary(join(folder, "none.json"), "dev")).toThrow(
    `${join(folder, "none.json")} cannot be read: it does not exist`,
  );
});
