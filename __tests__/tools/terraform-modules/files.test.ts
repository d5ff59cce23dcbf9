import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { auditTrail } from "../../../tools/terraform-modules/audit-trail";
import type { ModuleDefinition, Placeholder } from "../../../tools/terraform-modules/definition";
import { filesOf } from "../../../tools/terraform-modules/files";
import { MODULES } from "../../../tools/terraform-modules/modules";

const ROOT = join(__dirname, "..", "..", "..");

const NAMES = MODULES.map(({ name }) => name);

describe.each(MODULES.map((definition) => [definition.name, definition] as const))(
  "terraform/%s",
  (name, definition) => {
    const files = filesOf(definition);

    test("is what npm run terraform-modules writes, and nothing else", () => {
      const present = readdirSync(join(ROOT, "terraform", name)).filter((file) => !file.startsWith("."));
      expect(present.map((file) => `terraform/${name}/${file}`).sort()).toEqual(Object.keys(files).sort());
      for (const [file, text] of Object.entries(files)) expect(readFileSync(join(ROOT, file), "utf8")).toBe(text);
    });

    test("the README lists every input and output, and its example gives what is required", () => {
      const readme = files[`terraform/${name}/README.md`]!;
      for (const { name: listed } of [...definition.variables, ...definition.outputs])
        expect(readme).toContain(`\n| \`${listed}\` | `);
      for (const variable of definition.variables.filter((one) => one.default === undefined))
        expect(definition.example).toMatch(new RegExp(`^  ${variable.name} +=`, "m"));
    });

    test("every variable that is read is declared, and every declared one is read", () => {
      const text = Object.entries(files)
        .filter(([file]) => file.endsWith(".json"))
        .map(([, json]) => json)
        .join("\n");
      const read = new Set([...text.matchAll(/\bvar\.(\w+)/g)].map(([, variable]) => variable));
      expect([...read].sort()).toEqual(definition.variables.map((variable) => variable.name).sort());
    });
  },
);

test("terraform/ holds these modules", () => {
  expect(readdirSync(join(ROOT, "terraform")).sort()).toEqual([...NAMES].sort());
});

describe("what a definition gets wrong is an error", () => {
  const unused: Placeholder = { value: "Nowhere", expression: "var.nowhere" };

  test.each<[string, Partial<ModuleDefinition>, string]>([
    [
      "a placeholder that the constructs do not use",
      { placeholders: [...auditTrail.placeholders, unused] },
      "audit-trail: the constructs do not use Nowhere",
    ],
    [
      "a setting of no resource",
      { settings: [{ type: "aws_sns_topic", attribute: "name", expression: "var.name" }] },
      "audit-trail: the constructs do not use aws_sns_topic.name",
    ],
    [
      "a placeholder that is not replaced",
      { placeholders: auditTrail.placeholders.filter(({ expression }) => expression !== "var.iam_path") },
      "audit-trail: placeholders are left",
    ],
  ])("%s", (_, wrong, message) => {
    expect(() => filesOf({ ...auditTrail, ...wrong })).toThrow(message);
  });
});
