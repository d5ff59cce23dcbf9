import type { Finding } from "../finding";
import type { Review } from "../review";

/**
 * The review as people read it: where everything of a stack is destroyed, one finding says so, in place of one for each
 * of its resources and statements.
 */
export function withoutDestroyedParts(review: Review): Review {
  const { destroyedStacks, findings, policies, changes } = review;
  if (destroyedStacks.length === 0) return review;
  const isPart = (address: string) => destroyedStacks.some((stack) => address.startsWith(`${stack}/`));
  const whole = destroyedStacks.map((stack): Finding => {
    const resources = changes.filter((change) => change.stack === stack).length;
    return {
      level: "weakened",
      kind: "protection",
      address: stack,
      protection: "removal",
      causes: [],
      what: `everything of this stack is destroyed: ${resources} resources`,
      accepted: undefined,
    };
  });
  const others = findings.filter(({ address, accepted }) => accepted !== undefined || !isPart(address));
  return { ...review, findings: [...whole, ...others], policies: policies.filter(({ address }) => !isPart(address)) };
}
