import type { Cell, Matrix } from "../../../../../cli/access/compute";
import { reasonsOf } from "../../../../../cli/commands/matrix/formats/reasons";
import type { AccessCase } from "../../../../../cli/access/access-case";
import { smallMatrix } from "../../../../support/small-matrix";

const by = (...sids: string[]) => sids.map((sid) => ({ source: "test", sid }));
const allowed = (...sids: string[]): Cell => ({ decision: "allowed", decidedBy: by(...sids) });
const denied = (...sids: string[]): Cell => ({ decision: "denied explicitly", decidedBy: by(...sids) });
const missing = (action: string): Cell => ({ decision: "denied", decidedBy: [], missing: action });

/** Actions "one", "two" … of the log bucket that take GetObject, then Decrypt. */
function matrixOf(...cells: Cell[][]): Matrix {
  const titles = ["one", "two", "three"].slice(0, cells.length);
  const subjects = cells[0]!.map((_, index) => `subject ${index}`);
  const marks = ".".repeat(subjects.length);
  const small = smallMatrix({ subjects, accessCases: titles.map((title) => ["log bucket", title, marks]) });
  const steps: AccessCase["steps"] = (caller) =>
    ["s3:GetObject", "kms:Decrypt"].map((action) => ({
      caller,
      action,
      resource: "*",
      account: "111122223333",
      context: {},
      resourcePolicy: undefined,
    }));
  return { ...small, cells, accessCases: small.accessCases.map((accessCase) => ({ ...accessCase, steps })) };
}

const reasons = (...cells: Cell[][]) =>
  reasonsOf(matrixOf(...cells), "log bucket").map(({ sids, missing: action, columns, accessCases, everything }) => [
    action ?? sids.join("+"),
    columns.join(),
    everything ? "everything" : accessCases.join(),
  ]);

test("what allows counts together, what denies by itself", () => {
  expect(reasons([allowed("Key", "Bucket"), denied("Tls", "Deletion"), denied("Tls")])).toEqual([
    ["Key+Bucket", "0", "one"],
    ["Tls", "1,2", "one"],
    ["Deletion", "1", "one"],
  ]);
});

test("rows with one reason share it, and all rows are everything", () => {
  expect(reasons([allowed("A"), denied("D")], [allowed("A"), denied("D", "E")], [allowed("B"), denied("D")])).toEqual([
    ["A", "0", "one,two"],
    ["D", "1", "everything"],
    ["E", "1", "two"],
    ["B", "0", "three"],
  ]);
});

test("that nothing allows a later step is reported, the first step is no news", () => {
  expect(reasons([missing("s3:GetObject"), missing("kms:Decrypt")])).toEqual([["kms:Decrypt", "1", "one"]]);
});

test("a statement that is met twice is one", () => {
  expect(reasons([denied("Tls", "Tls"), allowed("A", "A")])).toEqual([
    ["Tls", "0", "one"],
    ["A", "1", "one"],
  ]);
});

test("other targets do not count", () => {
  expect(reasonsOf(matrixOf([allowed("A")]), "key")).toEqual([]);
});
