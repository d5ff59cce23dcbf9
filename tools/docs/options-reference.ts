import type { OptionRow } from "./options";

/** The text of docs/options.md. */
export function optionsReference(rows: readonly OptionRow[]): string {
  const sections = [...new Set(rows.map(({ path }) => sectionOf(path, rows)))];
  return [
    "# Options of an environment",
    "",
    "<!-- Written by `npm run docs` from environments/schema/environment.ts. Edit the comments there. -->",
    "",
    "Every key that a file in `environments/` may have. Keys without a default are required. Unknown keys are errors.",
    "`[]` stands for each item of a list.",
    ...sections.flatMap((section) => [
      "",
      `## ${section}`,
      "",
      ...table(rows.filter((row) => sectionOf(row.path, rows) === section)),
    ]),
    "",
  ].join("\n");
}

/** `logs` for `logs.lifecycle.expireAfterDays`; top-level keys without inner keys share the section General. */
function sectionOf(path: string, rows: readonly OptionRow[]): string {
  const [top] = /^\w+/.exec(path)!;
  return rows.some((row) => row.path !== top && /^\w+/.exec(row.path)![0] === top) ? top : "General";
}

function table(rows: readonly OptionRow[]): string[] {
  const head = ["| Key | Meaning | Allowed | Default |", "| --- | --- | --- | --- |"];
  return [...head, ...rows.map((row) => `| ${cellsOf(row).join(" | ")} |`)];
}

function cellsOf({ path, meaning, allowed, defaultValue, see }: OptionRow): string[] {
  const limit = see === undefined ? "" : ` ([AWS](${see}))`;
  return [`\`${path}\``, meaning, allowed + limit, defaultValue ?? "required"].map((text) =>
    text.replaceAll("|", "\\|"),
  );
}
