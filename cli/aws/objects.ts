import * as s3 from "@aws-sdk/client-s3";
import { makeCall, readBounded, type CallLimits, type SendOptions } from "./call";
import { actionOf, failureOf } from "./errors";

/** An object as S3 returns it. */
export interface StoredObject {
  /** Undefined if the object has more bytes than the limit. */
  readonly bytes: Buffer | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly modified: Date | undefined;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
}

/** S3 calls that change something or whose answers change, so that none is cached. Each throws an `AwsFailure`. */
export class S3Objects {
  constructor(
    private readonly client: s3.S3Client,
    private readonly timeoutMs: number,
  ) {}

  /** The Region of a bucket. S3 names it even if it denies access. Undefined if S3 does not name it. */
  regionOf(Bucket: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.call("HeadBucket", signal, async (options) => {
      try {
        return (await this.client.send(new s3.HeadBucketCommand({ Bucket }), options)).BucketRegion;
      } catch (error) {
        const { $response } = error as { readonly $response?: { readonly headers?: Record<string, string> } };
        const region = $response?.headers?.["x-amz-bucket-region"] ?? "";
        if (/^[a-z0-9-]+$/.test(region) && failureOf(error, "").kind !== "missing") return region;
        throw error;
      }
    });
  }

  put(input: s3.PutObjectCommandInput, signal?: AbortSignal) {
    return this.call("PutObject", signal, (options) => this.client.send(new s3.PutObjectCommand(input), options));
  }

  head(input: s3.HeadObjectCommandInput, signal?: AbortSignal) {
    return this.call("HeadObject", signal, (options) => this.client.send(new s3.HeadObjectCommand(input), options));
  }

  delete(input: s3.DeleteObjectCommandInput, signal?: AbortSignal) {
    return this.call("DeleteObject", signal, (options) => this.client.send(new s3.DeleteObjectCommand(input), options));
  }

  get(input: s3.GetObjectCommandInput, limit: number, signal?: AbortSignal): Promise<StoredObject> {
    return this.call("GetObject", signal, (options) => getObject(this.client, input, limit, options));
  }

  /** One page of objects. */
  page(input: s3.ListObjectsV2CommandInput, signal?: AbortSignal) {
    return this.call("ListObjectsV2", signal, (options) =>
      this.client.send(new s3.ListObjectsV2Command(input), options),
    );
  }

  /** The objects of all pages. */
  async list(input: s3.ListObjectsV2CommandInput, signal?: AbortSignal): Promise<s3._Object[]> {
    const found: s3._Object[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.page({ ...input, ContinuationToken }, signal);
      found.push(...(page.Contents ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  }

  /** The folders and objects directly below a prefix. */
  async folders(input: s3.ListObjectsV2CommandInput, signal?: AbortSignal) {
    const folders: string[] = [];
    const objects: s3._Object[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.page({ ...input, Delimiter: "/", ContinuationToken }, signal);
      folders.push(...(page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []));
      objects.push(...(page.Contents ?? []));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return { folders, objects };
  }

  /** All versions and delete markers of one object, the newest first. */
  async versions(Bucket: string, Key: string, signal?: AbortSignal) {
    const { Versions = [], DeleteMarkers = [] } = await this.call("ListObjectVersions", signal, (options) =>
      this.client.send(new s3.ListObjectVersionsCommand({ Bucket, Prefix: Key }), options),
    );
    return {
      versions: Versions.filter((one) => one.Key === Key),
      deleteMarkers: DeleteMarkers.filter((one) => one.Key === Key),
    };
  }

  private call<Answer>(
    operation: string,
    signal: AbortSignal | undefined,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    const limits: CallLimits = { timeoutMs: this.timeoutMs, signal };
    return makeCall(actionOf("S3", operation), limits, send);
  }
}

/** Reads an object, whose content must arrive before the call ends too. */
export async function getObject(
  client: s3.S3Client,
  input: s3.GetObjectCommandInput,
  limit: number,
  options: SendOptions,
): Promise<StoredObject> {
  const {
    Body,
    Metadata = {},
    LastModified,
    ETag,
    VersionId,
  } = await client.send(new s3.GetObjectCommand(input), options);
  const bytes = Body
    ? await readBounded(Body as AsyncIterable<Uint8Array>, limit, options.abortSignal)
    : Buffer.alloc(0);
  return { bytes, metadata: Metadata, modified: LastModified, etag: ETag, versionId: VersionId };
}
