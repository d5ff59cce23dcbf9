import { blocks } from "../../cli/model/blocks";
import type { Environment } from "../../cli/model/environment";
import type { Arguments } from "../../cli/model/stack";
import type { Location } from "../../modules/policy";

type Answers = Readonly<Record<string, (input: Record<string, unknown>) => object>>;

const DETECTOR = "12abc34d567e8fa901bc2d34e56789f0";
const KEY = "11111111-2222-3333-4444-555555555555";

/** The answers of AWS in one account and Region where GuardDuty and its export are as an environment's stacks define them. */
export function threatsInAws(environment: Environment, { account, region }: Location): Answers {
  const here = environment.resources.filter((one) => one.account === account && one.region === region);
  const ofType = (type: string) => here.filter((one) => one.type === type).map(({ values }) => values);
  const [detector] = ofType("aws_guardduty_detector");
  const realKey = `arn:aws:kms:${region}:${account}:key/${KEY}`;
  /** With the ids that AWS assigns. */
  const stored = (text: unknown) =>
    String(text)
      .replaceAll(`detector/of-${account}-${region}`, `detector/${DETECTOR}`)
      .replaceAll(/arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[^"]+/g, realKey);
  const agents = (feature: Arguments, argument: string, name: string) =>
    blocks(feature, "additional_configuration").map((agent) => ({ Name: agent["name"], [name]: agent[argument] }));
  return {
    ListDetectors: () => ({ DetectorIds: detector ? [DETECTOR] : [] }),
    GetDetector: () => ({
      Status: "ENABLED",
      FindingPublishingFrequency: detector?.["finding_publishing_frequency"],
      Features: [
        { Name: "CLOUD_TRAIL", Status: "ENABLED" },
        ...ofType("aws_guardduty_detector_feature").map((feature) => ({
          Name: feature["name"],
          Status: feature["status"],
          AdditionalConfiguration: agents(feature, "status", "Status"),
        })),
      ],
    }),
    ListFilters: () => ({ FilterNames: [] }),
    GetFilter: ({ FilterName }) => ({ Name: FilterName, Action: "ARCHIVE" }),
    ListPublishingDestinations: () => ({
      Destinations: ofType("aws_guardduty_publishing_destination").map((_, index) => ({
        DestinationId: String(index),
      })),
    }),
    DescribePublishingDestination: () => ({
      Status: "PUBLISHING",
      DestinationProperties: {
        DestinationArn: ofType("aws_guardduty_publishing_destination")[0]?.["destination_arn"],
        KmsKeyArn: realKey,
      },
    }),
    DescribeOrganizationConfiguration: () => ({
      AutoEnableOrganizationMembers: "ALL",
      Features: ofType("aws_guardduty_organization_configuration_feature").map((feature) => ({
        Name: feature["name"],
        AutoEnable: feature["auto_enable"],
        AdditionalConfiguration: agents(feature, "auto_enable", "AutoEnable"),
      })),
    }),
    DescribeKey: () => ({ KeyMetadata: { Arn: realKey } }),
    GetKeyPolicy: () => ({
      Policy: stored(ofType("aws_kms_key").find(({ policy }) => String(policy).includes("guardduty"))?.["policy"]),
    }),
    ListBuckets: ({ Prefix }) => ({ Buckets: [{ Name: Prefix, BucketRegion: region }] }),
    GetBucketPolicy: ({ Bucket }) => ({
      Policy: stored(ofType("aws_s3_bucket_policy").find(({ bucket }) => bucket === Bucket)?.["policy"]),
    }),
  };
}
