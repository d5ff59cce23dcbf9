import { toJson } from "../../../render/escape";
import type { Review } from "../review";
import { worst } from "../verdict";

/** The complete review, as described in `docs/plan-review.md`. Adding a field does not change the version. */
export function asJson(reviews: readonly Review[], commit: string | undefined): string {
  const document = {
    version: 1,
    verdict: worst(reviews.map(({ verdict }) => verdict)),
    commit: commit ?? null,
    environments: reviews.map(({ policies, access, ...review }) => ({
      ...review,
      access: accessAsJson(access),
      policies: policies.map(({ statements, ...policy }) => ({
        ...policy,
        statements: statements.map(({ before, after, ...change }) => ({
          ...change,
          before: before?.statement ?? null,
          after: after?.statement ?? null,
        })),
      })),
    })),
  };
  return toJson(document);
}

/** Findings about a new trail are listed under `findings`. */
function accessAsJson({ unsafe: _, isFirst: firstApply, unknown, ...cells }: Review["access"]) {
  return { ...cells, firstApply, unknown: unknown ?? null };
}
