import * as v from "valibot";
import {
  isAccountId,
  isAliasName,
  isBucketName,
  isBucketNameOfAnyAge,
  isOrganizationId,
  isRegion,
  isRoleName,
  isTrailName,
  isTrailPrefix,
  KEY_DELETION_WINDOW_DAYS,
  KEY_ROTATION_DAYS,
  LOG_RETENTION_DAYS,
  OBJECT_LOCK_DAYS,
  SESSION_HOURS,
  TRAIL_PREFIX,
} from "../modules/limits";
import {
  allOr,
  anyText,
  arn,
  atLeastOne,
  fields,
  flag,
  isPlainObject,
  listOf,
  never,
  oneOf,
  only,
  text,
  whole,
} from "./options";
import { REGIONS } from "./regions";

const account = text(isAccountId, "12 digits");
const region = text(
  (value) => isRegion(value) && REGIONS.includes(value),
  'a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there)',
);
const bucketName = text(isBucketName, "3 to 63 lower-case letters, digits and dashes, no reserved prefix or suffix");
const roleName = text(isRoleName, "1 to 64 letters, digits and +=,.@_-");
const keyAlias = text(isAliasName, 'letters, digits, "/", "_" and "-", not beginning with "alias/" or "aws/"');
const principal = arn("iam", "user/", "role/");
const days = (max = 36500) => whole({ min: 1, max }, "days");

const accountAccess = only({
  id: account,
  /** Role that Terraform takes in the account. @default the caller's own identity */
  assumeRole: v.optional(arn("iam", "role/")),
});

const lifecycle = only({
  transitions: v.optional(
    listOf(
      only({
        afterDays: whole({ min: 0, max: 36500 }, "days"),
        storageClass: oneOf(
          "STANDARD_IA",
          "INTELLIGENT_TIERING",
          "ONEZONE_IA",
          "GLACIER_IR",
          "GLACIER",
          "DEEP_ARCHIVE",
        ),
      }),
    ),
  ),
  expireAfterDays: v.optional(days()),
  keepNoncurrentDays: v.optional(days()),
  abortUploadsAfterDays: v.optional(days()),
});

const objectLock = only({
  mode: oneOf("GOVERNANCE", "COMPLIANCE"),
  days: whole(OBJECT_LOCK_DAYS, "days"),
});

const access = v.optional(oneOf("all", "read", "write"));

const dataBucket = text(isBucketNameOfAnyAge, "a bucket name");
const recordedPart = only({ bucket: dataBucket, prefix: anyText });
const recordedBucket = v.lazy((input) => {
  if (typeof input === "string") return dataBucket;
  return isPlainObject(input) ? recordedPart : never("a bucket name or an object with bucket and prefix");
});
const resourceType = text(
  (value) => /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(value),
  'a resource type like "AWS::SQS::Queue"',
);
const eventSource = text(
  (value) => /^[a-z0-9-]+\.amazonaws\.com$/.test(value),
  'an event source like "s3.amazonaws.com"',
);

const byKind = v.variant(
  "kind",
  [
    fields({ kind: v.literal("s3"), buckets: allOr(recordedBucket), access }),
    fields({ kind: v.literal("lambda"), functions: allOr(arn("lambda", "function:")), access }),
    fields({ kind: v.literal("dynamodb"), tables: allOr(arn("dynamodb", "table/")), access }),
    fields({
      kind: v.literal("other"),
      resourceType,
      arns: allOr(text((value) => value.startsWith("arn:"), "how an ARN begins")),
      access,
    }),
  ],
  'one of "s3", "lambda", "dynamodb", "other"',
);
const dataEvents = v.lazy((input) =>
  isPlainObject(input) ? byKind : never('an object whose kind is "s3", "lambda", "dynamodb" or "other"'),
);

const tagValues = v.record(v.string(), anyText);
const tags = v.lazy((input) => (isPlainObject(input) ? tagValues : never("an object of texts")));

/** What each option means stands with the construct that takes it, in `modules/`. */
export const environmentSchema = only({
  /** Also the first part of each stack's name. */
  name: text((value) => /^[a-z][a-z0-9]{1,15}$/.test(value), "2 to 16 lower-case letters and digits, a letter first"),
  /** Nothing that holds logs can be destroyed, and no weakening is taken. */
  protected: flag,
  /** Home of key, buckets and trail. */
  region,
  accounts: only({
    /** Holds key, buckets, readers and Terraform's state. */
    archive: accountAccess,
    /** Is recorded: the trail's own account. The same as `archive` where one account does for both. */
    audited: accountAccess,
  }),
  organization: v.optional(
    only({ id: text(isOrganizationId, 'an organization id like "o-a1b2c3d4e5"'), managementAccount: account }),
  ),
  state: only({ bucketName }),
  key: only({
    alias: keyAlias,
    administrators: listOf(principal),
    rootAccess: v.optional(oneOf("administers", "iamDecides", "nothing")),
    rotationPeriodInDays: v.optional(whole(KEY_ROTATION_DAYS, "days")),
    deletionWindowInDays: v.optional(whole(KEY_DELETION_WINDOW_DAYS, "days")),
  }),
  logs: only({
    bucketName,
    prefix: v.optional(text(isTrailPrefix, TRAIL_PREFIX)),
    lifecycle: v.optional(lifecycle),
    objectLock: v.optional(objectLock),
    forceDestroy: v.optional(flag),
    /** Denies reading to everyone but `readers`. */
    onlyReaders: v.optional(flag),
    requireKeyHeader: v.optional(flag),
    minimumTlsVersion: v.optional(oneOf("1.2", "1.3")),
    /** Sends S3's events to EventBridge. */
    eventBridge: v.optional(flag),
    /** Writes daily lists of all versions to the access-log bucket. */
    inventory: v.optional(flag),
  }),
  accessLogs: only({ bucketName, lifecycle: v.optional(lifecycle) }),
  /** A copy of every log file in another Region, or in another account. */
  replica: v.optional(
    only({
      region,
      bucketName,
      keyAlias,
      account: v.optional(accountAccess),
      storageClass: v.optional(oneOf("STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE")),
      lifecycle: v.optional(lifecycle),
    }),
  ),
  /** Blocks public access for all buckets of the archive account. */
  blockPublicAccessOfAccount: v.optional(flag),
  readers: listOf(
    only({
      roleName,
      trustedPrincipals: atLeastOne(principal),
      externalId: v.optional(
        text((value) => /^[\w+=,.@:/-]{2,1224}$/.test(value), "2 to 1224 letters, digits and +=,.@:/-"),
      ),
      requireMfa: v.optional(flag),
      maxSessionHours: v.optional(whole(SESSION_HOURS, "hours")),
      /** @default all that the trail records */
      accounts: v.optional(atLeastOne(account)),
      /** @default all */
      regions: v.optional(atLeastOne(region)),
    }),
  ),
  breakGlass: v.optional(only({ roleName, trustedPrincipals: atLeastOne(principal) })),
  trail: only({
    name: text(isTrailName, "3 to 128 letters, digits, and single periods, underscores or dashes between them"),
    /** Records all accounts of `organization`; made from its management account or a delegated administrator. */
    ofOrganization: v.optional(flag),
    multiRegion: v.optional(flag),
    includeGlobalServiceEvents: v.optional(flag),
    events: v.optional(
      only({
        management: v.optional(oneOf("all", "read", "write", "none")),
        excludeManagementSources: v.optional(listOf(oneOf("kms.amazonaws.com", "rdsdata.amazonaws.com"))),
        data: v.optional(listOf(dataEvents)),
        networkActivity: v.optional(listOf(eventSource)),
        insights: v.optional(listOf(oneOf("ApiCallRateInsight", "ApiErrorRateInsight"))),
        selectors: v.optional(oneOf("advanced", "basic")),
      }),
    ),
    cloudWatchLogs: v.optional(
      only({
        retentionInDays: v.picklist(LOG_RETENTION_DAYS, `one of ${LOG_RETENTION_DAYS.join(", ")}`),
      }),
    ),
    deliveryTopic: v.optional(flag),
  }),
  tags: v.optional(tags),
});

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;

/** One environment, as its data file states it. */
export type EnvironmentConfig = DeepReadonly<v.InferInput<typeof environmentSchema>>;
