import type { ReaderScope } from "../access/log-scope";
import { accountFolder, accountsFolder, type LogKind } from "../log-keys";
import { arnsIn, type Location } from "../policy";

/** Files with events. Digests and Insights files have another form, on which consumers fail. */
const KINDS = ["CloudTrail", "CloudTrail-NetworkActivity"] as const satisfies readonly LogKind[];

/** The log bucket, as far as events name it. */
interface NamedBucket {
  readonly bucketName: string;
  readonly location: Location;
}

/** An EventBridge pattern of new objects. */
interface ArrivalPattern {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
  readonly account: readonly string[];
  readonly detail: {
    readonly bucket: { readonly name: readonly string[] };
    readonly object: { readonly key: readonly ({ readonly prefix: string } | { readonly wildcard: string })[] };
  };
}

/**
 * The pattern of log files that arrive in a bucket, in EventBridge's events of S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 */
export function arrivalPattern({ bucketName, location }: NamedBucket, scope: ReaderScope): ArrivalPattern {
  const prefixes = logPrefixes(scope);
  return {
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    account: [location.account],
    detail: {
      bucket: { name: [bucketName] },
      object: { key: prefixes?.map((prefix) => ({ prefix })) ?? logWildcards(scope).map((wildcard) => ({ wildcard })) },
    },
  };
}

/** What the keys of log files begin with. `undefined` for all accounts, whose digests begin with the same. */
export function logPrefixes(scope: ReaderScope): string[] | undefined {
  const { accounts } = scope;
  if (accounts === "all") return undefined;
  return accounts.flatMap((account) => folders(scope).map((folder) => `${accountFolder(scope, account)}${folder}`));
}

/** In an event pattern, `*` also matches slashes. */
function logWildcards(scope: ReaderScope): string[] {
  return folders(scope).map((folder) => `${accountsFolder(scope)}*/${folder}*.json.gz`);
}

/** Folders of an account. */
function folders({ regions = "all" }: ReaderScope): string[] {
  const inKind = regions === "all" ? [""] : regions.map((region) => `${region}/`);
  return KINDS.flatMap((kind) => inKind.map((region) => `${kind}/${region}`));
}

/**
 * Makes of the event a message in the form of S3's own notifications, which consumers read. S3 encodes keys in them as
 * in a URL; keys of log files contain nothing to encode, unless the trail's prefix does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Notification({ bucketName, location }: NamedBucket) {
  const template = {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: location.region,
        eventTime: "<time>",
        eventName: "ObjectCreated:Put",
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "audit-trail",
          bucket: { name: bucketName, arn: arnsIn(location).bucket(bucketName) },
          object: { key: "<key>", size: "<size>", eTag: "<etag>", sequencer: "<sequencer>" },
        },
      },
    ],
  };
  return {
    inputPaths: {
      time: "$.time",
      key: "$.detail.object.key",
      size: "$.detail.object.size",
      etag: "$.detail.object.etag",
      sequencer: "$.detail.object.sequencer",
    },
    // A number has no quotes.
    inputTemplate: JSON.stringify(template).replace('"<size>"', "<size>"),
  };
}
