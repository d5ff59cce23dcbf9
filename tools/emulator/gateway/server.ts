import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inOrder, type Answer, type Call, type Next, type Step } from "./call";
import { errorAnswer } from "./errors";
import { endToEnd } from "./forward";

/** A header on every response, so that nobody takes the emulator for AWS. */
const LABEL = { "x-audit-trail-emulator": "moto" };

export interface Server {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Answers through these steps on a free port of 127.0.0.1. */
export async function serve(steps: readonly Step[], next: Next): Promise<Server> {
  const answer = inOrder(steps);
  const server = createServer((request, response) => {
    readCall(request)
      .then((call) => answer(call, next).catch(({ message }: Error) => gone(call, message)))
      .catch(({ message }: Error) => notRead(message))
      .then((result) => send(response, result));
  });
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  // A request to a proxy has the whole URL.
  const url = (request.url ?? "/").replace(/^http:\/\/[^/]*/, "") || "/";
  return { method: request.method ?? "GET", url, headers: request.headers, body: Buffer.concat(chunks) };
}

/** Neither a step nor the emulator answers. */
function gone(call: Call, message: string): Answer {
  return errorAnswer(call, 502, "BadGateway", `the emulator does not respond: ${message}`);
}

/** The caller has probably disconnected. */
function notRead(message: string): Answer {
  return { status: 400, headers: { "content-type": "text/plain" }, body: Buffer.from(`${message}\n`) };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const isHead = response.req.method === "HEAD";
  const length = isHead ? {} : { "content-length": String(body.length) };
  response.writeHead(status, { ...endToEnd(headers), ...length, ...LABEL });
  response.end(isHead ? undefined : body);
}
