import "../peers";
export { AccessLogBucket, type AccessLogBucketProps } from "./access-log-bucket";
export { AccountPublicAccessBlock, type AccountPublicAccessBlockProps } from "./account-public-access-block";
export type { TrailDelivery } from "./delivery-statements";
export { Bucket, type AccessLogs, type BucketProps, type KeyEncryption } from "./bucket";
export { ExistingBucket, type ExistingBucketProps } from "./existing-bucket";
export { BucketBase, type BucketPolicyProps } from "./bucket-base";
export type { BucketDenials, DeletionProtection } from "./bucket-policy";
export { BucketInventory, type BucketInventoryProps } from "./inventory";
export {
  STORAGE_CLASSES,
  type Lifecycle,
  type LifecycleActions,
  type LifecycleRule,
  type StorageClass,
  type Transition,
} from "./lifecycle";
export {
  BucketNotifications,
  notificationStatement,
  type BucketNotificationsProps,
  type NotificationTarget,
} from "./notifications";
export { retentionDays, type ObjectLock } from "./object-lock";
export { BucketReplication, type BucketReplicationProps } from "./replication";
