import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CanaryResult } from "../../../../cli/results/canary";
import {
  anonymousRecord,
  dataKeyRecord,
  makeWorld,
  objectRecord,
  REGION,
  watches,
  type CanaryWorld,
} from "../../../support/canary";
import { runTool, withDefaults, type Ran } from "../../../support/run-tool";
import { CREDENTIALS, describeWithMoto, startMoto, type Moto } from "../../../support/moto";

jest.setTimeout(30_000);

describeWithMoto("canary against an emulator", () => {
  let moto: Moto;
  let world: CanaryWorld;

  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  beforeEach(async () => {
    world = await makeWorld(moto.url);
  });
  afterEach(() => world.end());

  const canary = (args: readonly string[], onText?: (text: string) => void): Promise<Ran> =>
    runTool(
      ["canary", "--environment", "dev", "--outdir", world.outdir, ...withDefaults({ "--endpoint": moto.url }, args)],
      onText,
    );

  /** Runs with `deliver` as soon as the object's key is known. */
  async function watched(deliver: (objectKey: string) => Promise<unknown>, ...args: string[]): Promise<Ran> {
    let delivering: Promise<unknown> | undefined;
    const ran = await canary(withDefaults({ "--poll": "100ms", "--timeout": "8s" }, args), (text) => {
      const [key] = /audit-trail-canary\/\S+\.txt/.exec(text) ?? [];
      if (key !== undefined) delivering ??= deliver(key);
    });
    await delivering;
    return ran;
  }

  async function jsonOf(deliver: (objectKey: string) => Promise<unknown>, ...args: string[]): Promise<CanaryResult> {
    const file = join(world.outdir, "..", "canary.json");
    // The table on standard output tells the object's key; the result of the same run cannot be had too.
    await watched(deliver, ...args, "--keep");
    const [objectKey] = await world.versions();
    await canary(["--resume", objectKey!, "--poll", "100ms", "--timeout", "2s", "--format", "json", "--output", file]);
    return JSON.parse(readFileSync(file, "utf8")) as CanaryResult;
  }

  const bothRecords = (key: string) => [objectRecord("PutObject", world, key), objectRecord("GetObject", world, key)];

  test("passes when the records come, and leaves nothing behind", async () => {
    const { status, out, err } = await watched((key) =>
      world.deliver([...bothRecords(key), anonymousRecord(world, key), dataKeyRecord(world)]),
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toMatch(/pass +put an object with the key: \d+ bytes, SSE-KMS/);
    expect(out).toMatch(/pass +read it back, signed: the same \d+ bytes/);
    expect(out).toMatch(/not enforced +read it unsigned: an emulator refused: 403/);
    expect(out).toMatch(/found +PutObject, event [0-9a-f-]{36}\n/);
    expect(out).toMatch(/found +GetObject \(signed\), event /);
    expect(out).toMatch(/found +GetObject \(unsigned\) \(AccessDenied\), event /);
    expect(out).toMatch(/found +GenerateDataKey, event /);
    expect(out).toMatch(
      /dev: passed: the trail recorded it: both records within .*; on an emulator, 2 not enforced there/,
    );
    expect(await world.versions()).toEqual([]);
  });

  test("shows the record's object, key and log file, and how long each stage took", async () => {
    const { records, keyArn, objectKey } = await jsonOf((key) => world.deliver(bothRecords(key)));
    const [put] = records;
    expect(put).toMatchObject({
      id: "put",
      required: true,
      found: { eventName: "PutObject", bucket: world.bucket, objectKey, keyArn: world.keyArn },
    });
    expect(keyArn).toBe(world.keyArn);
    expect(put!.found!.logFile).toMatch(/^AWSLogs\/123456789012\/CloudTrail\/eu-central-1\/\d{4}\/\d\d\/\d\d\//);
  });

  test("the object is encrypted with the key while it is there", async () => {
    const s3 = new S3Client({ endpoint: moto.url, region: REGION, credentials: CREDENTIALS, forcePathStyle: true });
    await canary(["--timeout", "50ms", "--keep"]);
    const [Key] = await world.versions();
    const { SSEKMSKeyId, Body } = await s3.send(new GetObjectCommand({ Bucket: world.bucket, Key }));
    expect(SSEKMSKeyId).toBe(world.keyArn);
    expect(await Body!.transformToString()).toBe(`audit-trail canary ${Key}\n`);
    s3.destroy();
  });

  test("fails when a required record does not come, and says how to go on", async () => {
    const { status, out } = await watched(
      (key) => world.deliver([objectRecord("PutObject", world, key)]),
      "--timeout",
      "1s",
    );
    expect(status).toBe(1);
    expect(out).toMatch(/fail +wait for the records: missing after 1\.\d s: GetObject \(signed\); 1 new log file read/);
    expect(out).toMatch(
      /To continue watching: npx audit-trail canary --environment dev .*--resume audit-trail-canary\/\S+\.txt/,
    );
    expect(await world.versions()).toEqual([]);
  });

  test("fails when the record names another key", async () => {
    const other = `${world.keyArn.slice(0, -4)}0000`;
    const { status, out } = await watched((key) =>
      world.deliver([
        objectRecord("PutObject", { ...world, keyArn: other }, key),
        objectRecord("GetObject", world, key),
      ]),
    );
    expect(status).toBe(1);
    expect(out).toContain(`the record of PutObject names ${other}, not ${world.keyArn}`);
  });

  test("takes the key that the bucket gives its objects, before that of the trail", async () => {
    const own = await world.giveBucketKey();
    const named = { ...world, keyArn: own };
    const { status, out } = await watched((key) =>
      world.deliver([objectRecord("PutObject", named, key), objectRecord("GetObject", named, key)]),
    );
    expect(out).toMatch(new RegExp(`key +${own}\n`));
    expect(status).toBe(0);
  });

  test("goes on watching where an earlier run ended, without further calls", async () => {
    await canary(["--timeout", "50ms", "--keep"]);
    const [key] = await world.versions();
    await world.deliver(bothRecords(key!), { metadata: { "simulated-by": "a test" } });
    const { status, out } = await canary(["--resume", key!, "--poll", "100ms"]);
    expect(status).toBe(0);
    expect(out).toMatch(/skipped +put an object with the key: done by the earlier run/);
    expect(out).toMatch(/file +AWSLogs\/\S+, simulated by a test\n/);
    expect(await world.versions()).toEqual([]);
  });

  test("takes no record of another object, bucket or time, and none of a file from before", async () => {
    const { status, out } = await watched(
      (key) =>
        world.deliver([
          objectRecord("PutObject", world, key.replace(/.{5}\.txt/, "00000.txt")),
          objectRecord("PutObject", { ...world, bucket: "another" }, key),
          objectRecord("DeleteObject", world, key),
          dataKeyRecord(world, { eventTime: "2020-01-01T00:00:00Z" }),
          dataKeyRecord({ ...world, bucket: "another" }),
        ]),
      "--timeout",
      "1s",
    );
    expect(status).toBe(1);
    expect(out).toMatch(/missing after [^:]+: PutObject; GetObject \(signed\);/);
    expect(out).not.toContain(" found ");
  });

  test("hostile log files end nothing, and their texts do not reach the terminal", async () => {
    const { status, out } = await watched(async (key) => {
      await world.deliver([], { bytes: Buffer.from("no gzip") });
      const evil = { eventID: "\u001b[2J\u202e", userIdentity: { arn: ["x"], type: "\u0007" }, eventTime: "never" };
      await world.deliver([
        null,
        7,
        { requestParameters: null },
        objectRecord("PutObject", world, key, evil),
      ] as object[]);
      await world.deliver([objectRecord("GetObject", world, key)]);
    });
    expect(status).toBe(0);
    expect(out).toMatch(/warn: AWSLogs\/\S+ is not a log file: it is not a gzip file/);
    expect(out).toContain("event \\u001b[2J\\u202e");
    // oxlint-disable-next-line no-control-regex
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test("asks for no reads where the trail records writes only", async () => {
    world.end();
    const [management, data] = watches.advanced_event_selector;
    const writes = { field_selector: [...data!.field_selector, { field: "readOnly", equals: ["false"] }] };
    world = await makeWorld(moto.url, { advanced_event_selector: [management, writes] });
    const { status, out } = await watched((key) => world.deliver([objectRecord("PutObject", world, key)]));
    expect(status).toBe(0);
    expect(out).toContain("no record of GetObject (signed): not selected: the trail records no reads here");
    expect(out).toContain("the trail recorded it: the record within");
  });

  test("keeps the object where asked to", async () => {
    const { out } = await watched((key) => world.deliver(bothRecords(key)), "--keep");
    expect(out).toMatch(/skipped +remove the object: kept: s3:\/\//);
    expect(await world.versions()).toHaveLength(1);
  });

  test("writes JSON and Markdown", async () => {
    const { out, status } = await canary(["--timeout", "50ms", "--format", "json"]);
    expect(status).toBe(1);
    const result = JSON.parse(out) as CanaryResult;
    expect(result).toMatchObject({ version: 1, environment: "dev", verdict: "failed", endpoint: moto.url });
    expect(result.steps.map(({ id }) => id)).toEqual(["put", "read", "anonymous", "public", "watch", "clean"]);
    const markdown = await canary(["--timeout", "50ms", "--format", "markdown"]);
    expect(markdown.out).toMatch(/^## dev: canary\n\n\*\*failed\*\*: wait for the records: missing after/);
  });

  test.each([
    [["--key", "alias/nobody"], /^kms:DescribeKey on alias\/nobody failed: NotFoundException/],
    [
      ["--bucket", "not-there"],
      /^the trail of dev records no PutObject in not-there; give --bucket with one that it records, or let it record this one/,
    ],
    [["--timeout", "soon"], /^--timeout must be a time from 10ms to 24h, such as 90s or 15m, got "soon" \(see .+\)\n$/],
    [
      ["--resume", "a.txt"],
      /^--resume must be the key of a canary's object, as an interrupted run prints it, got "a.txt"\n$/,
    ],
    [["--output", "no/folder/canary.txt"], /^no\/folder\/canary.txt cannot be written: its folder does not exist\n$/],
    [["--format", "html"], /^--format must be one of table, markdown, json, got "html" \(see .+\)\n$/],
    [["--role", "LogReader"], /^--role must be the ARN of an IAM role, such as .+, got "LogReader" \(see .+\)\n$/],
    [["--endpoint", "nowhere"], /^--endpoint must be a URL without a path, .+, got "nowhere" \(see .+\)\n$/],
  ])("a mistake is reported in one line: %j", async (args, message) => {
    const { status, err } = await canary(args);
    expect(err).toMatch(message);
    expect(status).toBe(2);
    expect(await world.versions()).toEqual([]);
  });
});
