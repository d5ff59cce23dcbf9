import { count } from "../../../render/count";
import { document, folded, joined, list, md, table, type Markdown } from "../../../render/markdown";
import type { Matrix } from "../../../access/compute";
import { notEvaluatedText } from "../../../access/not-evaluated";
import { unsafeSettings } from "../../../access/settings";
import { summaryOf } from "../../../access/summary";
import { letter, LEGEND, MARKS } from "./letters";
import { reasonsOf, type Reason } from "./reasons";

const INTRODUCTION = md`# Access matrix

Computed by \`audit-trail matrix\` from the synthesized policies. Each cell is one request, evaluated as AWS would evaluate
it under the current policies: anyone who can change a policy can change the result. Principals that other stacks create
are assumed to have \`s3:*\`; nothing else is known about their permissions.

${LEGEND.replaceAll("   ", "; ")}.`;

/** Matrices as Markdown: for each a summary, then, collapsed, the grid of each target and the deciding statements. */
export function asMarkdown(matrices: readonly Matrix[]): string {
  return `${document([INTRODUCTION, ...matrices.map(section)])}\n`;
}

function section(matrix: Matrix): Markdown {
  const { name, subjects, accessCases } = matrix;
  const targets = [...new Set(accessCases.map(({ target }) => target))];
  const columns = subjects.map(({ title }, index) => md`**${letter(index)}** ${title}`);
  return document([
    md`## ${name}`,
    summary(matrix),
    ...notes(matrix),
    folded(`The ${subjects.length} columns`, list(columns)),
    ...targets.flatMap((target) => [
      md`### ${name}: ${target}`,
      folded(
        count(accessCases.filter((accessCase) => accessCase.target === target).length, "action"),
        grid(matrix, target),
        list(reasonsOf(matrix, target).map((reason) => why(matrix, reason))),
      ),
    ]),
    ...settings(matrix),
  ]);
}

function summary(matrix: Matrix): Markdown {
  const rows = summaryOf(matrix).map(({ title, subjects }) => {
    const titles = subjects.map((subject) => subject.title);
    return [title, titles.length === 0 ? "nobody" : joined(titles, "; ")];
  });
  return table(["Who can", ""], rows);
}

function notes({ settings: all, notEvaluated }: Matrix): Markdown[] {
  const texts = [unsafeSettings(all), notEvaluatedText(notEvaluated)];
  return texts.flatMap((text) => (text === undefined ? [] : [md`${text}.`]));
}

function grid({ subjects, accessCases, cells }: Matrix, target: string): Markdown {
  const rows = accessCases.flatMap((accessCase, row) => {
    const marks = cells[row]!.map(({ decision }) => (decision === "allowed" ? md`**A**` : MARKS[decision]));
    return accessCase.target === target ? [[accessCase.title, ...marks]] : [];
  });
  const letters = subjects.map((_, index) => ({ title: letter(index), centered: true }) as const);
  return table(["", ...letters], rows);
}

function why(matrix: Matrix, { decision, sids, missing, unknown, columns, accessCases, everything }: Reason): Markdown {
  const by = joined(
    sids.map((sid) => md`**${sid}**`),
    ", ",
  );
  const verb = {
    allowed: md`${by} ${sids.length === 1 ? "allows" : "allow"}`,
    denied: md`Nothing allows ${missing ?? ""} to`,
    "denied explicitly": md`${by} denies`,
    undecided: md`Depends on ${joined(unknown, ", ")} for`,
  };
  const who = columns.length === matrix.subjects.length ? "everyone" : ranges(columns);
  return md`${verb[decision]} ${who}: ${everything ? "everything" : joined(accessCases, "; ")}`;
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

function settings({ name, settings: all }: Matrix): Markdown[] {
  if (all.length === 0) return [];
  const rows = all.map(({ target, title, value, safe }) => [`${target}: ${title}`, safe ? value : `${value} (unsafe)`]);
  return [md`### ${name}: settings`, folded(count(all.length, "setting"), table(["", ""], rows))];
}
