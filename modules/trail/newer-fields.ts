import type { Construct } from "constructs";
import { acceptProviderFrom61, versionsBefore61 } from "../provider-range";
import type { FieldCondition, TrailEvents } from "./events";

/** @see https://github.com/hashicorp/terraform-provider-aws/pull/43091 */
const NEWER_FIELDS: readonly string[] = ["errorCode", "eventType", "sessionCredentialFromConsole", "vpcEndpointId"];

/** Requires AWS provider 6.1 of the trail's stack if the events have a condition on a field that earlier ones refuse. */
export function requireProviderFor(events: TrailEvents, trail: Construct): void {
  const conditions = newerConditions(events);
  if (conditions.length === 0) return;
  acceptProviderFrom61(trail);
  // At synth, because the app may still set the version.
  const validate = () => {
    const versions = versionsBefore61(trail);
    if (versions === undefined) return [];
    return conditions.map((one) => `${one} requires AWS provider 6.1 or later, but the stack requires "${versions}"`);
  };
  trail.node.addValidation({ validate });
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
