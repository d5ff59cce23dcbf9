import { dev } from "../../fixtures/environments/dev";
import { refuse, startFakeEndpoint, type Respond } from "../../support/fake-endpoint";
import { runTool } from "../../support/run-tool";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { parsed } from "../../support/verified";

const ACCOUNT = dev.accounts.archive.id;

describe("what a fake endpoint does to verify", () => {
  const { outdir, remove } = synthesizedFolder(dev);
  afterAll(remove);

  const run = async (respond: Respond, ...args: string[]) => {
    const fake = await startFakeEndpoint(ACCOUNT, respond);
    try {
      const tool = ["verify", "--environment", "dev", "--outdir", outdir, "--endpoint", fake.url, "--format", "json"];
      const { status, out, err } = await runTool([...tool, ...args]);
      expect(err).toBe("");
      return { status, json: parsed(out) };
    } finally {
      await fake.stop();
    }
  };

  test("AccessDenied: unknown, each with the permission that is missing; no finding unless strict", async () => {
    const { status, json } = await run(refuse(403, "AccessDenied"));
    expect(status).toBe(0);
    expect(json.counts).toMatchObject({ pass: 0, fail: 0 });
    const missing = json.checks.filter(({ state }) => state === "unknown").map((check) => check.missingPermission);
    expect(missing).not.toContain(null);
    expect(new Set(missing)).toEqual(
      new Set([
        "cloudtrail:DescribeTrails",
        "cloudtrail:GetEventSelectors",
        "cloudtrail:GetInsightSelectors",
        "cloudtrail:GetTrailStatus",
        "iam:GetRole",
        "iam:ListRolePolicies",
        "kms:DescribeKey",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLogging",
        "s3:GetBucketNotification",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetInventoryConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListAccessPoints",
        "s3:ListAllMyBuckets",
        "s3:ListBucket",
      ]),
    );
    expect((await run(refuse(403, "AccessDenied"), "--strict")).status).toBe(1);
  });

  test("answers 500: tried again, then unknown, with what it said", async () => {
    const { status, json } = await run(refuse(500, "InternalError"));
    expect(status).toBe(0);
    const key = json.checks.find(({ id }) => id === "key.alias")!;
    expect(key).toMatchObject({ state: "unknown", missingPermission: null });
    expect(key.found).toMatch(/^unusable response: InternalError/);
  }, 60_000);

  test("throttles: tried again, then unknown", async () => {
    const { json } = await run(refuse(400, "ThrottlingException"));
    expect(json.checks.find(({ id }) => id === "key.alias")!.found).toMatch(/^too many calls: ThrottlingException/);
  }, 60_000);

  test("throttles at first: no check knows of it", async () => {
    const asked = new Map<string, number>();
    const { json } = await run((request, response) => {
      const target = String(request.headers["x-amz-target"] ?? request.url);
      asked.set(target, (asked.get(target) ?? 0) + 1);
      const respond = asked.get(target) === 1 ? refuse(503, "SlowDown") : refuse(403, "AccessDenied");
      respond(request, response);
    });
    expect(json.checks.filter(({ found }) => found.startsWith("too many calls"))).toEqual([]);
  }, 60_000);

  test("is no AWS at all: unknown, no stack trace", async () => {
    const { status, json } = await run((_, response) => {
      response.setHeader("content-type", "text/html");
      response.end("<html><title>hello</html>");
    });
    expect(status).not.toBe(2);
    expect(json.counts.pass).toBe(0);
  });

  test("never answers: each check ends when its time is over", async () => {
    const start = Date.now();
    const { json } = await run(() => {}, "--timeout", "1s");
    const asking = json.checks.filter(({ state }) => state !== "skipped" && state !== "not enforced");
    expect(asking.map(({ found }) => found).filter((found) => !/within 1 seconds$/.test(found))).toEqual([]);
    // Not a second for each check: what one has waited for in vain, the next does not ask again.
    expect(Date.now() - start).toBeLessThan(asking.length * 500);
  }, 60_000);

  test("of another account: it could not run, and both accounts are reported", async () => {
    const fake = await startFakeEndpoint("999999999999", refuse(403, "AccessDenied"));
    const ran = await runTool(["verify", "--environment", "dev", "--outdir", outdir, "--endpoint", fake.url]);
    await fake.stop();
    expect(ran).toEqual({
      status: 2,
      out: "",
      err:
        "the credentials belong to account 999999999999, dev uses 111122223333; " +
        "give --profile or --role for that account\n",
    });
  });
});
