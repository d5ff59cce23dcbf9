import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsOptions } from "../../../cli/aws/clients";
import { dev } from "../../fixtures/environments/dev";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { resultOf, verified } from "../../support/verified";

const IDS = ["logs.anonymous-get", "logs.anonymous-list", "logs.plain-http"];

describe("anonymous requests to a fake S3", () => {
  const { outdir, remove } = synthesizedFolder(dev);
  afterAll(remove);

  const seen: { url: string; signed: boolean }[] = [];
  const verify = async (status: number, emulated: boolean) => {
    seen.length = 0;
    const server = createServer(({ url = "", headers }, response) => {
      seen.push({ url, signed: headers.authorization !== undefined || url.includes("X-Amz-Signature") });
      response.statusCode = status;
      if (status === 301) response.setHeader("location", "http://127.0.0.1:1/");
      response.end("<Error/>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const connect = (options: AwsOptions) =>
      fakeAws((operation) => {
        if (operation === "GetCallerIdentity") return { Account: dev.accounts.archive.id };
        if (operation === "ListObjectsV2") return { Contents: [{ Key: "AWSLogs/a folder/log+1.json.gz" }] };
        return awsError("AccessDenied", 403);
      })(options);
    try {
      const verification = await verified({ outdir, environment: "dev", endpoint, emulated, connect });
      return IDS.map((id) => resultOf(verification, id)).map(({ state, found }) => `${state}: ${found}`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  };

  test("refused by AWS pass", async () => {
    expect(await verify(403, false)).toEqual(IDS.map(() => "pass: status 403"));
  });

  test.each([200, 301, 404])("answered %d by AWS fail, without going where they are sent", async (status) => {
    expect(await verify(status, false)).toEqual(IDS.map(() => `fail: status ${status}`));
  });

  test.each([200, 403])("answered %d by an emulator are not enforced, whatever it answers", async (status) => {
    expect(await verify(status, true)).toEqual(IDS.map(() => `not enforced: status ${status} from the emulator`));
  });

  test("ask for the newest log file and the list, and sign nothing", async () => {
    await verify(403, false);
    const file = "/example-dev-audit-logs/AWSLogs/a%20folder/log%2B1.json.gz";
    expect(seen.map(({ url }) => url).sort()).toEqual([file, file, "/example-dev-audit-logs?list-type=2&max-keys=1"]);
    expect(seen.some(({ signed }) => signed)).toBe(false);
  });
});
