import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeWhole } from "../../cli/framework/output";
import { programOptions } from "../../cli/framework/program";
import { filesOf } from "./files";
import { MODULES } from "./modules";

const HELP = `Writes the Terraform modules in terraform/ from the constructs. Run it at the root of the repository.

Usage: npm run terraform-modules -- [--check]

  --check  write nothing; exit status 1 if a file is stale
  --help   show this help

Exit status: 0 written or current, 1 stale, 2 error.
`;

const FOLDER = "terraform";

function main(): number {
  const { help, check } = programOptions(process.argv.slice(2), {
    check: { type: "boolean", group: "Behavior", help: "write nothing; exit status 1 if a file is stale" },
  });
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const files = Object.assign({}, ...MODULES.map(filesOf)) as Readonly<Record<string, string>>;
  const surplus = present().filter((file) => !Object.hasOwn(files, file));
  const differing = Object.entries(files).filter(
    ([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text,
  );
  if (!check) {
    surplus.forEach((file) => rmSync(file));
    differing.forEach(([file, text]) => {
      mkdirSync(dirname(file), { recursive: true });
      writeWhole(file, text);
    });
    return 0;
  }
  const stale = [...differing.map(([file]) => file), ...surplus];
  stale.forEach((file) => console.error(`${file} is stale: run npm run terraform-modules and commit what it writes`));
  return stale.length > 0 ? 1 : 0;
}

/** What is in the modules' folders, apart from what Terraform writes where somebody runs it. */
function present(): string[] {
  return MODULES.flatMap(({ name }) => {
    const folder = join(FOLDER, name);
    return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
  }).filter((file) => !/\/\.terraform/.test(file));
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
