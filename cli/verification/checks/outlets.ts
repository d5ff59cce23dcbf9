import type {
  InventoryConfiguration,
  NotificationConfiguration,
  NotificationConfigurationFilter,
} from "@aws-sdk/client-s3";
import { at, blocks, texts } from "../../model/blocks";
import type { Bucket, Environment } from "../../model/environment";
import { ofType, partOf } from "../../model/resources";
import type { Arguments } from "../../model/stack";
import { sameLines, skipped, type Check, type Group } from "../check";
import type { Context } from "../context";
import { orMissing } from "./absent";

/**
 * What lets a bucket's content or the names of its objects out beside its policy: each as configured, most often none.
 * Only for a bucket that the stacks create: of any other, they do not know the settings.
 */
export function outletChecks(environment: Environment, prefix: string, group: Group, bucket: Bucket): Check[] {
  const { name, account } = bucket;
  const ofBucket = (type: string) => ofType(environment, type).filter(({ values }) => values["bucket"] === name);
  if (!partOf(environment, "aws_s3_bucket", bucket)) return [];
  const outlet = (
    id: string,
    title: string,
    controls: readonly string[],
    expected: readonly string[],
    found: (context: Context) => Promise<string[]>,
  ): Check => ({
    id: `${prefix}.${id}`,
    group,
    title,
    controls,
    expected: expected.join("; ") || "none",
    run: async (context) => sameLines(expected, await found(context)),
  });
  /** What the modules never configure. What another stack configures is not compared. */
  const unused = (
    id: string,
    type: string,
    title: string,
    controls: readonly string[],
    found: (context: Context) => Promise<string[]>,
  ): Check => {
    const [configured] = ofBucket(type);
    const check = outlet(id, title, controls, [], found);
    if (!configured) return check;
    const reason = `${configured.stack}/${configured.address} configures it, and verify does not compare it`;
    return { ...check, expected: "as configured", run: () => skipped(reason) };
  };
  return [
    outlet(
      "notifications",
      "notifies only the configured receivers",
      ["bucket-notifications"],
      notificationsIn(partOf(environment, "aws_s3_bucket_notification", bucket)?.values),
      async ({ aws }) => notificationsFound(await aws(bucket).notifications(name)),
    ),
    outlet(
      "inventory",
      "has only the configured inventories",
      [],
      ofBucket("aws_s3_bucket_inventory").map(({ values }) => inventoryIn(values)),
      async ({ aws }) => (await aws(bucket).inventories(name)).map(inventoryFound),
    ),
    outlet(
      "access-points",
      "has only the configured access points",
      ["bucket-no-foreign-account"],
      ofBucket("aws_s3_access_point").map(({ values }) => String(values["name"])),
      async ({ aws }) => (await aws(bucket).accessPoints(account, name)).map(({ Name }) => String(Name)),
    ),
    unused("acl", "aws_s3_bucket_acl", "has no access control list for others", ["bucket-no-acl"], async ({ aws }) => {
      const { Owner, Grants = [] } = await aws(bucket).acl(name);
      return Grants.filter(({ Grantee }) => Grantee?.ID === undefined || Grantee.ID !== Owner?.ID).map(
        ({ Grantee, Permission }) => `${String(Grantee?.URI ?? Grantee?.ID ?? Grantee?.EmailAddress)}: ${Permission}`,
      );
    }),
    unused("website", "aws_s3_bucket_website_configuration", "is no website", [], async ({ aws }) => {
      const found = await orMissing(aws(bucket).website(name), "NoSuchWebsiteConfiguration");
      const { IndexDocument: index, RedirectAllRequestsTo: redirect } = found;
      if (!index && !redirect) return [];
      return [redirect ? `redirects to ${redirect.HostName}` : `serves ${index!.Suffix}`];
    }),
    unused("cors", "aws_s3_bucket_cors_configuration", "lets no page of another origin in", [], async ({ aws }) => {
      const { CORSRules = [] } = await orMissing(aws(bucket).cors(name), "NoSuchCORSConfiguration");
      return CORSRules.map(
        ({ AllowedMethods = [], AllowedOrigins = [] }) =>
          `${AllowedMethods.join(", ")} from ${AllowedOrigins.join(", ")}`,
      );
    }),
  ];
}

function notificationsIn(values: Arguments | undefined): string[] {
  const targets = (block: string, arn: string) =>
    blocks(values, block).map((one) =>
      targetLine(one[arn], texts(one["events"]), one["filter_prefix"], one["filter_suffix"]),
    );
  return [
    ...(values?.["eventbridge"] === true ? ["EventBridge"] : []),
    ...targets("queue", "queue_arn"),
    ...targets("topic", "topic_arn"),
    ...targets("lambda_function", "lambda_function_arn"),
  ];
}

function notificationsFound(found: NotificationConfiguration): string[] {
  const { QueueConfigurations = [], TopicConfigurations = [], LambdaFunctionConfigurations = [] } = found;
  const line = (arn: string | undefined, Events: readonly string[] = [], filter?: NotificationConfigurationFilter) => {
    const rule = (name: string) => filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value;
    return targetLine(arn, Events, rule("prefix"), rule("suffix"));
  };
  return [
    ...(found.EventBridgeConfiguration ? ["EventBridge"] : []),
    ...QueueConfigurations.map(({ QueueArn, Events, Filter }) => line(QueueArn, Events, Filter)),
    ...TopicConfigurations.map(({ TopicArn, Events, Filter }) => line(TopicArn, Events, Filter)),
    ...LambdaFunctionConfigurations.map(({ LambdaFunctionArn, Events, Filter }) =>
      line(LambdaFunctionArn, Events, Filter),
    ),
  ];
}

function targetLine(arn: unknown, events: readonly string[], prefix: unknown, suffix: unknown): string {
  const objects = prefix || suffix ? ` of ${String(prefix ?? "")}*${String(suffix ?? "")}` : "";
  return `${[...events].sort().join(", ")}${objects} to ${String(arn)}`;
}

function inventoryIn(values: Arguments): string {
  const target = (name: string) => at(values, `destination.bucket.${name}`);
  return inventoryLine({
    id: values["name"],
    enabled: values["enabled"] !== false,
    versions: values["included_object_versions"],
    frequency: at(values, "schedule.frequency"),
    format: target("format"),
    bucket: target("bucket_arn"),
    account: target("account_id"),
    prefix: target("prefix"),
  });
}

function inventoryFound(found: InventoryConfiguration): string {
  const { Bucket, AccountId, Format, Prefix } = found.Destination?.S3BucketDestination ?? {};
  return inventoryLine({
    id: found.Id,
    enabled: found.IsEnabled === true,
    versions: found.IncludedObjectVersions,
    frequency: found.Schedule?.Frequency,
    format: Format,
    bucket: Bucket,
    account: AccountId,
    prefix: Prefix,
  });
}

type Inventory = Readonly<
  Record<"id" | "enabled" | "versions" | "frequency" | "format" | "bucket" | "account" | "prefix", unknown>
>;

function inventoryLine({ id, enabled, versions, frequency, format, bucket, account, prefix }: Inventory): string {
  const state = enabled === true ? "" : " (disabled)";
  const target = `${String(bucket)}/${String(prefix ?? "")} of ${String(account ?? "any account")}`;
  return `${String(id)}${state}: ${String(versions)} versions, ${String(frequency)}, as ${String(format)} to ${target}`;
}
