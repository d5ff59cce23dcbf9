import { at } from "../model/blocks";
import type { Environment } from "../model/environment";
import { idFor } from "../model/ids";
import type { StackResource } from "../model/stack";
import { tablesOn, workgroupsFor } from "../model/workgroups";
import type { Setting } from "./setting";

/** What queries depend on besides policies: of each workgroup, and of each table on log files. */
export function querySettings(environment: Environment): Setting[] {
  const { logBucket, resources } = environment;
  return [
    ...workgroupsFor(logBucket.name, resources).flatMap((one) => workgroupSettings(one, environment)),
    ...tablesOn(logBucket.name, resources).flatMap(tableSettings),
  ];
}

function workgroupSettings(workgroup: StackResource, { resultsBucket }: Environment): Setting[] {
  const { values, account, region } = workgroup;
  const name = String(values["name"]);
  const setting = settingOf(`workgroup ${name} of ${account}`, ["workgroup", account, region, idFor(name)]);
  const of = (path: string) => at(values, `configuration.${path}`);
  // AWS enforces the settings unless the configuration says otherwise.
  const enforced = of("enforce_workgroup_configuration") !== false;
  const cutoff = of("bytes_scanned_cutoff_per_query");
  const key = of("result_configuration.encryption_configuration.kms_key_arn");
  const place = of("result_configuration.output_location");
  const owner = of("result_configuration.expected_bucket_owner");
  const metrics = of("publish_cloudwatch_metrics_enabled") !== false;
  const engine = of("engine_version.selected_engine_version");
  return [
    setting("enforced", "enforced settings", enforced ? "on" : "off", enforced),
    setting(
      "limit",
      "limit of a query",
      cutoff === undefined ? "none" : `${String(cutoff)} bytes`,
      cutoff !== undefined,
    ),
    setting("results-key", "encryption of results", key === undefined ? "off" : "customer key", key !== undefined),
    setting("results", "place of results", String(place ?? "the caller's choice"), place !== undefined),
    setting("owner", "owner of the results bucket", String(owner ?? "any"), owner !== undefined || !resultsBucket),
    setting("metrics", "metrics", metrics ? "on" : "off", metrics),
    setting("engine", "engine", String(engine ?? "chosen by AWS"), true),
  ];
}

/** A table that misses an account or a Region finds nothing there, and looks as if nothing had happened. */
function tableSettings({ values, account, region }: StackResource): Setting[] {
  const parameters = (values["parameters"] ?? {}) as Readonly<Record<string, unknown>>;
  const template = parameters["storage.location.template"];
  if (typeof template !== "string") return [];
  const name = `${String(values["database_name"])}.${String(values["name"])}`;
  const count = (column: string) => {
    const listed = parameters[`projection.${column}.values`];
    return typeof listed === "string" ? String(listed.split(",").filter((one) => one !== "").length) : "any";
  };
  const days = String(parameters["projection.day.range"] ?? "none");
  const value = `${count("account")} accounts, ${count("region")} Regions, ${days}, ${template}`;
  return [
    settingOf(`table ${name} of ${account}`, ["table", account, region, idFor(name)])(
      "files",
      "log files",
      value,
      true,
    ),
  ];
}

function settingOf(target: string, id: readonly string[]) {
  return (kind: string, title: string, value: string, safe: boolean): Setting => ({
    id: ["query", ...id, kind].join("-"),
    target,
    title,
    value,
    safe,
  });
}
