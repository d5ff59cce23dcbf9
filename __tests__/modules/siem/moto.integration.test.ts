import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { applied, callEmulator, type Applied } from "../../support/applied";
import { ACCOUNT, addFeed, logFile } from "../../support/log-feed";
import { describeWithMoto } from "../../support/moto";

const QUEUE = `/${ACCOUNT}/audit-feed-splunk`;

describeWithMoto("a feed that Terraform has applied to the emulator", () => {
  let emulator: Emulator;
  let stack: Applied;

  beforeAll(async () => {
    emulator = await startEmulator();
    stack = await applied(emulator, ACCOUNT, (made) => addFeed(made, { archive: { forceDestroy: true } }));
  }, 600_000);

  afterAll(() => emulator.stop());

  async function arrives(key: string): Promise<void> {
    const object = { key, size: 4711, etag: "0a1b2c3d", sequencer: "0055AED6DCD90281E5" };
    const Detail = JSON.stringify({ bucket: { name: "audit-logs" }, object });
    const entry = { Source: "aws.s3", DetailType: "Object Created", Detail, Time: 1_795_741_200 };
    await callEmulator(emulator, ACCOUNT, ["events", "AWSEvents.PutEvents"], { Entries: [entry] });
  }

  test("sends S3's own form of notification for a log file, and nothing for its digest", async () => {
    await arrives(logFile(ACCOUNT, "CloudTrail-Digest"));
    await arrives(logFile(ACCOUNT));
    const { Messages } = await callEmulator(emulator, ACCOUNT, ["sqs", "AmazonSQS.ReceiveMessage"], {
      QueueUrl: `${emulator.target}${QUEUE}`,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    const bodies = (Messages as { Body: string }[]).map(({ Body }) => JSON.parse(Body) as { Records: unknown[] });
    expect(bodies).toMatchObject([
      {
        Records: [
          {
            eventSource: "aws:s3",
            s3: { bucket: { name: "audit-logs" }, object: { key: logFile(ACCOUNT), size: 4711 } },
          },
        ],
      },
    ]);
  });

  test("plans nothing but what the emulator forgets, and leaves nothing", async () => {
    const plan = (await stack.drift()) ?? "";
    const lines = plan.split("\n").map((line) => line.trim());
    expect(lines.filter((line) => /^# aws_|^[-+~] \w+ +=/.test(line))).toEqual([
      expect.stringMatching(/^# aws_sqs_queue\.Subscriber0_Arrivals_\w+ will be updated in-place$/),
      // It reformats the JSON.
      expect.stringMatching(/^~ redrive_policy += jsonencode\( # whitespace changes$/),
    ]);
    await stack.end();
    const { QueueUrls = [] } = await callEmulator(emulator, ACCOUNT, ["sqs", "AmazonSQS.ListQueues"], {});
    expect(QueueUrls).toEqual([]);
  }, 600_000);
});
