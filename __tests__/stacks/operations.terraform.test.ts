import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { GuardDutyClient, GetDetectorCommand, ListDetectorsCommand } from "@aws-sdk/client-guardduty";
import { App } from "cdktf";
import { readFolder } from "../../cli/model/folder";
import { checkEnvironments } from "../../environments/schema/check";
import type { EnvironmentConfig } from "../../environments/schema";
import { queueAlarms } from "../../modules/siem";
import { addStacks, findProviderLock, synthesize } from "../../stacks";
import { leftIn } from "../../tools/e2e/leftovers";
import { credentialsOf, type Credentials } from "../../tools/emulator/clients";
import { startEmulator, type Emulator } from "../../tools/emulator/start";
import { initStacks } from "../../tools/local/deployment";
import { local } from "../../tools/local/local-environment";
import { Deployer } from "../../tools/terraform/deployer";
import { callEmulator } from "../support/applied";
import { logFile } from "../support/log-feed";
import { describeWithMoto } from "../support/moto";

const ACCOUNT = local.accounts.archive.id;
const REGION = local.region;
const SIEM = "arn:aws:iam::999999999999:root";

/** The environment of `npm run local` with all that acts on a trail. `npm run test:e2e` applies the trail itself. */
const operated: EnvironmentConfig = {
  ...local,
  alerts: { emails: ["security@example.com"] },
  siem: {
    subscribers: [
      { name: "splunk", trustedPrincipals: [SIEM], externalId: "splunk-2026" },
      {
        name: "panther",
        via: "topic",
        accounts: [ACCOUNT],
        trustedPrincipals: [SIEM],
        externalId: "panther-2026",
        subscribers: [SIEM],
      },
    ],
  },
  threats: { regions: [REGION], features: ["S3_DATA_EVENTS", "RDS_LOGIN_EVENTS"] },
  query: { bucketName: "example-local-audit-results" },
};

const FIRST = ["archive", "threats"];
/** They read or name what the archive made. */
const AFTER_ARCHIVE = ["alerts", "query"];

describeWithMoto("the stacks with alerts, a SIEM, GuardDuty and queries, applied to the emulator by Terraform", () => {
  const scratch = mkdtempSync(join(tmpdir(), "operated environment "));
  let emulator: Emulator;
  let credentials: Credentials;
  let terraform: Deployer;
  let folders: Readonly<Record<string, string>>;

  const together = (kinds: readonly string[], work: (folder: string) => Promise<unknown>) =>
    Promise.all(kinds.map((kind) => work(folders[kind]!)));

  beforeAll(async () => {
    checkEnvironments([operated]);
    emulator = await startEmulator();
    const { endpoint } = emulator;
    credentials = await credentialsOf(endpoint, ACCOUNT);
    const app = new App({ outdir: join(scratch, "cdktf.out"), stackTraces: false });
    addStacks(app, operated, { localState: false, emulator: emulator.endpoint });
    synthesize(app, findProviderLock());
    const kinds = [...FIRST, ...AFTER_ARCHIVE];
    const stacks = readFolder(app.outdir).filter(({ kind = "" }) => kinds.includes(kind));
    folders = Object.fromEntries(stacks.map(({ kind, folder }) => [kind, folder]));
    terraform = new Deployer({
      cache: join(scratch, "providers"),
      credentials,
      region: REGION,
      endpoint,
      keepProvider: true,
    });
    await initStacks(stacks, terraform);
    await together(FIRST, (folder) => terraform.apply(folder));
  }, 900_000);

  afterAll(async () => {
    await terraform.end();
    await emulator.stop();
    rmSync(scratch, { recursive: true });
  });

  const clientOptions = () => ({ endpoint: emulator.endpoint, region: REGION, credentials });

  test("the detector has the features of the option on, and every other one off", async () => {
    const client = new GuardDutyClient(clientOptions());
    const { DetectorIds } = await client.send(new ListDetectorsCommand({}));
    const { Features = [] } = await client.send(new GetDetectorCommand({ DetectorId: DetectorIds![0]! }));
    client.destroy();
    const on = Features.filter(({ Status }) => Status === "ENABLED").map(({ Name }) => Name);
    expect(on.sort()).toEqual(["RDS_LOGIN_EVENTS", "S3_DATA_EVENTS"]);
    expect(Features.length).toBeGreaterThan(on.length);
  });

  test("a log file is announced in the queue of the SIEM, and its digest is not", async () => {
    for (const kind of ["CloudTrail-Digest", "CloudTrail"] as const) {
      const object = { key: logFile(ACCOUNT, kind), size: 4711, etag: "0a1b2c3d", sequencer: "0055AED6DCD90281E5" };
      const Detail = JSON.stringify({ bucket: { name: local.logs.bucketName }, object });
      const entry = { Source: "aws.s3", DetailType: "Object Created", Detail, Time: 1_795_741_200 };
      await callEmulator(emulator, ACCOUNT, ["events", "AWSEvents.PutEvents"], { Entries: [entry] });
    }
    const { Messages } = await callEmulator(emulator, ACCOUNT, ["sqs", "AmazonSQS.ReceiveMessage"], {
      QueueUrl: `${emulator.target}/${ACCOUNT}/local-audit-feed-splunk`,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    const bodies = (Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body) as { Records: unknown[] });
    expect(bodies).toMatchObject([{ Records: [{ s3: { object: { key: logFile(ACCOUNT), size: 4711 } } }] }]);
  });

  // Only now: with a rule that calls a function, the emulator fails on events.
  test("the alerts watch the archive, the queue of the SIEM and the detector", async () => {
    await together(AFTER_ARCHIVE, (folder) => terraform.apply(folder));
    const cloudWatch = new CloudWatchClient(clientOptions());
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}));
    cloudWatch.destroy();
    const names = MetricAlarms.map(({ AlarmName }) => AlarmName!.replace("local-audit-alerts-", ""));
    expect(names).toEqual(
      expect.arrayContaining(["errors", "delivery", ...queueAlarms("local-audit-feed-splunk").map(({ name }) => name)]),
    );
    const events = new EventBridgeClient(clientOptions());
    const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: "local-audit-alerts-" }));
    events.destroy();
    const ofService = (name: string) => Rules.find(({ Name }) => Name === `local-audit-alerts-${name}`)?.EventPattern;
    expect(ofService("s3")).toContain(local.logs.bucketName);
    expect(ofService("sqs")).toContain(`/${ACCOUNT}/local-audit-feed-splunk`);
    expect(ofService("findings")).toContain("GuardDuty Finding");
  }, 600_000);

  test("a second plan changes nothing but what the emulator reformats", async () => {
    const plans = await Promise.all(
      Object.entries(folders).map(async ([kind, folder]) => [kind, changesIn(await terraform.drift(folder))] as const),
    );
    expect(Object.fromEntries(plans)).toEqual({
      archive: [
        expect.stringMatching(/^# aws_sqs_queue\.Siemsplunk_Arrivals_\w+ will be updated in-place$/),
        expect.stringMatching(/^~ redrive_policy += jsonencode\( # whitespace changes$/),
      ],
      threats: [],
      alerts: [],
      query: [],
    });
  }, 300_000);

  test("destroying leaves nothing", async () => {
    for (const kinds of [AFTER_ARCHIVE, FIRST]) await together(kinds, (folder) => terraform.destroy(folder));
    expect(await leftIn(emulator.target, { account: ACCOUNT, region: REGION })).toEqual([]);
    const guardDuty = new GuardDutyClient(clientOptions());
    expect((await guardDuty.send(new ListDetectorsCommand({}))).DetectorIds).toEqual([]);
    guardDuty.destroy();
  }, 600_000);
});

/** The resources that change, and their arguments. */
function changesIn(plan = ""): string[] {
  return plan
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^# aws_|^[-+~] \w+ +=/.test(line));
}
