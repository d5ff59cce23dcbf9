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
  if (field === "readOnly") return true;
  const actual = event[field];
  if (actual === undefined) return false;
  const results = Object.entries(operators).map(([operator, values]) => operatorMatches(operator, values, actual));
  return results.length > 0 && results.every(Boolean);
}

function operatorMatches(operator: string, values: string | readonly string[], actual: string): boolean {
  const all = [values].flat();
  switch (operator) {
    case "equals":
      return all.includes(actual);
    case "starts_with":
      return all.some((value) => actual.startsWith(value));
    case "not_starts_with":
      return !all.some((value) => actual.startsWith(value));
    default:
      throw new Error(`no rule for the operator ${operator}`);
  }
}

function basicMatches({ type, values }: { type: string; values: readonly string[] }, objectArn: string): boolean {
  return type === "AWS::S3::Object" && values.some((value) => objectArn.startsWith(value));
}
