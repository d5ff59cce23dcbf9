import type { Construct } from "constructs";
import { requireProvider } from "../provider-range";
import type { FieldCondition, TrailEvents } from "./events";

/** @see https://github.com/hashicorp/terraform-provider-aws/pull/43091 */
const NEWER_FIELDS: readonly string[] = ["errorCode", "eventType", "sessionCredentialFromConsole", "vpcEndpointId"];

/** Requires AWS provider 6.1 of the trail's stack if the events have a condition on a field that earlier ones refuse. */
export function requireProviderFor(events: TrailEvents, trail: Construct): void {
  requireProvider(trail, "6.1", newerConditions(events));
}

/** Each with its path: `events.data[0].where[0].field "eventType"`. */
function newerConditions({ data = [], networkActivity = [] }: TrailEvents): string[] {
  const found = (option: string, conditions: readonly FieldCondition<string>[] = []) =>
    conditions.flatMap(({ field }, index) =>
      NEWER_FIELDS.includes(field) ? [`events.${option}.where[${index}].field "${field}"`] : [],
    );
  return [
    ...data.flatMap(({ where }, index) => found(`data[${index}]`, where)),
    ...networkActivity.flatMap((entry, index) =>
      typeof entry === "string" ? [] : found(`networkActivity[${index}]`, entry.where),
    ),
  ];
}
