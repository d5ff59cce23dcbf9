import type { NamedQuery, WorkGroup } from "@aws-sdk/client-athena";
import { at } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import type { Arguments, StackResource } from "../../model/stack";
import { savedIn, workgroupsFor } from "../../model/workgroups";
import { gone, sameLines, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { keysOf } from "../keys";
import { compareItems } from "./items";

/** Each workgroup of Athena for the log files: on, its limits and results as configured, with the configured queries. */
export function workgroupChecks(environment: Environment): Check[] {
  const { logBucket, resources } = environment;
  return workgroupsFor(logBucket.name, resources).flatMap((one) => checksOf(environment, one));
}

type Find = (context: Context, found: WorkGroup) => Finding | Promise<Finding>;

function checksOf(environment: Environment, workgroup: StackResource): Check[] {
  const { values, account, region } = workgroup;
  const name = String(values["name"]);
  const label = labelOf(environment, workgroup, name);
  const check = (
    id: string,
    title: string,
    expected: readonly string[],
    controls: readonly string[],
    find: Find,
  ): Check => ({
    id: `query.${id}.${label}`,
    group: "Queries",
    title: `workgroup ${name}: ${title}`,
    expected: expected.join("; "),
    controls,
    run: async (context) => {
      const found = await context.aws(workgroup).queries.workgroup(name);
      return found ? find(context, found) : gone(`${account} has no workgroup ${name} in ${region}`);
    },
  });
  const state = [`state ${String(values["state"] ?? "ENABLED")}`];
  const limits = limitLines(values);
  const results = expectedResults(environment, values);
  const saved = savedIn(workgroup, environment.resources);
  const own = check("workgroup", "is on", state, [], (_, { State }) => sameLines(state, [`state ${String(State)}`]));
  const others = [
    check("limits", "enforces the configured limits", limits, ["query-enforced", "query-logging"], (_, found) =>
      sameLines(limits, foundLimits(found)),
    ),
    check(
      "results",
      "keeps results as configured",
      results,
      ["query-encryption", "query-enforced"],
      async (context, found) => sameLines(results, await foundResults(context, found, resultsKeyOf(values))),
    ),
    check("saved", "has the configured queries", [`${saved.length} as configured`], [], (context) =>
      compareSaved(context, workgroup, saved),
    ),
  ];
  return [own, ...others.map((one) => ({ ...one, needs: own.id }))];
}

/** `name`, and where it is if that is not the log bucket's account and Region. */
export function labelOf({ logBucket }: Environment, { account, region }: StackResource, name: string): string {
  const isHome = account === logBucket.account && region === logBucket.region;
  return isHome ? name : `${account}/${region}/${name}`;
}

/** AWS enforces settings and publishes metrics, and picks the engine, unless the configuration says otherwise. */
function limitLines(values: Arguments): string[] {
  const of = (path: string) => at(values, `configuration.${path}`);
  return [
    `enforced ${String(of("enforce_workgroup_configuration") !== false)}`,
    `at most ${String(of("bytes_scanned_cutoff_per_query") ?? "any")} bytes a query`,
    `metrics ${String(of("publish_cloudwatch_metrics_enabled") !== false)}`,
    `requester pays ${String(of("requester_pays_enabled") === true)}`,
    `engine ${String(of("engine_version.selected_engine_version") ?? "AUTO")}`,
  ];
}

function foundLimits({ Configuration = {} }: WorkGroup): string[] {
  const { EnforceWorkGroupConfiguration, BytesScannedCutoffPerQuery, PublishCloudWatchMetricsEnabled } = Configuration;
  return [
    `enforced ${String(EnforceWorkGroupConfiguration === true)}`,
    `at most ${BytesScannedCutoffPerQuery ?? "any"} bytes a query`,
    `metrics ${String(PublishCloudWatchMetricsEnabled === true)}`,
    `requester pays ${String(Configuration.RequesterPaysEnabled === true)}`,
    `engine ${Configuration.EngineVersion?.SelectedEngineVersion ?? "AUTO"}`,
  ];
}

/** Where results go, whose bucket that is, and which key encrypts them. */
function resultLines(place: unknown, owner: unknown, option: unknown, key: string): string[] {
  const encryption = option === undefined ? "none" : `${String(option)} with ${key}`;
  return [
    `location ${String(place ?? "chosen by the caller")}`,
    `owner ${String(owner ?? "any")}`,
    `encryption ${encryption}`,
  ];
}

function expectedResults(environment: Environment, values: Arguments): string[] {
  const of = (path: string) => at(values, `configuration.result_configuration.${path}`);
  const arn = resultsKeyOf(values);
  const key = keysOf(environment).find(({ impliedArn }) => impliedArn === arn);
  const option = of("encryption_configuration.encryption_option");
  return resultLines(of("output_location"), of("expected_bucket_owner"), option, key?.name ?? arn ?? "no key");
}

function resultsKeyOf(values: Arguments): string | undefined {
  const arn = at(values, "configuration.result_configuration.encryption_configuration.kms_key_arn");
  return typeof arn === "string" ? arn : undefined;
}

async function foundResults({ keys }: Context, { Configuration = {} }: WorkGroup, expectedKey?: string) {
  const { OutputLocation, ExpectedBucketOwner, EncryptionConfiguration } = Configuration.ResultConfiguration ?? {};
  const key = await keys.nameOfFound(EncryptionConfiguration?.KmsKey, expectedKey);
  return resultLines(OutputLocation, ExpectedBucketOwner, EncryptionConfiguration?.EncryptionOption, key);
}

/** A saved query that was changed answers a responder with what somebody wants them to see. */
function compareSaved(context: Context, workgroup: StackResource, saved: readonly StackResource[]): Promise<Finding> {
  const items = saved.map(({ values }) => ({
    name: String(values["name"]),
    lines: queryLines(values["database"], values["query"]),
  }));
  return compareItems(context, items, async ({ name }) => {
    const all = await context.aws(workgroup).queries.savedQueries(String(workgroup.values["name"]));
    const found = all.filter((one: NamedQuery) => one.Name === name);
    return found.length === 0
      ? undefined
      : found.flatMap(({ Database, QueryString }) => queryLines(Database, QueryString));
  });
}

/** The SQL is one line: the order of its own lines counts. */
function queryLines(database: unknown, sql: unknown): string[] {
  return [`in ${String(database)}`, String(sql).replace(/\s+/g, " ")];
}
