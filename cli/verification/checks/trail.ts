import type { Trail } from "@aws-sdk/client-cloudtrail";
import { parseArn } from "../../../modules/policy";
import { fail, gone, logging, pass, same, walkthrough, type Check } from "../check";
import type { Context } from "../context";
import type { Environment } from "../../model/environment";
import { trailResource } from "../../model/resources";
import { keysOf } from "../keys";
import { trailReference } from "../locations";
import { deliveryChecks } from "./delivery";
import { receiverChecks } from "./receivers";
import { selectorChecks } from "./selectors";

/** The settings of the trail, as AWS returns them. */
export function trailChecks(environment: Environment): Check[] {
  const { trail } = environment;
  const { values } = trailResource(environment);
  const yes = (value: unknown) => (value === true ? "yes" : "no");
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : "none");
  const setting = (
    id: string,
    title: string,
    expected: string,
    found: (trail: Trail, context: Context) => string | Promise<string>,
    more: Partial<Pick<Check, "controls" | "exampleStep">> = {},
  ): Check => ({
    id: `trail.${id}`,
    group: "Trail",
    title,
    expected,
    controls: [],
    exampleStep: logging(2),
    ...more,
    run: async (context) => {
      const { trailList = [] } = await context.aws(trail).trails(trailReference(environment));
      const there = trailList.find(({ TrailARN }) => TrailARN === trail.arn);
      return there ? same(expected, await found(there, context)) : gone(`no trail ${trail.arn}`);
    },
  });
  const topic = text(values["sns_topic_name"]);
  const existence = setting("arn", "is there", trail.arn, ({ TrailARN }) => text(TrailARN));
  const settings = [
    setting("home-region", "home Region matches", trail.region, ({ HomeRegion }) => text(HomeRegion)),
    setting(
      "regions",
      values["is_multi_region_trail"] === true ? "records every Region" : "Region setting matches",
      yes(values["is_multi_region_trail"]),
      ({ IsMultiRegionTrail }) => yes(IsMultiRegionTrail),
      { controls: ["trail-every-region"] },
    ),
    setting(
      "global-events",
      values["include_global_service_events"] === true ? "records global services" : "global services setting matches",
      yes(values["include_global_service_events"]),
      ({ IncludeGlobalServiceEvents }) => yes(IncludeGlobalServiceEvents),
    ),
    setting("organization", "organization setting matches", yes(trail.organizationTrail), ({ IsOrganizationTrail }) =>
      yes(IsOrganizationTrail),
    ),
    setting(
      "validation",
      trail.validation ? "signs digests of its log files" : "digest setting matches",
      yes(trail.validation),
      ({ LogFileValidationEnabled }) => yes(LogFileValidationEnabled),
      { controls: ["trail-log-file-validation"] },
    ),
    setting(
      "key",
      trail.keyArn === undefined ? "encryption setting matches" : "encrypts with the key",
      trail.keyArn === undefined ? "no key" : keyName(environment, trail.keyArn),
      ({ KmsKeyId }, { keys }) => keys.nameOfFound(KmsKeyId, trail.keyArn),
      { controls: ["trail-encryption"], exampleStep: logging(3) },
    ),
    setting("bucket", "delivers into the log bucket", trail.bucketName, ({ S3BucketName }) => text(S3BucketName)),
    setting("prefix", "delivers below its prefix", text(values["s3_key_prefix"]), ({ S3KeyPrefix }) =>
      text(S3KeyPrefix),
    ),
    setting("topic", "topic setting matches", topic, ({ SnsTopicARN }) =>
      // Terraform names a topic of the trail's own account and Region, and gives the ARN of any other.
      text(topic.startsWith("arn:") ? SnsTopicARN : SnsTopicARN?.split(":").at(-1)),
    ),
    setting(
      "cloudwatch",
      "log group setting matches",
      text(values["cloud_watch_logs_group_arn"]),
      ({ CloudWatchLogsLogGroupArn }) => text(CloudWatchLogsLogGroupArn),
      { controls: ["trail-cloudwatch-logs"] },
    ),
    ...selectorChecks(environment, values).map((check) => ({ ...check, exampleStep: walkthrough(2) })),
    ...deliveryChecks(environment, values),
  ];
  return [
    existence,
    ...settings.map((check) => ({ ...check, needs: existence.id })),
    ...receiverChecks(environment),
    ...(trail.organizationTrail ? [trustedAccessCheck(environment), ...delegationChecks(environment)] : []),
  ];
}

/**
 * An organization's trail records accounts only as long as CloudTrail is a trusted service of the organization.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-cloudtrail.html
 */
function trustedAccessCheck({ trail }: Environment): Check {
  return {
    id: "trail.trusted-access",
    group: "Trail",
    title: "the organization trusts CloudTrail",
    expected: "cloudtrail.amazonaws.com",
    controls: ["trail-management-events"],
    run: async ({ aws }) => {
      const services = (await aws(trail).trustedServices()).map(({ ServicePrincipal }) => String(ServicePrincipal));
      if (services.includes("cloudtrail.amazonaws.com")) return pass("cloudtrail.amazonaws.com");
      return fail(services.length === 0 ? "no service" : `only ${services.sort().join(", ")}`);
    },
  };
}

/**
 * A trail that a member account made belongs to the management account, and only a delegated administrator manages it.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
 */
function delegationChecks({ trail }: Environment): Check[] {
  if (parseArn(trail.arn)?.account === trail.account) return [];
  return [
    {
      id: "trail.delegated-administrator",
      group: "Trail",
      title: "its account is CloudTrail's delegated administrator",
      expected: trail.account,
      controls: ["trail-management-events"],
      run: async ({ aws }) => {
        const accounts = (await aws(trail).trailAdministrators()).map(({ Id }) => String(Id)).sort();
        return accounts.includes(trail.account) ? pass(trail.account) : fail(accounts.join(", ") || "no account");
      },
    },
  ];
}

function keyName(environment: Environment, keyArn: string): string {
  return keysOf(environment).find(({ impliedArn }) => impliedArn === keyArn)?.name ?? keyArn;
}
