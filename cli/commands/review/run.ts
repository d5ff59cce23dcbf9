import { existsSync } from "node:fs";
import { interruptible } from "../../framework/interrupt";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { runProgram } from "../../framework/process";
import { StatusLine } from "../../framework/status-line";
import { UserError } from "../../framework/user-error";
import { environmentsOf } from "../../model/folder";
import { readAllStacks, readStacks } from "../../model/read";
import { showDate } from "../../render/time";
import type { Terminal } from "../../render/terminal";
import type { StackJson } from "../../model/stack";
import { readAcceptances } from "./accept";
import { DOCUMENTATION } from "./formats/headline";
import { asHtml } from "./formats/html";
import { asJson } from "./formats/json";
import { asMarkdown } from "./formats/markdown";
import { asSarif } from "./formats/sarif";
import { asTable } from "./formats/table";
import { makePlan } from "../../terraform/plan/make";
import type { Plan } from "../../terraform/plan/plan";
import { readPlan } from "../../terraform/plan/read";
import { reviewEnvironment, type Review } from "./review";
import { comparedStacks, withLifecycles, writtenSides } from "./synthesized-diff";
import { planStatesOf, type PlannedStack } from "../../terraform/plan/plan-states";
import { stacksOf } from "./stacks";
import { nonResourceChanges } from "./non-resource-changes";
import type { ReviewValues } from "./command";
import { reaches, worst } from "./verdict";

/** Exit status 1 if a verdict reaches `--fail-on`. */
export async function run(values: ReviewValues, streams: Streams, files: readonly string[]): Promise<number> {
  const { output, format, commit } = values;
  const today = showDate(new Date());
  const note = (text: string) => void streams.err.write(`${text}\n`);
  const reviews = await review({ ...values, files, today, status: new StatusLine(streams.err), note });
  const text = render(format, reviews, commit ?? (await currentCommit()), terminalFor(output, streams));
  deliver(text, output, streams);
  return reaches(worst(reviews.map(({ verdict }) => verdict)), values["fail-on"]) ? 1 : 0;
}

export interface ReviewOptions {
  /** Plan files, or their JSON. Without any, `environment` is planned. */
  readonly files: readonly string[];
  /** Environment of plans whose stacks are not in `outdir`. */
  readonly environment: string | undefined;
  /** The location of resources that the plans do not locate. @default none */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Synthesized folder, for the stacks without a plan. */
  readonly outdir: string;
  /** Synthesized folder to use instead of the plan's "before"; without a plan, compared with `outdir`. */
  readonly base: string | undefined;
  /** File of accepted findings. @default `audit-trail.accept.json`, if it exists */
  readonly accept: string | undefined;
  /** `2026-12-31` */
  readonly today: string;
  /** Shows the current step. @default nothing */
  readonly status?: StatusLine;
  /** Receives one line about each plan whose stack is not certain. @default nothing */
  readonly note?: (text: string) => void;
}

/** Reviews plans, environment by environment. Throws a `UserError` if one cannot be read. */
export async function review(options: ReviewOptions): Promise<Review[]> {
  const { outdir, base, today } = options;
  const synthesized = existsSync(outdir) || isPlanless(options) ? readAllStacks(outdir) : [];
  const old = base === undefined ? [] : readAllStacks(base, "give the folder of a synthesized app with --base");
  const planned = isPlanless(options)
    ? comparedStacks(old, synthesized)
    : stacksOf(await plansOf(options), synthesized, options).map((stack) => withLifecycles(stack, old));
  const acceptances = readAcceptances(options.accept);
  const reviews: Review[] = [];
  for (const environment of environmentsOf(planned)) {
    const isOurs = (stack: { readonly environment: string }) => stack.environment === environment;
    const ours = planned.filter(isOurs);
    const others = synthesized.filter((stack) => isOurs(stack) && !isPlanned(stack.name, ours));
    const ofBase = old.filter(isOurs);
    const planStates =
      base === undefined ? planStatesOf(ours, others) : writtenSides(ofBase, [...others, ...ours.map(written)]);
    reviews.push(
      reviewEnvironment({
        environment,
        planned: ours,
        planStates,
        isWritten: base !== undefined,
        acceptances,
        outOfScope: isPlanless(options)
          ? nonResourceChanges(
              base!,
              outdir,
              ours.map(({ name }) => name),
            )
          : [],
        knownStacks: [...synthesized, ...planned].map(({ name }) => name),
        today,
      }),
    );
  }
  return reviews;
}

/** Plans with Terraform, which Ctrl-C ends. */
async function plansOf({ files, environment, outdir, status, account, region }: ReviewOptions): Promise<Plan[]> {
  if (files.length === 0 && environment === undefined) {
    throw new UserError(
      "give a plan, --environment NAME to plan it, or --base FOLDER to compare with (see audit-trail review --help)",
    );
  }
  const stacks = files.length > 0 || environment === undefined ? [] : readStacks(outdir, environment);
  const told = { ...(account !== undefined && { account }), ...(region !== undefined && { region }) };
  return interruptible(
    () => undefined,
    async ({ signal }) => {
      try {
        const plans: Plan[] = [];
        for (const file of files) plans.push(await readPlan(file, { signal, told }));
        for (const [index, { name }] of stacks.entries()) {
          status?.show(`planning ${name} (${index + 1} of ${stacks.length})`);
          plans.push(await makePlan(outdir, name, signal));
        }
        return plans;
      } catch (error) {
        throw signal.aborted ? new UserError("review was interrupted") : error;
      } finally {
        status?.clear();
      }
    },
  );
}

/**
 * Ids and computed values in a plan cannot be compared with a configuration: the plan is replaced by the synthesized
 * stack.
 */
function written({ name, synthesized }: PlannedStack): StackJson {
  if (synthesized) return synthesized;
  throw new UserError(`--base compares synthesized folders, and no folder contains ${name}; see --outdir`);
}

/** Compares two synthesized folders without Terraform. */
function isPlanless({ files, environment, base }: ReviewOptions): boolean {
  return base !== undefined && files.length === 0 && environment === undefined;
}

function isPlanned(name: string, planned: readonly PlannedStack[]): boolean {
  return planned.some((stack) => stack.name === name);
}

function render(
  format: ReviewValues["format"],
  reviews: readonly Review[],
  commit: string | undefined,
  terminal: Terminal,
): string {
  switch (format) {
    case "table":
      return asTable(reviews, commit, terminal);
    case "markdown":
      return asMarkdown(reviews, commit, documentationUrl());
    case "json":
      return asJson(reviews, commit);
    case "sarif":
      return asSarif(reviews);
    case "html":
      return asHtml(reviews, commit);
  }
}

/** On GitHub and GitLab, the documentation in this project's own repository, for a link in its comments. */
function documentationUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = process.env;
  const blob = server && repository ? `${server}/${repository}/blob` : project && `${project}/-/blob`;
  const isOurs = existsSync(DOCUMENTATION) && existsSync("modules/key");
  return blob && isOurs ? `${blob}/HEAD/${DOCUMENTATION}` : undefined;
}

/** The checkout's commit. Undefined outside a checkout. */
async function currentCommit(): Promise<string | undefined> {
  const finished = await runProgram("git", ["rev-parse", "--short", "HEAD"]).catch(() => undefined);
  return finished?.code === 0 ? finished.stdout.trim() : undefined;
}
