import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeS3 {
  readonly endpoint: string;
  /** Prefixes that were listed. */
  readonly listed: string[];
  /** Keys that were read. */
  readonly read: string[];
  /** The most requests that waited for an answer at the same time. */
  readonly mostAtOnce: () => number;
}

/** An object with what S3 knows of it. */
export interface FakeObject {
  readonly bytes: Uint8Array;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly modified?: Date;
}

/** What a versioned bucket still has of an object that was deleted. */
export interface FakeVersion extends FakeObject {
  readonly versionId: string;
  readonly deletedBy: string;
}

export interface FakeOptions {
  /** Public keys of CloudTrail in base64, by fingerprint. @default CloudTrail does not answer */
  readonly publicKeys?: ReadonlyMap<string, string>;
  readonly versions?: ReadonlyMap<string, FakeVersion>;
  readonly delayMs?: number;
  /** Answers a read with an error: its status, code and how often, or cuts the connection. */
  readonly failures?: ReadonlyMap<string, readonly [status: number, code: string] | "cut">;
  /** Keys of one page. */
  readonly pageSize?: number;
}

/** One bucket, `logs`, that answers lists, reads and HeadBucket, for as long as the work takes. */
export async function withS3<Result>(
  objects: ReadonlyMap<string, Uint8Array | FakeObject>,
  work: (s3: FakeS3) => Promise<Result>,
  { delayMs = 0, failures = new Map(), pageSize = 1000, publicKeys, versions = new Map() }: FakeOptions = {},
): Promise<Result> {
  const keys = [...objects.keys()].sort();
  const listed: string[] = [];
  const read: string[] = [];

  function list(query: URLSearchParams, response: ServerResponse): void {
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter");
    listed.push(prefix);
    const inPrefix = keys.filter((key) => key.startsWith(prefix));
    const isDeep = (key: string) => delimiter !== null && key.slice(prefix.length).includes(delimiter);
    const folders = new Set(inPrefix.filter(isDeep).map((key) => key.slice(0, key.indexOf("/", prefix.length) + 1)));
    const start = Number(query.get("continuation-token") ?? 0);
    // The AWS CLI lists as the first version of the call does.
    const marker = query.get("marker") ?? "";
    const files = inPrefix.filter((key) => !isDeep(key) && key > marker);
    const page = files.slice(start, start + pageSize);
    const next =
      start + pageSize < files.length ? `<NextContinuationToken>${start + pageSize}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents>${described(key, objects.get(key)!)}</Contents>`).join("");
    const prefixes = [...folders].map((one) => `<CommonPrefixes><Prefix>${one}</Prefix></CommonPrefixes>`).join("");
    response.end(`<?xml version="1.0"?><ListBucketResult>${contents}${prefixes}${next}</ListBucketResult>`);
  }

  function listVersions(key: string, response: ServerResponse): void {
    const one = versions.get(key);
    const version = one && `<Version>${described(key, one)}<VersionId>${one.versionId}</VersionId></Version>`;
    const marker =
      one &&
      `<DeleteMarker><Key>${key}</Key><IsLatest>true</IsLatest><LastModified>2026-03-02T00:00:00Z</LastModified>` +
        `<Owner><ID>${one.deletedBy}</ID></Owner></DeleteMarker>`;
    response.end(`<?xml version="1.0"?><ListVersionsResult>${version ?? ""}${marker ?? ""}</ListVersionsResult>`);
  }

  function listPublicKeys(response: ServerResponse): void {
    const list = [...publicKeys!].map(([Fingerprint, Value]) => ({ Fingerprint, Value }));
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ PublicKeyList: list }));
  }

  function send(object: FakeObject, response: ServerResponse): void {
    for (const [name, value] of Object.entries(object.metadata ?? {})) response.setHeader(`x-amz-meta-${name}`, value);
    if (object.modified) response.setHeader("last-modified", object.modified.toUTCString());
    response.setHeader("etag", etagOf(object));
    response.end(object.bytes);
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const [, bucket, ...rest] = decodeURIComponent(pathname).split("/");
    const key = rest.join("/");
    if (request.method === "HEAD") {
      response.setHeader("x-amz-bucket-region", "eu-central-1");
      response.statusCode = bucket === "logs" ? 200 : 404;
      response.end();
    } else if (request.headers["x-amz-target"]?.includes("ListPublicKeys") && publicKeys) listPublicKeys(response);
    else if (searchParams.has("location")) {
      response.end('<?xml version="1.0"?><LocationConstraint>eu-central-1</LocationConstraint>');
    } else if (searchParams.has("versions")) listVersions(searchParams.get("prefix")!, response);
    else if (key === "") list(searchParams, response);
    else {
      read.push(key);
      const failure = failures.get(key);
      if (failure === "cut") {
        response.writeHead(200, { "content-length": "1000" });
        response.write("x");
        setTimeout(() => response.destroy(), 20);
      } else if (failure) {
        response.statusCode = failure[0];
        response.end(`<?xml version="1.0"?><Error><Code>${failure[1]}</Code><Message>refused</Message></Error>`);
      } else if (searchParams.has("versionId")) send(versions.get(key)!, response);
      else if (objects.has(key)) send(asObject(objects.get(key)!), response);
      else {
        response.statusCode = 404;
        response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>not there</Message></Error>');
      }
    }
  }

  let waiting = 0;
  let most = 0;
  const server = createServer((request, response) => {
    most = Math.max(most, ++waiting);
    setTimeout(() => {
      waiting -= 1;
      answer(request, response);
    }, delayMs);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await work({ endpoint, listed, read, mostAtOnce: () => most });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function asObject(object: Uint8Array | FakeObject): FakeObject {
  return object instanceof Uint8Array ? { bytes: object } : object;
}

function etagOf({ bytes }: FakeObject): string {
  return `"${createHash("md5").update(bytes).digest("hex")}"`;
}

function described(key: string, object: Uint8Array | FakeObject): string {
  const whole = asObject(object);
  const modified = whole.modified ? `<LastModified>${whole.modified.toISOString()}</LastModified>` : "";
  return `<Key>${key}</Key><Size>${whole.bytes.length}</Size><ETag>${etagOf(whole)}</ETag>${modified}`;
}
