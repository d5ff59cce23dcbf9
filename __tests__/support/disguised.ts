import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { review } from "../../cli/commands/review/run";
import type { Review } from "../../cli/commands/review/review";
import { manifestOf } from "./stack-folder";
import { planText } from "../../tools/plan-fixtures/kept";

const PLANS = join(__dirname, "..", "fixtures", "plans");
const SYNTHESIZED = join(PLANS, "synthesized");

type Values = Record<string, unknown>;

interface Change {
  address: string;
  mode: string;
  type: string;
  name: string;
  change: { actions: string[]; before: Values | null; after: Values | null; [more: string]: unknown };
}

/** The JSON of a plan of real Terraform, to be changed in place. */
export class PlanJson {
  readonly json: { resource_changes: Change[]; [more: string]: unknown };

  constructor(name: string, stack: string) {
    this.json = JSON.parse(planText(PLANS, name, stack)) as PlanJson["json"];
  }

  make(type: string, after: Values, more: object = {}, name = "New"): void {
    const change = { actions: ["create"], before: null, after, after_unknown: {}, ...more };
    this.json.resource_changes.push({ address: `${type}.${name}`, mode: "managed", type, name, change });
  }

  /** The one resource whose address begins so. */
  find(start: string): Change {
    const found = this.json.resource_changes.filter(({ address }) => address.startsWith(start));
    if (found.length !== 1) throw new Error(`${found.length} resources are ${start}`);
    return found[0]!;
  }

  update(start: string, changes: Values): void {
    const { change } = this.find(start);
    Object.assign(change, { actions: ["update"], after: { ...change.before, ...changes } });
  }

  policy(start: string, edit: (statements: Values[]) => void): void {
    const policy = JSON.parse(this.find(start).change.before!["policy"] as string) as { Statement: Values[] };
    edit(policy.Statement);
    this.update(start, { policy: JSON.stringify(policy) });
  }
}

/** Reviews plans of one environment, by their stacks, beside the synthesized folder. */
export async function reviewOf(plans: Readonly<Record<string, PlanJson>>): Promise<Review> {
  return inFolder(async (folder) => {
    const files = Object.entries(plans).map(([stack, plan]) => writePlan(folder, stack, plan));
    const [only] = await review({ ...OPTIONS, files, outdir: SYNTHESIZED, base: undefined });
    return only!;
  });
}

function writePlan(folder: string, stack: string, { json }: PlanJson): string {
  const file = join(folder, `${stack}.json`);
  writeFileSync(file, JSON.stringify(json));
  return file;
}

type StackFile = { resource: Record<string, Record<string, Values>>; [more: string]: unknown };

/**
 * Reviews a copy of the synthesized folder, changed, against the folder itself, or a plan of the stack beside both; gives
 * the environment `full`.
 */
export async function reviewOfFolder(
  edit: (stack: StackFile, folder: string) => void,
  name: string,
  plan?: PlanJson,
): Promise<Review> {
  return inFolder(async (folder) => {
    const [base, outdir] = ["base", "head"].map((side) => join(folder, side)) as [string, string];
    // Another environment would only take its time.
    const filter = (path: string) => !path.includes("local-");
    for (const side of [base, outdir]) copySynthesized(side, filter);
    const file = join(outdir, "stacks", name, "cdk.tf.json");
    const stack = JSON.parse(readFileSync(file, "utf8")) as StackFile;
    edit(stack, outdir);
    writeFileSync(file, JSON.stringify(stack));
    const files = plan ? [writePlan(folder, name, plan)] : [];
    const [only] = await review({ ...OPTIONS, files, outdir, base });
    return only!;
  });
}

/** Reviews the environment `full` against a folder that does not have it. */
export async function reviewOfNew(): Promise<Review> {
  return inFolder(async (folder) => {
    copySynthesized(folder, (path) => !path.includes("full-"));
    const reviews = await review({ ...OPTIONS, files: [], outdir: SYNTHESIZED, base: folder });
    return reviews.find(({ environment }) => environment === "full")!;
  });
}

/** Copies the synthesized folder without the stacks that the filter leaves out. */
function copySynthesized(folder: string, filter: (path: string) => boolean): void {
  cpSync(SYNTHESIZED, folder, { recursive: true, filter });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifestOf(readdirSync(join(folder, "stacks")))));
}

const OPTIONS = { environment: undefined, accept: undefined, today: "2026-01-01" };

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `weakened removal`, `gained` and so on, each once. */
export function kindsOf({ findings }: Review): string[] {
  return [
    ...new Set(findings.map(({ level, protection }) => (level === "weakened" ? `weakened ${protection}` : level))),
  ].sort();
}
