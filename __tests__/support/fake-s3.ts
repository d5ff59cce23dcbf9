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

export interface FakeOptions {
  readonly delayMs?: number;
  /** Answers a read with an error: its status, code and how often, or cuts the connection. */
  readonly failures?: ReadonlyMap<string, readonly [status: number, code: string] | "cut">;
  /** Keys of one page. */
  readonly pageSize?: number;
}

/** One bucket, `logs`, that answers lists, reads and HeadBucket, for as long as the work takes. */
export async function withS3<Result>(
  objects: ReadonlyMap<string, Uint8Array>,
  work: (s3: FakeS3) => Promise<Result>,
  { delayMs = 0, failures = new Map(), pageSize = 1000 }: FakeOptions = {},
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
    const files = inPrefix.filter((key) => !isDeep(key));
    const page = files.slice(start, start + pageSize);
    const next =
      start + pageSize < files.length ? `<NextContinuationToken>${start + pageSize}</NextContinuationToken>` : "";
    const contents = page.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join("");
    const prefixes = [...folders].map((one) => `<CommonPrefixes><Prefix>${one}</Prefix></CommonPrefixes>`).join("");
    response.end(`<?xml version="1.0"?><ListBucketResult>${contents}${prefixes}${next}</ListBucketResult>`);
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const [, bucket, ...rest] = decodeURIComponent(pathname).split("/");
    const key = rest.join("/");
    if (request.method === "HEAD") {
      response.setHeader("x-amz-bucket-region", "eu-central-1");
      response.statusCode = bucket === "logs" ? 200 : 404;
      response.end();
    } else if (key === "") list(searchParams, response);
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
      } else response.end(objects.get(key));
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
