import type { OutputChange, PlannedResource } from "../../terraform/plan/plan";
import type { OutOfScope } from "./out-of-scope";
import type { PlannedStack } from "../../terraform/plan/plan-states";

/** Types whose names and ARNs other stacks read. */
const NAMED = /^aws_(cloudtrail|cloudwatch_|iam_|kms_|lambda_|s3_|sns_|sqs_)/;

const NAMES = ["arn", "bucket", "id", "key_id", "name"];

/**
 * Outputs that named a resource of an audit trail, and now name something else although that resource stays. Stacks that
 * read the output follow it, which the plan of this stack does not show.
 */
export function movedOutputs(planned: readonly PlannedStack[]): OutOfScope[] {
  return planned.flatMap(({ name, plan }) =>
    plan.outputChanges.flatMap((change): OutOfScope[] => {
      const named = plan.resources.find((resource) => stays(resource) && isNamedBy(change, resource));
      if (named === undefined) return [];
      const now = change.after === undefined ? "a value known only after apply" : JSON.stringify(change.after);
      const what = `no longer names ${named.address}, which stays, but ${now}: stacks that read the output will use that`;
      return [{ address: `${name}/output.${change.name}`, level: "gained", what }];
    }),
  );
}

function stays({ action }: PlannedResource): boolean {
  return action === "none" || action === "update";
}

function isNamedBy({ before }: OutputChange, { address, type, before: values }: PlannedResource): boolean {
  if (!NAMED.test(type)) return false;
  return before.startsWith(`\${${address}.`) || NAMES.some((name) => values?.[name] === before);
}
