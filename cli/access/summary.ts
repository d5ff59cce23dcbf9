import type { Matrix } from "./compute";
import type { AccessCase } from "./access-case";
import type { Subject } from "./subject";

/** A line of the summary: all callers that may do at least one of some actions. */
export interface SummaryLine {
  /** Completes "who can". */
  readonly title: string;
  /** Ids, in the order of the rows. */
  readonly accessCases: readonly string[];
  /** Ids, in the order of the columns. */
  readonly subjects: readonly Subject[];
}

const idLike =
  (pattern: RegExp) =>
  ({ id, like = id }: AccessCase) =>
    pattern.test(like);

/** The first questions of a reviewer, with the access cases that answer them. */
const QUESTIONS: readonly (readonly [title: string, answers: (accessCase: AccessCase) => boolean])[] = [
  ["deliver log files", idLike(/^log-bucket-deliver(-digest)?$/)],
  ["forge log files", idLike(/^(log|replica)-bucket-forge(-copy)?$/)],
  ["read logs", idLike(/^(log|replica)-bucket-read(-version)?$/)],
  ["list logs", idLike(/^log-bucket-list$/)],
  ["decrypt logs without S3", idLike(/^key-decrypt$/)],
  ["delete logs (versions retained)", idLike(/^(log|replica)-bucket-delete$/)],
  ["delete versions permanently", idLike(/^(log|replica)-bucket-delete-version$/)],
  [
    "change the log bucket or its policy",
    idLike(/^(log|replica)-bucket-((delete-)?policy|public-access|bucket-acl|versioning|lifecycle)$/),
  ],
  ["change the key policy", idLike(/^(replica-)?key-policy$/)],
  ["disable or delete the key", idLike(/^(replica-)?key-(disable|delete)$/)],
  ["stop or change the trail", idLike(/^trail-/)],
  ["assume a reader or break-glass role", ({ target }) => target === "roles"],
  ["do anything over plain HTTP", idLike(/-plain$/)],
];

/** The matrix in about a dozen lines. Omits lines whose access cases it does not have. */
export function summaryOf({ subjects, accessCases, cells }: Matrix): SummaryLine[] {
  return QUESTIONS.flatMap(([title, answers]) => {
    const rows = accessCases.flatMap((accessCase, row) => (answers(accessCase) ? [row] : []));
    const mayDoOne = (column: number) => rows.some((row) => cells[row]![column]!.decision === "allowed");
    const line = {
      title,
      accessCases: rows.map((row) => accessCases[row]!.id),
      subjects: subjects.filter((_, column) => mayDoOne(column)),
    };
    return rows.length > 0 ? [line] : [];
  });
}
