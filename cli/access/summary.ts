import type { Matrix } from "./compute";
import { isNonPolicyDenial, type AccessCase } from "./access-case";
import type { Subject } from "./subject";

/** A line of the summary: all callers that may do at least one of some actions. */
export interface SummaryLine {
  /** Completes "who can". */
  readonly title: string;
  /** Ids, in the order of the rows. */
  readonly accessCases: readonly string[];
  /** Ids, in the order of the columns. */
  readonly subjects: readonly Subject[];
  /**
   * Who else could do it after changing a policy that they may change. What no policy decides, such as Object Lock, stays
   * denied. `undefined` where no policy of a key or bucket decides.
   */
  readonly afterPolicyChange: readonly Subject[] | undefined;
}

type Rows = (accessCase: AccessCase) => boolean;

const idLike =
  (pattern: RegExp): Rows =>
  ({ id, like = id }) =>
    pattern.test(like);

const CHANGE_KEY_POLICY = idLike(/^(replica-)?key-policy$/);
const CHANGE_BUCKET_POLICY = idLike(/^(log|replica)-bucket-(delete-)?policy$/);

/**
 * The first questions of a reviewer, with the access cases that answer them, and those that change the policy on which
 * the answer depends. Who reads requires the key, whatever the bucket policy says.
 */
const QUESTIONS: readonly (readonly [title: string, answers: Rows, changesPolicy?: Rows])[] = [
  ["deliver log files", idLike(/^log-bucket-deliver(-digest)?$/)],
  ["forge log files", idLike(/^(log|replica)-bucket-forge(-copy)?$/), CHANGE_BUCKET_POLICY],
  ["read logs", idLike(/^(log|replica)-bucket-read(-copy)?(-version)?$/), CHANGE_KEY_POLICY],
  ["list logs", idLike(/^log-bucket-list$/), CHANGE_BUCKET_POLICY],
  ["decrypt logs without S3", idLike(/^key-decrypt$/), CHANGE_KEY_POLICY],
  ["delete logs (versions retained)", idLike(/^(log|replica)-bucket-delete$/), CHANGE_BUCKET_POLICY],
  ["delete versions permanently", idLike(/^(log|replica)-bucket-delete-version$/), CHANGE_BUCKET_POLICY],
  [
    "change the log bucket or its policy",
    idLike(/^(log|replica)-bucket-((delete-)?policy|public-access|bucket-acl|versioning|lifecycle)$/),
  ],
  ["change the key policy", CHANGE_KEY_POLICY],
  ["disable or delete the key", idLike(/^(replica-)?key-(disable|delete)$/), CHANGE_KEY_POLICY],
  ["stop or change the trail", idLike(/^trail-/)],
  ["send alerts", idLike(/^alerts-topic-.*-publish$/)],
  ["silence alerts", idLike(/^alerts-.*-(code|configure|delete|disable|mute|targets|unsubscribe)$/)],
  ["query logs", idLike(/^query-.*-run$/)],
  ["read results of queries", idLike(/^results-bucket-read(-version)?$/)],
  ["assume a reader or break-glass role", ({ target }) => target === "roles"],
  ["do anything over plain HTTP", idLike(/-plain$/), CHANGE_BUCKET_POLICY],
];

/** The matrix in about a dozen lines. Omits lines whose access cases it does not have. */
export function summaryOf({ subjects, accessCases, cells }: Matrix): SummaryLine[] {
  const rowsOf = (meant: Rows) => [...accessCases.keys()].filter((row) => meant(accessCases[row]!));
  const mayDoOne = (rows: readonly number[], column: number) =>
    rows.some((row) => cells[row]![column]!.decision === "allowed");
  return QUESTIONS.flatMap(([title, answers, changesPolicy]) => {
    const rows = rowsOf(answers);
    if (rows.length === 0) return [];
    const changes = changesPolicy && rowsOf(changesPolicy);
    const byPolicy = (subject: Subject) =>
      rows.some((row) => !accessCases[row]!.steps(subject.caller).some(isNonPolicyDenial));
    return [
      {
        title,
        accessCases: rows.map((row) => accessCases[row]!.id),
        subjects: subjects.filter((_, column) => mayDoOne(rows, column)),
        afterPolicyChange:
          changes &&
          subjects.filter(
            (subject, column) => !mayDoOne(rows, column) && mayDoOne(changes, column) && byPolicy(subject),
          ),
      },
    ];
  });
}
