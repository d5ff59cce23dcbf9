import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";

const MODULES = join(__dirname, "..", "..", "modules");
const files = readdirSync(MODULES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** `bucket/bucket.ts: BucketProps.tags` for each optional prop of an exported interface without `@default`. */
function propsWithoutDefault(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements
    .filter(ts.isInterfaceDeclaration)
    .flatMap(({ name, members }) =>
      members
        .filter((member) => member.questionToken !== undefined && !hasDefault(member))
        .map((member) => `${file}: ${name.text}.${member.name!.getText(source)}`),
    );
}

function hasDefault(member: ts.TypeElement): boolean {
  return ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "default");
}

test.each(files)("%s: every optional prop has its @default", (file) => {
  expect(propsWithoutDefault(file, readFileSync(join(MODULES, file), "utf8"))).toEqual([]);
});

test("a prop without @default is named", () => {
  const text = "interface Props {\n  /** @default 1 */\n  a?: number;\n  /** Two. */\n  b?: number;\n}";
  expect(propsWithoutDefault("x.ts", text)).toEqual(["x.ts: Props.b"]);
});
