import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface FakeEndpoint {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export type Respond = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that stands for AWS and says who the caller is; `respond` has the word on everything else. */
export async function startFakeEndpoint(account: string, respond: Respond): Promise<FakeEndpoint> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (text) => (body += String(text)));
    request.on("end", () => {
      if (!body.includes("GetCallerIdentity")) return respond(request, response);
      response.setHeader("content-type", "text/xml");
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
          `<Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An error as AWS words it, in XML for S3 and IAM and in JSON for the others. */
export function refuse(status: number, code: string): Respond {
  return (request, response) => {
    const isJson = request.headers["x-amz-target"] !== undefined;
    response.statusCode = status;
    response.setHeader("content-type", isJson ? "application/x-amz-json-1.1" : "application/xml");
    response.end(
      isJson
        ? JSON.stringify({ __type: code, message: "the fake says so" })
        : `<Error><Code>${code}</Code><Message>the fake says so</Message></Error>`,
    );
  };
}
