import { escapeMarkdown } from "../../../render/escape";
import type { Matrix } from "../../../access/compute";
import { unsafeSettings } from "../../../access/settings";
import { summaryOf } from "../../../access/summary";
import { letter, LEGEND, MARKS } from "./letters";
import { reasonsOf, type Reason } from "./reasons";

const INTRODUCTION = `# Access matrix

Computed by \`audit-trail matrix\` from the synthesized policies. A cell is one attempt, judged as AWS would judge it
under the policies as they stand: who may change a policy may change the answer. Of people whom other stacks make,
nothing is known but what the policies here say; they are taken to hold \`s3:*\`.

${LEGEND.replaceAll("   ", "; ")}.
`;

/** Matrices as Markdown: of each a summary, then folded the grid of each target, and by which statements it is so. */
export function asMarkdown(matrices: readonly Matrix[]): string {
  return [INTRODUCTION, ...matrices.map(section)].join("\n");
}

function section(matrix: Matrix): string {
  const { name, subjects, accessCases } = matrix;
  const targets = [...new Set(accessCases.map(({ target }) => target))];
  const columns = subjects.map(({ title }, index) => `- **${letter(index)}** ${escapeMarkdown(title)}`);
  return [
    `## ${escapeMarkdown(name)}`,
    "",
    ...summary(matrix),
    "",
    ...unsafe(matrix),
    ...folded(`The ${subjects.length} columns`, columns),
    "",
    ...targets.flatMap((target) => [
      `### ${escapeMarkdown(`${name}: ${target}`)}`,
      "",
      ...folded(counted(accessCases.filter((accessCase) => accessCase.target === target).length, "action"), [
        ...grid(matrix, target),
        "",
        ...reasonsOf(matrix, target).map((reason) => why(matrix, reason)),
      ]),
      "",
    ]),
    ...settings(matrix),
  ].join("\n");
}

function summary(matrix: Matrix): string[] {
  const lines = summaryOf(matrix).map(({ title, subjects }) => [
    escapeMarkdown(title),
    subjects.map((subject) => escapeMarkdown(subject.title)).join("; ") || "nobody",
  ]);
  return table(["Who can", ""], ["---", "---"], lines);
}

function unsafe({ settings: all }: Matrix): string[] {
  const text = unsafeSettings(all);
  return text === undefined ? [] : [`${escapeMarkdown(text)}.`, ""];
}

function grid({ subjects, accessCases, cells }: Matrix, target: string): string[] {
  const rows = accessCases.flatMap((accessCase, row) => {
    const marks = cells[row]!.map(({ decision }) => (decision === "allowed" ? "**A**" : MARKS[decision]));
    return accessCase.target === target ? [[escapeMarkdown(accessCase.title), ...marks]] : [];
  });
  const letters = subjects.map((_, index) => letter(index));
  return table(["", ...letters], ["---", ...letters.map(() => ":-:")], rows);
}

function why(matrix: Matrix, { decision, sids, missing, columns, accessCases, everything }: Reason): string {
  const by = sids.map((sid) => `**${escapeMarkdown(sid)}**`).join(", ");
  const verb = {
    allowed: `${by} ${sids.length === 1 ? "allows" : "allow"}`,
    denied: `Nothing allows ${missing} to`,
    "denied explicitly": `${by} denies`,
  };
  const who = columns.length === matrix.subjects.length ? "everyone" : ranges(columns);
  return `- ${verb[decision]} ${who}: ${everything ? "everything" : accessCases.map(escapeMarkdown).join("; ")}`;
}

/** `a, c to f` */
function ranges(columns: readonly number[]): string {
  const ends = columns.filter((column) => !columns.includes(column + 1));
  const starts = columns.filter((column) => !columns.includes(column - 1));
  return starts.map((start, index) => range(start, ends[index]!)).join(", ");
}

function range(start: number, end: number): string {
  if (start === end) return letter(start);
  return `${letter(start)}${end === start + 1 ? ", " : " to "}${letter(end)}`;
}

function settings({ name, settings: all }: Matrix): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ target, title, value, safe }) =>
    [`${target}: ${title}`, safe ? value : `${value} (not safe)`].map(escapeMarkdown),
  );
  return [
    `### ${escapeMarkdown(`${name}: settings`)}`,
    "",
    ...folded(counted(all.length, "setting"), table(["", ""], ["---", "---"], rows)),
    "",
  ];
}

function table(head: readonly string[], rule: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, "", ...lines, "", "</details>"];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
