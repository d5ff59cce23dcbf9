import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accept, readAcceptances } from "../../../../cli/commands/review/accept";
import type { Acceptance, Finding } from "../../../../cli/commands/review/finding";

const ADDRESS = "prod-archive/aws_s3_bucket.Logs";
const finding = (more: Partial<Finding> = {}): Finding => ({
  level: "weakened",
  kind: "protection",
  address: ADDRESS,
  protection: "removal",
  causes: [],
  what: "bucket is destroyed",
  accepted: undefined,
  ...more,
});
const HERE = {
  stacks: ["prod-archive"],
  knownStacks: ["prod-archive", "dev-archive"],
  ambiguous: new Set<string>(),
  meanings: new Map([[`${ADDRESS} Let`, "a meaning"]]),
};
/** The pin of a finding that nobody has accepted. */
const pinOf = (one: Finding, meanings = HERE.meanings) =>
  accept([one], [], { ...HERE, meanings, today: "2026-01-01" })[0]!.acceptable!.pin;
const entry = (more: Partial<Acceptance> = {}): Acceptance => ({
  address: ADDRESS,
  protection: "removal",
  pin: pinOf(finding()),
  reason: "moved to another account",
  expires: "2026-12-31",
  ...more,
});
const accepted = (finding_: Finding, entries: Acceptance[], today = "2026-12-31") =>
  accept([finding_], entries, { ...HERE, today });

test("a protection is accepted by its name and address, on the last day too", () => {
  expect(accepted(finding(), [entry()])).toMatchObject([{ ...finding(), accepted: entry() }]);
});

test("another address or protection accepts nothing, and is a finding itself", () => {
  for (const wrong of [
    entry({ address: "prod-archive/aws_s3_bucket.Other" }),
    entry({ protection: "force-destroy-on" }),
  ]) {
    const [left, fault] = accepted(finding(), [wrong]);
    expect(left!.accepted).toBeUndefined();
    expect(fault).toMatchObject({ level: "changed", kind: "acceptance" });
    expect(fault!.what).toMatch(/ matches no finding; remove it$/);
  }
});

test("an entry that has expired accepts no more, and is a finding itself", () => {
  const [left, fault] = accepted(finding(), [entry()], "2027-01-01");
  expect(left!.accepted).toBeUndefined();
  expect(fault!.what).toBe(`the acceptance of removal of ${ADDRESS} expired on 2026-12-31`);
});

test("access is accepted by the statement that gives it", () => {
  const access = finding({ kind: "access", protection: undefined, causes: [{ address: ADDRESS, sid: "Let" }] });
  const bySid = { address: ADDRESS, sid: "Let", pin: pinOf(access), reason: "r", expires: "2026-12-31" };
  expect(accepted(access, [bySid])[0]!.accepted).toEqual(bySid);
  expect(accepted(access, [{ ...bySid, sid: "Other" }])[0]!.accepted).toBeUndefined();
});

test("an entry does not accept what comes later under the same name", () => {
  const [left, fault] = accepted(finding({ what: "bucket is destroyed and re-created" }), [entry()]);
  expect(left!.accepted).toBeUndefined();
  expect(fault!.what).toMatch(/^the acceptance of removal of .* is for something else; .* its pin is [0-9a-f]{12}$/);
});

test("an entry accepts one meaning of a statement", () => {
  const access = finding({ kind: "access", protection: undefined, causes: [{ address: ADDRESS, sid: "Let" }] });
  const bySid = { address: ADDRESS, sid: "Let", pin: pinOf(access), reason: "r", expires: "2026-12-31" };
  const meanings = new Map([[`${ADDRESS} Let`, "another meaning"]]);
  expect(pinOf(access, meanings)).not.toBe(bySid.pin);
  const [left] = accept([access], [bySid], { ...HERE, meanings, today: "2026-01-01" });
  expect(left!.accepted).toBeUndefined();
});

test("an entry of a stack that does not exist is a finding itself", () => {
  const wrong = entry({ address: "prod-archiv/aws_s3_bucket.Logs" });
  expect(accept([], [wrong], { ...HERE, today: "2026-01-01" })).toMatchObject([{ kind: "acceptance" }]);
});

test("an entry accepts nothing where its Sid stands more than once", () => {
  const access = finding({ kind: "access", protection: undefined, causes: [{ address: ADDRESS, sid: "Let" }] });
  const bySid = { address: ADDRESS, sid: "Let", pin: pinOf(access), reason: "r", expires: "2026-12-31" };
  const ambiguous = new Set([`${ADDRESS} Let`]);
  const [left, fault] = accept([access], [bySid], { ...HERE, ambiguous, today: "2026-01-01" });
  expect(left!.accepted).toBeUndefined();
  expect(fault!.what).toBe(`the acceptance of Let of ${ADDRESS} names more than one statement`);
});

test("an entry of a stack that is not reviewed is left alone", () => {
  const other = entry({ address: "dev-archive/aws_s3_bucket.Logs" });
  expect(accept([], [other], { ...HERE, today: "2027-01-01" })).toEqual([]);
});

describe("the file", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "accept-"))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const read = (content: string) => {
    const file = join(folder, "accept.json");
    writeFileSync(file, content);
    return () => readAcceptances(file).map((one) => ({ ...one }));
  };
  const GOOD = { address: ADDRESS, protection: "removal", pin: "0123456789ab", reason: "r", expires: "2026-12-31" };

  test("is read", () => {
    expect(read(JSON.stringify([GOOD]))()).toEqual([GOOD]);
  });

  test.each([
    ["{", /accept\.json cannot be read: it is not JSON$/],
    ["{}", /accept\.json: must be a list of accepted findings$/],
    [[{ ...GOOD, expires: "2026-02-30" }], /accept\.json: entry 1: expires must be a day like 2026-12-31$/],
    [[{ ...GOOD, reason: " " }], /accept\.json: entry 1: reason must not be empty$/],
    [[{ ...GOOD, sid: "Let" }], /accept\.json: entry 1 must name either sid or protection$/],
    [[{ ...GOOD, protection: undefined }], /accept\.json: entry 1 must name either sid or protection$/],
    [[GOOD, { ...GOOD, pin: undefined }], /accept\.json: entry 2: pin is missing$/],
    [["x"], /accept\.json: entry 1 must be an object$/],
    [[{ ...GOOD, until: "x" }], /accept\.json: entry 1: until is unknown; known keys are address, sid, .*, expires$/],
    [[{ ...GOOD, reasn: "x" }], /accept\.json: entry 1: reasn is unknown; did you mean reason\?$/],
  ])("%j is refused", (content, message) => {
    expect(read(typeof content === "string" ? content : JSON.stringify(content))).toThrow(message);
  });

  test("that was asked for and is not there is refused; the default one may be absent", () => {
    expect(() => readAcceptances(join(folder, "absent.json"))).toThrow(/cannot be read: it does not exist$/);
    expect(readAcceptances(undefined)).toEqual([]);
  });
});
