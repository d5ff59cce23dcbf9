import { readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");

// The build says in one line that development dependencies are missing; a shell says "jest: not found".
test("every script that needs development dependencies begins with the build", () => {
  // `format` must also work on sources that do not compile.
  const { scripts } = JSON.parse(PACKAGE) as { readonly scripts: Readonly<Record<string, string>> };
  const others = Object.entries(scripts).filter(([name]) => !["build", "format"].includes(name));
  expect(others.filter(([, command]) => !command.startsWith("npm run --silent build && "))).toEqual([]);
});
