import type { CanaryResult } from "../../results/canary";
import type { VerifyJson } from "../../results/verify";
import { summaryOf } from "../../access/summary";
import { alertLines, type AlertLine } from "./alerts";
import { afterwards, answersOf, type Answer } from "./answers";
import { accountsOf, type Report } from "./model";
import { findingsOf, frameworkLines, leftOff, type FrameworkLine, type LeftOff } from "./sections";

/** The report as JSON. Fields may be added; `version` changes when one is removed or changes. */
export interface ReportJson {
  readonly version: 1;
  readonly environment: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly accounts: readonly { readonly account: string; readonly part: string }[];
  readonly trails: readonly string[];
  readonly findings: readonly string[];
  /** What an auditor asks first. */
  readonly answers: readonly AnswerJson[];
  readonly verification: VerifyJson;
  /** `null` if none was run. */
  readonly canary: CanaryResult | null;
  /** Who can do what, in short. */
  readonly access: readonly AnswerJson[];
  /** Of each account that has some. */
  readonly alerts: readonly AlertLine[];
  readonly requirements: readonly FrameworkLine[];
  /** Requirements that the environment does not meet by choice. `owner` is `null` if the environment has no tag `Owner`. */
  readonly leftOff: readonly (Omit<LeftOff, "owner"> & { readonly owner: string | null })[];
}

/** `afterPolicyChange` is `null` where no policy of a key or bucket decides. */
interface AnswerJson {
  readonly question: string;
  readonly now: readonly string[];
  readonly afterPolicyChange: readonly string[] | null;
}

export function asJson(report: Report): ReportJson {
  const { environment, verification, canary, matrix, at } = report;
  return {
    version: 1,
    environment: environment.name,
    at: at.toISOString(),
    accounts: accountsOf(environment).map(([account, part]) => ({ account, part })),
    trails: environment.trails.map(({ arn }) => arn),
    findings: findingsOf(report),
    answers: answersOf(report).map(answerJson),
    verification,
    canary: canary ?? null,
    access: summaryOf(matrix).map((line) =>
      answerJson({
        question: `who can ${line.title}`,
        now: line.subjects.map(({ title }) => title),
        afterPolicyChange: afterwards(line),
      }),
    ),
    alerts: alertLines(report),
    requirements: frameworkLines(report),
    leftOff: leftOff(report).map(({ owner, ...line }) => ({ ...line, owner: owner ?? null })),
  };
}

function answerJson({ question, now, afterPolicyChange }: Answer): AnswerJson {
  return { question, now, afterPolicyChange: afterPolicyChange ?? null };
}
