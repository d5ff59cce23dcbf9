import { labelled, manifestOf, PROVIDER } from "./stack-folder";
import type { Sandbox } from "./workflow-scripts";

export const WITHOUT_STATE = `
Error: Unable to find remote state

  with data.terraform_remote_state.ArchiveState,

No stored state was found for the given workspace in the given backend.
`;

/** A bucket in `dev-archive`, a trail in `dev-trail`, and `prod` beside it. */
export function layStacks(sandbox: Sandbox): void {
  const stacks = ["dev-trail", "dev-archive", "prod-archive"];
  sandbox.write("synthesized/head/manifest.json", manifestOf(stacks, { "dev-trail": ["dev-archive"] }));
  sandbox.write("synthesized/accept.json", []);
  for (const name of stacks) {
    const resource = { aws_s3_bucket: { [bucketOf(name)]: { bucket: name } } };
    const json = { ...labelled(name.split("-")[0]!), provider: PROVIDER, resource };
    sandbox.write(`synthesized/head/stacks/${name}/cdk.tf.json`, json);
    sandbox.write(`planned/stacks/${name}/cdk.tf.json`, json);
  }
  sandbox.write("planned/manifest.json", sandbox.read("synthesized/head/manifest.json"));
}

const bucketOf = (stack: string) => (stack.endsWith("trail") ? "Trail" : "Logs");

/** The plan of a stack: its bucket gets these tags. */
export function layPlan(sandbox: Sandbox, stack: string, tags: object | undefined, folder = "fakes/terraform"): void {
  const before = { bucket: stack, tags: {}, tags_all: {} };
  const after = tags ? { ...before, tags, tags_all: tags } : before;
  layChange(sandbox, stack, tags ? ["update"] : ["no-op"], before, after, folder);
}

export function layChange(
  sandbox: Sandbox,
  stack: string,
  actions: readonly string[],
  before: object | null,
  after: object | null,
  folder = "fakes/terraform",
): void {
  sandbox.write(`${folder}/${stack}/plan.json`, {
    format_version: "1.2",
    resource_changes: [
      {
        address: `aws_s3_bucket.${bucketOf(stack)}`,
        mode: "managed",
        type: "aws_s3_bucket",
        name: bucketOf(stack),
        change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
      },
    ],
    environment: { provider_config: {}, root_module: {} },
  });
  if (actions[0] === "no-op") sandbox.write(`${folder}/${stack}/unchanged`, "");
}
