import { summaryOf, type SummaryLine } from "../../access/summary";
import { count } from "../../render/count";
import { showTime } from "../../render/time";
import { whoIsTold } from "./alerts";
import type { Report } from "./model";

/** A question of an auditor, in the order in which auditors ask. */
export interface Answer {
  readonly question: string;
  /** Callers, or one sentence. */
  readonly now: readonly string[];
  /** Who else could do it after changing a policy that they may change; `undefined` where no policy decides. */
  readonly afterPolicyChange: readonly string[] | undefined;
}

/** Questions that the access matrix answers, by the title of its line. */
const OF_MATRIX: readonly (readonly [question: string, title: string])[] = [
  ["Who could read the logs?", "read logs"],
  ["Who could forge logs?", "forge log files"],
  ["Who could delete logs, with their versions retained?", "delete logs (versions retained)"],
  ["Who could delete logs permanently?", "delete versions permanently"],
  ["Who could stop or change the trail?", "stop or change the trail"],
];

/** The first screen of the report. */
export function answersOf(report: Report): Answer[] {
  const lines = new Map(summaryOf(report.matrix).map((line) => [line.title, line]));
  const ofMatrix = OF_MATRIX.flatMap(([question, title]): Answer[] => {
    const line = lines.get(title);
    return line ? [{ question, now: titlesOf(line.subjects), afterPolicyChange: afterwards(line) }] : [];
  });
  const sentence = (question: string, text: string): Answer => ({
    question,
    now: [text],
    afterPolicyChange: undefined,
  });
  return [
    ...ofMatrix,
    { question: "Who is told if somebody stops the trail?", now: whoIsTold(report), afterPolicyChange: undefined },
    sentence("How do we know?", evidenceOf(report)),
    sentence("Who read the logs?", whoRead(report)),
    sentence("Since when are the policies in place?", sinceWhen(report)),
  ];
}

/** Titles of the callers that a change of a policy adds. */
export function afterwards({ afterPolicyChange }: SummaryLine): string[] | undefined {
  return afterPolicyChange && titlesOf(afterPolicyChange);
}

function titlesOf(subjects: SummaryLine["subjects"]): string[] {
  return subjects.map(({ title }) => title);
}

function evidenceOf({ matrix, verification, canary }: Report): string {
  const { accessCases, subjects } = matrix;
  const { pass } = verification.counts;
  const tested = canary === undefined ? "No test object was uploaded" : `Test object: ${canary.summary}`;
  return (
    `The synthesized policies were evaluated for ${count(accessCases.length, "action")} of ` +
    `${count(subjects.length, "caller")}. ${pass} of ${count(verification.checks.length, "check")} of the deployed ` +
    `resources passed at ${showTime(verification.at)}. ${tested}.`
  );
}

/** From CloudTrail's event history, and from S3's access logs if a period was asked for. */
function whoRead(report: Report): string {
  return `By use of the key: ${foundBy(report, "logs.readers")}. ${accessLogs(report)}.`;
}

function accessLogs(report: Report): string {
  const { accessLogBucket } = report.environment;
  if (accessLogBucket === undefined) return "The environment keeps no access logs";
  const isAsked = report.verification.checks.some(({ id }) => id === "logs.reads");
  if (isAsked) return `By S3's access logs: ${foundBy(report, "logs.reads")}`;
  return `S3's access logs in s3://${accessLogBucket.name} name each read, and --logs 7d counts them`;
}

function sinceWhen(report: Report): string {
  const { name } = report.environment.trail;
  return (
    `Key policy: ${foundBy(report, "key.policy-age")}. Bucket policy: ${foundBy(report, "bucket.policy-age")}. ` +
    `PutKeyPolicy and PutBucketPolicy in the logs of ${name} show earlier changes.`
  );
}

/** What a check found, or why it is not known. */
function foundBy({ verification }: Report, id: string): string {
  const check = verification.checks.find((one) => one.id === id);
  if (!check) return "not checked";
  if (check.state === "warn") return [check.found, ...check.details].join("; ");
  return check.state === "pass" ? check.found : `not known (${check.found})`;
}
