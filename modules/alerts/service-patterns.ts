import { LARGEST_EVENT_PATTERN } from "../limits/numbers";
import { eventPattern, type EventPattern } from "./event-pattern";
import type { AlertRule } from "./rule";
import { kindsOf } from "./scopes";
import type { ServiceRules } from "./services";
import { sizeWithTokens } from "./sizes";
import { halved, halves, type Watched } from "./watched";

/** One EventBridge rule: a part of a service's alerts, or of the resources that they concern. */
export interface ServicePattern extends ServiceRules {
  /** `s3`, and for further parts `s3-2`: the end of the rule's name. */
  readonly part: string;
  readonly pattern: EventPattern;
}

/**
 * The patterns of a service's alerts: one or, if that is longer than EventBridge accepts, several. None if nothing that
 * they concern is watched. A call matches one of them, unless it names several resources.
 */
export function servicePatterns(group: ServiceRules, watched: Watched): ServicePattern[] {
  return patternsThatFit(group.rules, watched).map((one, index) => ({
    ...group,
    ...one,
    part: index === 0 ? group.service : `${group.service}-${index + 1}`,
  }));
}

type Part = Pick<ServicePattern, "rules" | "pattern">;

function patternsThatFit(rules: readonly AlertRule[], watched: Watched): Part[] {
  const pattern = eventPattern(rules, watched);
  if (pattern === undefined) return [];
  if (sizeWithTokens(JSON.stringify(pattern)) <= LARGEST_EVENT_PATTERN) return [{ rules, pattern }];
  const scopes = [...new Set(rules.map(({ scope }) => scope))];
  if (scopes.length > 1) {
    return halves(scopes).flatMap((some) => {
      const ofSome = rules.filter(({ scope }) => some.includes(scope));
      return patternsThatFit(ofSome, watched);
    });
  }
  const kinds = scopes.flatMap(kindsOf).filter((kind) => watched[kind].length > 1);
  // `EventRule` refuses what cannot be divided.
  if (kinds.length === 0) return [{ rules, pattern }];
  return halved(watched, kinds).flatMap((some) => patternsThatFit(rules, some));
}
