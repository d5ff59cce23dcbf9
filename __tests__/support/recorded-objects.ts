interface FieldSelector {
  readonly field: string;
  readonly [operator: string]: string | readonly string[];
}

interface BasicSelector {
  readonly data_resource?: readonly { readonly type: string; readonly values: readonly string[] }[];
}

/**
 * Whether a trail records calls on this S3 object, as CloudTrail decides it: by any selector whose fields all
 * match. CloudTrail User Guide, "How CloudTrail evaluates multiple conditions for a field".
 */
export function recordsObject(trail: Record<string, unknown>, objectArn: string): boolean {
  const advanced = (trail["advanced_event_selector"] ?? []) as { field_selector: FieldSelector[] }[];
  const basic = (trail["event_selector"] ?? []) as BasicSelector[];
  const event: Record<string, string> = {
    eventCategory: "Data",
    "resources.type": "AWS::S3::Object",
    "resources.ARN": objectArn,
  };
  return (
    advanced.some(({ field_selector }) => field_selector.every((selector) => fieldMatches(selector, event))) ||
    basic.some(({ data_resource = [] }) => data_resource.some((resource) => basicMatches(resource, objectArn)))
  );
}

/** Values that take in are alternatives; those that leave out all hold, and hold beside the others. */
function fieldMatches({ field, ...operators }: FieldSelector, event: Record<string, string>): boolean {
  // A call that meets all conditions on other fields is among those on the object.
  if (!Object.hasOwn(event, field)) return true;
  const given = Object.entries(operators).filter(([, values]) => values.length > 0);
  const results = (leavesOut: boolean) =>
    given
      .filter(([operator]) => operator.startsWith("not_") === leavesOut)
      .map(([operator, values]) => operatorMatches(operator, values, event[field]!));
  const selecting = results(false);
  return (selecting.length === 0 || selecting.some(Boolean)) && results(true).every(Boolean);
}

function operatorMatches(operator: string, values: string | readonly string[], actual: string): boolean {
  const all = [values].flat();
  switch (operator) {
    case "equals":
      return all.includes(actual);
    case "starts_with":
      return all.some((value) => actual.startsWith(value));
    case "ends_with":
      return all.some((value) => actual.endsWith(value));
    case "not_equals":
      return !all.includes(actual);
    case "not_ends_with":
      return !all.some((value) => actual.endsWith(value));
    case "not_starts_with":
      return !all.some((value) => actual.startsWith(value));
    default:
      throw new Error(`no rule for the operator ${operator}`);
  }
}

function basicMatches({ type, values }: { type: string; values: readonly string[] }, objectArn: string): boolean {
  return type === "AWS::S3::Object" && values.some((value) => objectArn.startsWith(value));
}
