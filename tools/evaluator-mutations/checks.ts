import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type * as accessPoints from "../../__tests__/fixtures/evaluator/access-points";
import type * as answers from "../../__tests__/fixtures/evaluator/answers";
import type * as calls from "../../__tests__/fixtures/evaluator/calls";
import type * as functions from "../../__tests__/fixtures/evaluator/functions";
import type * as patterns from "../../__tests__/fixtures/evaluator/patterns";
import type * as reading from "../../__tests__/support/evaluator-cases";
import type * as requests from "../../__tests__/support/evaluator-requests";
import type * as evaluate from "../../cli/policy/evaluate";
import type { Sources } from "./sources";

export type Evaluator = typeof evaluate;

/** Whether an evaluator answers a checked-in case as the case says. */
export type Check = (evaluator: Evaluator) => boolean;

/** Files of cases that state a decision; each of their exports is a list of them. */
const TOPICS = [
  ...[
    "arns",
    "keys",
    "kms",
    "language",
    "malformed",
    "names",
    "organizations-and-endpoints",
    "public-policies",
    "roles",
  ],
  ...["s3", "s3-owners", "s3-payers", "s3-writes", "sessions", "statements", "values"],
];

/** The tables of cases that the tests of the evaluator read. */
export function readChecks(root: string, sources: Sources): Check[] {
  const folder = join(root, "__tests__", "fixtures", "evaluator");
  const table = <Exports>(name: string) => sources.load(join(folder, `${name}.ts`)) as Exports;
  const support = <Exports>(name: string) => sources.load(join(root, "__tests__", "support", `${name}.ts`)) as Exports;
  const { requestOf, policiesOf } = support<typeof reading>("evaluator-cases");
  const { when } = support<typeof requests>("evaluator-requests");
  const asked = (one: Parameters<typeof requestOf>[0]) => [requestOf(one), policiesOf(one), one.settings] as const;

  const ofPages = JSON.parse(readFileSync(join(folder, "aws-pages.json"), "utf8")) as reading.EvaluatorCase[];
  const ofTopics = TOPICS.flatMap((name) => Object.values(table<Record<string, reading.EvaluatorCase[]>>(name)).flat());
  return [
    ...table<typeof answers>("answers").ANSWERS.map((one): Check => {
      const question = asked(one);
      return ({ decide }) => isDeepStrictEqual(decide(...question), one.answer);
    }),
    ...[...ofPages, ...ofTopics].map((one): Check => {
      const question = asked(one);
      return ({ decide }) => decide(...question).decision === one.expected;
    }),
    ...table<typeof accessPoints>("access-points").ACCESS_POINTS.map((one): Check => {
      const question = asked(one);
      return ({ decideThrough }) => {
        const { decision, decidedBy, ...answer } = decideThrough(one.point, ...question);
        const sources = decidedBy.map(({ source }) => source);
        const { decidedBy: by = sources, missing = answer.missing, unknown = answer.unknown } = one;
        return decision === one.expected && isDeepStrictEqual([sources, answer], [by, { missing, unknown }]);
      };
    }),
    ...table<typeof calls>("calls").CALLS.map(
      ({ call, outcome }): Check =>
        ({ evaluate }) =>
          isDeepStrictEqual(evaluate(call), outcome),
    ),
    ...table<typeof functions>("functions").FUNCTIONS.map(
      ([name, given, result]): Check =>
        (evaluator) =>
          isDeepStrictEqual((evaluator[name] as (...all: readonly unknown[]) => unknown)(...given), result),
    ),
    ({ decide, EVERYTHING }) => {
      const [by] = decide(requestOf(when({})), { identity: [EVERYTHING] }).decidedBy;
      return by?.source === "IAM" && by.sid === "AdministratorAccess";
    },
    ...table<typeof patterns>("patterns").PATTERNS.map(({ pattern, matching, others }): Check => {
      const asking = (prefix: string) => when({ StringLike: { "s3:prefix": pattern } }, { "s3:prefix": prefix });
      const policies = policiesOf(asking(""));
      const requests = [...matching, ...others].map((text) => requestOf(asking(text)));
      return ({ decide }) =>
        requests.every((request, at) => (decide(request, policies).decision === "allowed") === at < matching.length);
    }),
  ];
}
