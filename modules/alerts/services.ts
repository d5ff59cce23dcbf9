import { RULES } from "./rules";
import type { AlertRule } from "./rule";

/** The rules of one service, which share an EventBridge rule. */
export interface ServiceRules {
  /** `kms` for `kms.amazonaws.com`, `any` for those of any service. Part of the rule's name. */
  readonly service: string;
  readonly rules: readonly AlertRule[];
  readonly readOnlyCalls: boolean;
}

export const SERVICES: readonly ServiceRules[] = [...new Set(RULES.map(shortName))].map((service) => {
  const rules = RULES.filter((rule) => shortName(rule) === service);
  return { service, rules, readOnlyCalls: rules.some(({ readOnlyCalls = false }) => readOnlyCalls) };
});

function shortName({ service }: AlertRule): string {
  return service?.split(".")[0] ?? "any";
}
