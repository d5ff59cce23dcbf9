import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { Verification } from "../../../cli/verification/verify";
import { devOnMoto } from "../../support/dev-on-moto";
import { startFaultyProxy } from "../../support/faulty-proxy";
import { fileKey, LOG_BUCKET, putFile, relaxBucketPolicy, type PutFile } from "../../support/log-files";
import { describeWithMoto } from "../../support/moto";
import { resultOf } from "../../support/verified";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

describeWithMoto("log files, on moto", () => {
  const world = devOnMoto();
  const client = () => world.clients().s3;
  const put = (file: Omit<PutFile, "keyArn">, keyArn = world.keyArn()) => putFile(client(), { ...file, keyArn });
  const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);

  const logs = (verification: Verification) =>
    Object.fromEntries(
      verification.results
        .filter(({ check }) => check.group === "Logs")
        .map(({ check, state, found }) => [check.id.replace("logs.", ""), `${state}: ${found}`]),
    );

  beforeAll(async () => {
    await world.deploy();
    await relaxBucketPolicy(client());
  }, 60_000);

  afterEach(async () => {
    const { Contents = [] } = await client().send(new ListObjectsV2Command({ Bucket: LOG_BUCKET }));
    for (const { Key } of Contents) await client().send(new DeleteObjectCommand({ Bucket: LOG_BUCKET, Key }));
  });

  test("outsiders are never said to be refused by an emulator", async () => {
    await put({ key: fileKey("CloudTrail", ago(MINUTE)) });
    const found = logs(await world.verify());
    for (const id of ["anonymous-get", "anonymous-list", "plain-http"]) {
      expect(found[id]).toMatch(/^not enforced: status \d+ from the emulator$/);
    }
  });

  test("the newest one is found, opened and known to be under the key", async () => {
    const newest = fileKey("CloudTrail", ago(MINUTE));
    await put({ key: fileKey("CloudTrail", ago(9 * MINUTE)) });
    await put({ key: newest, content: { Records: [{}, {}, {}] } });
    expect(logs(await world.verify())).toMatchObject({
      newest: `pass: ${newest}`,
      encryption: "pass: aws:kms with alias/dev-audit-trail",
      opens: "pass: 3 records",
      digest: "skipped: there is no digest",
    });
  });

  test("yesterday's is found where today has none, an older one than four days is not", async () => {
    await put({ key: fileKey("CloudTrail", ago(5 * DAY)) });
    expect(logs(await world.verify())).toMatchObject({
      newest: "fail: none",
      encryption: "skipped: there is no log file",
      opens: "skipped: there is no log file",
    });
    await put({ key: fileKey("CloudTrail", ago(DAY)) });
    expect(logs(await world.verify())["opens"]).toBe("pass: 1 record");
  });

  test("what the delivery simulator wrote is called simulated", async () => {
    const key = fileKey("CloudTrail", ago(MINUTE));
    await put({ key, metadata: { "simulated-by": "cdktf-audit-trail" } });
    expect(logs(await world.verify())).toMatchObject({
      newest: `pass: ${key}, simulated`,
      encryption: "pass: aws:kms with alias/dev-audit-trail, simulated",
    });
  });

  test("one that is not under the key fails, whatever else it is under", async () => {
    const key = fileKey("CloudTrail", ago(MINUTE));
    await putFile(client(), { key });
    expect(logs(await world.verify())["encryption"]).toBe("fail: AES256");
    const { KeyMetadata } = await world.clients().kms.send(new CreateKeyCommand({}));
    await put({ key }, KeyMetadata!.Arn!);
    expect(logs(await world.verify())["encryption"]).toBe(`fail: aws:kms with ${KeyMetadata!.Arn}`);
  });

  test.each<[string, unknown, string]>([
    ["that is not a gzip file", Buffer.from("text"), "fail: it is not a gzip file"],
    ["that is not JSON", gzipSync("text"), "fail: it does not contain JSON"],
    ["without records", { Records: "none" }, "fail: it contains no CloudTrail records"],
    ["that inflates without end", gzipSync(Buffer.alloc(257 * 1024 * 1024)), "fail: it is too large"],
    [
      "with a second gzip member",
      Buffer.concat([gzipSync('{"Records":[]}'), gzipSync('{"Records":[{}]}')]),
      "fail: it contains more than one gzip member: something was added to it",
    ],
  ])("one %s fails", async (_, content, opens) => {
    await put({ key: fileKey("CloudTrail", ago(MINUTE)), content });
    expect(logs(await world.verify())["opens"]).toBe(opens);
  });

  describe("the newest digest", () => {
    const digest = (...keys: string[]) => ({
      key: fileKey("CloudTrail-Digest", ago(MINUTE)),
      content: { logFiles: keys.map((s3Object) => ({ s3Bucket: LOG_BUCKET, s3Object })) },
    });
    const first = fileKey("CloudTrail", ago(9 * MINUTE));
    const second = fileKey("CloudTrail", ago(2 * MINUTE));

    test("names files that are all there", async () => {
      await put({ key: first });
      await put({ key: second });
      await put(digest(first, second));
      expect(logs(await world.verify())["digest"]).toBe("pass: 2 files listed, all present and unchanged");
    });

    test("names one that is missing: the newest log file was deleted", async () => {
      await put({ key: first });
      await put({ key: second });
      await put(digest(first, second));
      await client().send(new DeleteObjectCommand({ Bucket: LOG_BUCKET, Key: second }));
      const verification = await world.verify();
      expect(logs(verification)).toMatchObject({ newest: `pass: ${first}`, digest: "fail: 1 of 2 missing or changed" });
      expect(resultOf(verification, "logs.digest").details).toEqual([`missing: ${second}`]);
    });

    test("names one that AWS only refuses to read, as it does without the right to list everything", async () => {
      const proxy = await startFaultyProxy(world.url());
      // What S3 says of an absent object to whoever may list below a prefix only.
      proxy.faultOf = (method, path) => (method === "GET" && path.includes(second) ? "denied" : "none");
      try {
        await put({ key: first });
        await put(digest(first, second));
        const verification = await world.verify({ endpoint: proxy.url });
        expect(resultOf(verification, "logs.digest").details).toEqual([`missing: ${second}`]);
        await put({ key: second });
        expect(logs(await world.verify({ endpoint: proxy.url }))["digest"]).toBe(
          "unknown: no permission: s3:GetObject",
        );
      } finally {
        await proxy.stop();
      }
    });

    test("names one by another hash: somebody put another file in its place", async () => {
      await put({ key: first });
      const hashValue = "0".repeat(64);
      await put({ ...digest(), content: { logFiles: [{ s3Bucket: LOG_BUCKET, s3Object: first, hashValue }] } });
      const verification = await world.verify();
      expect(logs(verification)["digest"]).toBe("fail: 1 of 1 missing or changed");
      expect(resultOf(verification, "logs.digest").details).toEqual([`changed: ${first}`]);
    });

    test("that is none fails", async () => {
      await put({ ...digest(), content: gzipSync("[") });
      expect(logs(await world.verify())["digest"]).toBe("fail: it does not contain JSON");
    });
  });
});
