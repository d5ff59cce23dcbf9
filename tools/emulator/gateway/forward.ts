import { Agent, request } from "node:http";
import type { Answer, Next } from "./call";

/** Hop-by-hop headers, which are not forwarded. */
const HOP_HEADERS = new Set(["connection", "keep-alive", "proxy-connection", "transfer-encoding", "expect"]);

/** Forwards calls to the emulator at this address. */
export function forwardTo(target: string): { readonly next: Next; close(): void } {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true });
  const next: Next = (call) =>
    new Promise<Answer>((resolve, reject) => {
      const { method, url, headers, body } = call;
      const sent = { ...endToEnd(headers), host: `${hostname}:${port}`, "content-length": String(body.length) };
      const outgoing = request({ hostname, port, method, path: url, headers: sent, agent }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const received = endToEnd(incoming.headers) as Answer["headers"];
          resolve({ status: incoming.statusCode ?? 502, headers: received, body: Buffer.concat(chunks) });
        });
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  return { next, close: () => agent.destroy() };
}

export function endToEnd(headers: object): Record<string, string | string[]> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_HEADERS.has(name)));
}
