/**
 * The Regions that an environment may name, so that a typing error fails before AWS sees it. AWS adds Regions now and
 * then: to use one that is not here yet, add its code to this list.
 *
 * Source: the partitions `aws`, `aws-eusc`, `aws-cn` and `aws-us-gov` in the endpoint data of the AWS SDK for JavaScript
 * (`@aws-sdk/core` 3.981.0, November 2026). A test fails when the installed SDK knows a Region that this list lacks.
 * An account must enable most Regions that are newer than 2019 before it can use them.
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const REGIONS: readonly string[] = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "me-west-1",
  "mx-central-1",
  "sa-east-1",
  "sa-west-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "eusc-de-east-1",
  "cn-north-1",
  "cn-northwest-1",
  "us-gov-east-1",
  "us-gov-west-1",
];
