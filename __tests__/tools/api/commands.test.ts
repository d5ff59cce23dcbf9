import { define } from "../../../cli/framework/command";
import { choice, text } from "../../../cli/framework/option";
import { commandLines } from "../../../tools/api/commands";

const COMMAND = {
  name: "logs find",
  summary: "find",
  examples: [],
  options: {
    where: { ...text, group: "Filters", placeholder: "RULE", help: "a rule", multiple: true },
    format: { ...choice(["table", "json"]), group: "Output", placeholder: "FORMAT", help: "form", default: "table" },
    key: { ...text, group: "Input", placeholder: "KEY", help: "a key", required: true },
    follow: { type: "boolean", group: "Behavior", help: "goes on" },
  },
} as const;

test("a command has its options by name with what they take, and its exit status; texts for people are left out", () => {
  const [lines] = commandLines("audit-trail", [
    define({ ...COMMAND, operands: "[FILE...]", exitStatus: "Exit status: 0 found, 1 nothing found, 2 error." }),
  ]);
  expect(lines).toEqual([
    "audit-trail logs find [FILE...] [options]",
    "  --follow",
    "  --format FORMAT: one of table, json; default table",
    "  --key KEY: a text; required",
    "  --where RULE: a text; may be repeated",
    "Exit status: 0 found, 1 nothing found, 2 error.",
  ]);
});

test("a command without an exit status of its own has that of all commands", () => {
  expect(commandLines("audit-trail", [define(COMMAND)])[0]!.at(-1)).toBe(
    "Exit status: 0 no findings, 1 findings, 2 error.",
  );
});
