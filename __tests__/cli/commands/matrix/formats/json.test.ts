import { asJson } from "../../../../../cli/commands/matrix/formats/json";
import { SOURCE, smallMatrix } from "../../../../support/small-matrix";

test("has these fields, in this order, and no others", () => {
  const matrix = smallMatrix({
    name: "dev",
    subjects: ["a reader", "anonymous"],
    accessCases: [
      ["key", "decrypt", "A."],
      ["log bucket", "delete", "X."],
    ],
  });
  const expected = {
    version: 1,
    name: "dev",
    subjects: [
      { id: "who-0", title: "a reader" },
      { id: "who-1", title: "anonymous" },
    ],
    accessCases: [
      { id: "what-0", target: "key", title: "decrypt" },
      { id: "what-1", target: "log bucket", title: "delete" },
    ],
    cells: [
      { accessCase: "what-0", subject: "who-0", decision: "allowed", decidedBy: [{ source: SOURCE, sid: "LetIn" }] },
      { accessCase: "what-0", subject: "who-1", decision: "denied", decidedBy: [], missing: "kms:Decrypt" },
      {
        accessCase: "what-1",
        subject: "who-0",
        decision: "denied explicitly",
        decidedBy: [{ source: SOURCE, sid: "KeepOut" }],
      },
      { accessCase: "what-1", subject: "who-1", decision: "denied", decidedBy: [], missing: "kms:Decrypt" },
    ],
    settings: [{ id: "trail-logging", target: "trail", title: "logging", value: "on", safe: true }],
    notEvaluated: ["a grant"],
  };
  expect(
    JSON.stringify(asJson({ ...matrix, settings: [...expected.settings], notEvaluated: [...expected.notEvaluated] })),
  ).toBe(JSON.stringify(expected));
});
