import { existsSync } from "node:fs";
import { COMMON, command, deliver, terminalFor } from "../../framework/command";
import { interruptible } from "../../framework/interrupt";
import { runProgram } from "../../framework/process";
import { UserError } from "../../framework/user-error";
import { environmentsOf } from "../../model/folder";
import { readAllStacks, readStacks } from "../../model/read";
import type { StackJson } from "../../model/stack";
import { ACCEPT_FILE, readAcceptances } from "./accept";
import type { Terminal } from "../../render/terminal";
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
import { planStatesOf, type PlannedStack } from "./plan-states";
import { stacksOf } from "./stacks";
import { nonResourceChanges } from "./non-resource-changes";
import { reaches, THRESHOLDS, worst, type Threshold } from "./verdict";

const FORMATS = ["table", "markdown", "json", "sarif", "html"] as const;

export interface ReviewOptions {
  /** Plans, or JSON of plans. Without any, `environment` is planned. */
  readonly files: readonly string[];
  /** Of plans: the environment of those whose stack is not in `outdir`. */
  readonly environment: string | undefined;
  /** Synthesized folder: completes the picture with the stacks that no plan is of. */
  readonly outdir: string;
  /** Synthesized folder that takes the place of the plan's "before"; of the plan too where there is none. */
  readonly base: string | undefined;
  /** File of accepted findings. @default `audit-trail.accept.json`, where there is one */
  readonly accept: string | undefined;
  /** `2026-12-31` */
  readonly today: string;
}

/** Reviews plans, environment by environment. Throws a `UserError` where one cannot be read. */
export async function review(options: ReviewOptions): Promise<Review[]> {
  const { outdir, base, today } = options;
  const synthesized = existsSync(outdir) || isPlanless(options) ? readAllStacks(outdir) : [];
  const old = base === undefined ? [] : readAllStacks(base);
  const planned = isPlanless(options)
    ? comparedStacks(old, synthesized)
    : stacksOf(await plansOf(options), synthesized, options.environment).map((stack) => withLifecycles(stack, old));
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
      await reviewEnvironment({
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

/** Ctrl-C ends the Terraform that plans. */
async function plansOf({ files, environment, outdir }: ReviewOptions): Promise<Plan[]> {
  if (files.length === 0 && environment === undefined) {
    throw new UserError("give a plan, --environment NAME to plan it, or --base FOLDER to compare with (see --help)");
  }
  const stacks = files.length > 0 || environment === undefined ? [] : readStacks(outdir, environment);
  return interruptible(
    () => undefined,
    async ({ signal }) => {
      try {
        const plans: Plan[] = [];
        for (const file of files) plans.push(await readPlan(file, { signal }));
        for (const { name } of stacks) plans.push(await makePlan(outdir, name, signal));
        return plans;
      } catch (error) {
        throw signal.aborted ? new UserError("review was interrupted") : error;
      }
    },
  );
}

/** What a plan says in ids and computed values cannot be compared with what is written. */
function written({ name, synthesized }: PlannedStack): StackJson {
  if (synthesized) return synthesized;
  throw new UserError(`--base compares synthesized folders, and ${name} is in none; see --outdir`);
}

/** Two synthesized folders are compared, and Terraform has no say. */
function isPlanless({ files, environment, base }: ReviewOptions): boolean {
  return base !== undefined && files.length === 0 && environment === undefined;
}

function isPlanned(name: string, planned: readonly PlannedStack[]): boolean {
  return planned.some((stack) => stack.name === name);
}

function render(format: string, reviews: readonly Review[], commit: string | undefined, terminal: Terminal): string {
  switch (format) {
    case "markdown":
      return asMarkdown(reviews, commit);
    case "json":
      return asJson(reviews, commit);
    case "sarif":
      return asSarif(reviews);
    case "html":
      return asHtml(reviews, commit);
    default:
      return asTable(reviews, commit, terminal);
  }
}

/** Throws a `UserError` for a word that is not among those allowed. */
function oneOf<Word extends string>(words: readonly Word[], option: string, text: string): Word {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new UserError(`--${option} must be one of ${words.join(", ")}, got "${text}"`);
  return found;
}

/** The checkout's commit, where it is one. */
async function currentCommit(): Promise<string | undefined> {
  const finished = await runProgram("git", ["rev-parse", "--short", "HEAD"]).catch(() => undefined);
  return finished?.code === 0 ? finished.stdout.trim() : undefined;
}

export const reviewCommand = command({
  name: "review",
  summary: "what a Terraform plan does to access and to the audit trail",
  operands: "[PLAN...]",
  options: {
    environment: {
      type: "string",
      value: "NAME",
      help: "without a plan: plan this environment with Terraform;\nwith plans: the environment of those that outdir does not hold",
    },
    base: {
      type: "string",
      value: "FOLDER",
      help: "compare with this synthesized folder, not with what is deployed;\nwithout a plan, compare the synthesized folder itself",
    },
    "fail-on": {
      type: "string",
      default: "gained",
      value: "VERDICT",
      help: `exit 1 from here on: ${THRESHOLDS.join(", ")}; gained by default`,
    },
    accept: { type: "string", value: "FILE", help: `accepted findings, ${ACCEPT_FILE} by default` },
    commit: { type: "string", value: "SHA", help: "commit to name; the checkout's by default" },
    format: { type: "string", default: "table", value: "FORMAT", help: `${FORMATS.join(", ")}; table by default` },
    ...COMMON,
  },
  notes: [
    "PLAN is a plan file of terraform, or what terraform show -json prints of it.",
    "Verdicts, rising: unchanged, changed, undecided, gained, weakened.",
  ],
  examples: [
    "npx audit-trail review prod-archive.tfplan.json prod-trail.tfplan.json",
    "npx audit-trail review --environment prod --format markdown --output comment.md",
    "npx audit-trail review --base ../main/cdktf.out --fail-on weakened",
  ],
  run: async (values, streams, files) => {
    const { environment, base, accept, outdir, output } = values;
    const format = oneOf(FORMATS, "format", values.format);
    const threshold: Threshold = oneOf(THRESHOLDS, "fail-on", values["fail-on"]);
    const today = new Date().toISOString().slice(0, 10);
    const reviews = await review({ files, environment, base, accept, outdir, today });
    const text = render(format, reviews, values.commit ?? (await currentCommit()), terminalFor(output, streams));
    deliver(text, output, streams);
    return reaches(worst(reviews.map(({ verdict }) => verdict)), threshold) ? 1 : 0;
  },
});
