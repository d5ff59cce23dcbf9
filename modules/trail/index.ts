import "../peers";
export type { CloudWatchDeliveryOptions } from "./cloudwatch-delivery";
export { TrailDelegatedAdministrator, type TrailDelegatedAdministratorProps } from "./delegated-administrator";
export { DeliveryTopic, topicKeyAccess, topicStatement, type DeliveryTopicOptions } from "./delivery-topic";
export type {
  Access,
  DataEvents,
  DynamoDbDataEvents,
  DataField,
  ExcludableSource,
  FieldCondition,
  Insight,
  LambdaDataEvents,
  NetworkActivityEvents,
  NetworkField,
  OtherDataEvents,
  RecordedBucket,
  S3DataEvents,
  TrailEvents,
} from "./events";
export type { FormerTrail } from "./former";
export { trailNames, type Organization, type TrailIdentity } from "./names";
export type { LogTarget, NamedBucket } from "./log-target";
export { Trail, type TrailProps } from "./trail";
export { allowTrail, type TrailStores, type TrailUse } from "./wiring";
