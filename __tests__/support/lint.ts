import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const OXLINT = join(ROOT, "node_modules", "oxlint", "bin", "oxlint");

/** A line of code in a file, by its path in the repository. */
export interface Line {
  readonly file: string;
  readonly code: string;
}

/** The rules that each line breaks, in the order of the lines: the linter's answer for files with these lines. */
export function lint(lines: readonly Line[]): string[][] {
  const folder = mkdtempSync(join(tmpdir(), "lint-"));
  try {
    for (const path of [".oxlintrc.json", "tools/lint"])
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
    for (const [file, rows] of byFile(lines)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      // A line that another file owns is empty, so that a number names one line in all files.
      writeFileSync(join(folder, file), Array.from(lines, (_, index) => rows.get(index) ?? "").join("\n"));
    }
    const { stdout, stderr } = spawnSync(process.execPath, [OXLINT, "--format", "json"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (!stdout.startsWith("{")) throw new Error(`oxlint did not lint: ${stdout}${stderr}`);
    const files = new Set(lines.map(({ file }) => file));
    const { diagnostics } = JSON.parse(stdout) as Report;
    // The linter's own rules are in the folder too.
    return rulesByLine(
      diagnostics.filter(({ filename }) => files.has(filename)),
      lines.length,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Report {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly code: string;
    readonly labels: readonly { readonly span: { readonly line: number } }[];
  }[];
}

function byFile(lines: readonly Line[]): Map<string, Map<number, string>> {
  const files = new Map<string, Map<number, string>>();
  lines.forEach(({ file, code }, index) => files.set(file, (files.get(file) ?? new Map()).set(index, code)));
  return files;
}

function rulesByLine(diagnostics: Report["diagnostics"], count: number): string[][] {
  const rules = Array.from({ length: count }, (): string[] => []);
  for (const { code, labels } of diagnostics) rules[labels[0]!.span.line - 1]!.push(code);
  return rules;
}
