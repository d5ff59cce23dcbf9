import { INSTANCE_KEY } from "../../model/references";
import type { Run } from "./plan";
import type { PlanJson, ResourceConfigJson } from "./plan-json";

/** Data sources that run a program or a function each time Terraform reads them. */
const RUNNING_DATA = ["external", "aws_lambda_invocation"];

/**
 * Programs that Terraform runs besides changing resources. The plan does not show their effects.
 * @see https://developer.hashicorp.com/terraform/language/invoke-actions
 * @see https://developer.hashicorp.com/terraform/language/provisioners
 */
export function runsOf(json: PlanJson, configs: ReadonlyMap<string, ResourceConfigJson>): Run[] {
  const changing = new Set(
    (json.resource_changes ?? [])
      .filter(({ change }) => !["no-op", "read"].includes(change.actions.join(" ")))
      .map(({ address }) => withoutKeys(address)),
  );
  const invocations = [...(json.action_invocations ?? []), ...(json.deferred_action_invocations ?? []).map(inner)];
  return [
    ...invocations.map(({ address, type }) => ({ address: String(address), what: `action ${String(type)}` })),
    ...[...configs].flatMap(([address, { mode, type, provisioners = [] }]): Run[] => {
      if (mode === "data") return RUNNING_DATA.includes(type) ? [{ address, what: `data source ${type}` }] : [];
      // They run at creation or destruction; a plan does not show which of the two a provisioner is for.
      if (!changing.has(address)) return [];
      return provisioners.map((one) => ({ address, what: `provisioner ${one.type}` }));
    }),
  ];
}

type Invocations = NonNullable<PlanJson["action_invocations"]>;

function inner(deferred: NonNullable<PlanJson["deferred_action_invocations"]>[number]): Invocations[number] {
  return deferred.action_invocation ?? {};
}

const KEYS = new RegExp(INSTANCE_KEY, "g");

/** `module.a[0].aws_x.y["k"]` is `module.a.aws_x.y` in the configuration. */
export function withoutKeys(address: string): string {
  return address.replace(KEYS, "");
}
