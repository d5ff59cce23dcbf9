import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { asMarkdown } from "../../cli/commands/review/formats/markdown";
import type { Review } from "../../cli/commands/review/review";
import { review } from "../../cli/commands/review/run";
import { toJson } from "../../cli/render/escape";
import { casesIn, plannedStacks, withPlans } from "./kept";
import { EXAMPLES, SYNTHESIZED, TARGET } from "./paths";

/** Writes the findings of a review of each kept plan next to the plan, for a person to read and commit. */
async function main(): Promise<void> {
  for (const name of casesIn(TARGET)) {
    const reviews = await reviewsOf(TARGET, name);
    writeFileSync(join(TARGET, name, "expected.json"), foundIn(reviews));
    if (EXAMPLES.includes(name)) writeFileSync(join(TARGET, name, "expected.md"), asMarkdown(reviews, undefined));
  }
}

async function reviewsOf(target: string, name: string): Promise<readonly Review[]> {
  const isFull = plannedStacks(target, name).every((stack) => stack.startsWith("full-"));
  return withPlans(target, name, (files) =>
    review({
      files,
      // Some of the stacks are not in the synthesized folder.
      environment: isFull ? "full" : "local",
      outdir: join(target, SYNTHESIZED),
      base: undefined,
      accept: undefined,
      today: "2026-01-01",
    }),
  );
}

/** The report of one case as `audit-trail review --format markdown` writes it, without a commit. */
export async function reportOf(target: string, name: string): Promise<string> {
  return asMarkdown(await reviewsOf(target, name), undefined);
}

/** Verdict, findings and everything else that the review of one case reports, as JSON with a line each. */
export async function findingsOf(target: string, name: string): Promise<string> {
  return foundIn(await reviewsOf(target, name));
}

function foundIn(reviews: readonly Review[]): string {
  const found = reviews.map(({ environment, verdict, findings, access, policies, changes, drift }) => ({
    environment,
    verdict,
    findings: findings.map(
      ({ level, kind, protection, address, causes, what }) =>
        `${level}: ${protection ?? kind}: ${address}: ${what}${becauseOf(causes)}`,
    ),
    lost: access.lost.map(
      ({ subject, accessCase, target, before, after }) =>
        `${subject}: ${accessCase} (${target}): ${before} -> ${after}`,
    ),
    policies: policies.flatMap(({ address, statements, kind }) =>
      statements.length === 0
        ? [`${address}: ${kind}`]
        : statements.map(({ sid, tag, what }) => `${address}: ${sid}: ${tag}: ${what}`),
    ),
    changes,
    drift,
  }));
  return toJson(found);
}

function becauseOf(causes: Review["findings"][number]["causes"]): string {
  const others = causes.map(({ address, sid }) => `${address} ${sid ?? ""}`.trim());
  return others.length === 0 ? "" : ` [${others.join(", ")}]`;
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  });
}
