import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: it gets through, late or at once, or it is answered or dropped on the way. */
export type Fault = "none" | "drop" | "denied" | "broken" | "throttled" | "public" | { readonly delayMs: number };

export interface FaultyProxy {
  readonly url: string;
  /** Decides for each request; the path holds the query. */
  faultOf: (method: string, path: string, signed: boolean) => Fault;
  stop(): Promise<void>;
}

const ANSWERS = {
  denied: [403, "AccessDenied", "Access Denied"],
  broken: [500, "InternalError", "We encountered an internal error."],
  throttled: [503, "SlowDown", "Please reduce your request rate."],
} as const;

/** A server before another that fails as it is told to. */
export async function startFaultyProxy(behind: string): Promise<FaultyProxy> {
  const server = createServer((incoming, response) => {
    const { method = "", url = "", headers } = incoming;
    const fault = proxy.faultOf(method, url, headers.authorization !== undefined);
    if (fault === "drop") return void incoming.socket.destroy();
    if (fault === "none") return forward(behind, incoming, response);
    if (typeof fault === "object") return void setTimeout(() => forward(behind, incoming, response), fault.delayMs);
    incoming.resume();
    if (fault === "public") return void response.end("anyone may read this");
    const [status, code, message] = ANSWERS[fault];
    response.writeHead(status, { "content-type": "application/xml" });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faultOf: () => "none",
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

function forward(behind: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, url = "", headers } = incoming;
  const outgoing = request(new URL(url, behind), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  incoming.pipe(outgoing);
}
