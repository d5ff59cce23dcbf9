import type { EnvironmentConfig } from "../../environments/schema";
import { alertedAccounts } from "../../environments/schema/alerted";
import { detectorsOf } from "../../environments/schema/detectors";
import { alertsPart, stackName, threatsPart, trailPart, type StackPart } from "../../stacks/names";
import { recordedTrails } from "../../stacks/recorded-trails";

/** Names of an environment's stacks, in alphabetical order. */
export function expectedStacks(environment: EnvironmentConfig): string[] {
  const parts: StackPart[] = [
    "archive",
    "state",
    ...recordedTrails(environment).map(({ account }) => trailPart(account.name)),
    ...alertedAccounts(environment).map(({ name }) => alertsPart(name)),
    ...detectorsOf(environment).map(({ account, region }) => threatsPart(account.name, region)),
    ...(environment.query ? (["query"] as const) : []),
  ];
  return parts.map((part) => stackName(environment.name, part)).sort();
}
