import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commandsOf } from "../../../tools/e2e/readme-commands";

const MARKDOWN = `# Title

\`\`\`sh
before
\`\`\`

## Deploy

Text with \`code\`.

\`\`\`sh
# why
one 'a-*'
two
\`\`\`

\`\`\`ts
no command
\`\`\`

\`\`\`sh
three
\`\`\`

## Deploy more

\`\`\`sh
after
\`\`\`
`;

test("the commands of a section are the lines of its sh blocks, as they are written", () => {
  expect(commandsOf(MARKDOWN, "Deploy")).toEqual(["one 'a-*'", "two", "three"]);
});

test("a section that is not there is an error, not an empty list", () => {
  expect(() => commandsOf(MARKDOWN, "Destroy")).toThrow(new Error('the README has no section "Destroy"'));
});

test("the README deploys and destroys by cdktf, which test:e2e runs", () => {
  const readme = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");
  const cdktf = (section: string) =>
    commandsOf(readme, section).flatMap((command) => /npx cdktf (\w+)/.exec(command)?.[1] ?? []);
  expect(cdktf("Deploy")).toEqual(["deploy", "deploy", "diff", "deploy"]);
  expect(cdktf("Destroy")).toEqual(["deploy", "destroy", "deploy", "destroy"]);
});
