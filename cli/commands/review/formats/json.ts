import { toJson } from "../../../render/escape";
import type { Review } from "../review";
import { worst } from "../verdict";

/** The whole review, as `docs/plan-review.md` describes it. A new field is no new version. */
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

/** What does not protect a new trail is among the findings. */
function accessAsJson({ unsafe: _, isFirst: firstApply, unknown, ...cells }: Review["access"]) {
  return { ...cells, firstApply, unknown: unknown ?? null };
}
