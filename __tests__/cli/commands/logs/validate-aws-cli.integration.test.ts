import { onPath } from "../../../../tools/process/on-path";
import { withS3, type FakeOptions } from "../../../../tools/emulator/fake-s3";
import { startAwsCli, type AwsCli } from "../../../support/aws-cli";
import { CREDENTIALS } from "../../../support/moto";
import { FINGERPRINT, signedTrail } from "../../../../tools/emulator/signed-trail";
import { KEYS, TAMPERINGS, TRAIL_END } from "../../../support/tamperings";
import { validateLogs } from "../../../support/validated-logs";

let aws: AwsCli;

/** Exit status of the AWS CLI for the same bucket. */
function awsCli(endpoint: string): Promise<number | null> {
  const words = ["cloudtrail", "validate-logs", "--region", "eu-central-1", "--s3-bucket", "logs"];
  const trail = ["--trail-arn", "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"];
  const period = ["--start-time", "2026-03-01T00:00:00Z", "--end-time", TRAIL_END];
  const env = {
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    // The tool sets it for itself.
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  };
  return aws.run([...words, ...trail, ...period], env);
}

const isHere = onPath("aws", process.env["PATH"]) !== undefined;

beforeAll(() => {
  if (isHere) aws = startAwsCli();
});
afterAll(() => aws?.end());

// cli/logs/integrity/tampering.test.ts holds our own answers on any machine; this only compares.
(isHere ? test : test.skip).each(TAMPERINGS)(
  `the AWS CLI beside${isHere ? "" : " (skipped: no aws on PATH)"}: $name`,
  async ({ tamper, trail: make, options, expected, cli = expected[0] }) => {
    const trail = make?.() ?? signedTrail({ key: KEYS.privateKey });
    tamper?.(trail);
    process.env["AWS_ACCESS_KEY_ID"] ??= "test";
    process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
    const fake: FakeOptions = { publicKeys: new Map([[FINGERPRINT, KEYS.value]]), ...options?.(trail) };
    await withS3(
      trail.objects,
      async ({ endpoint }) => {
        const [ours, theirs] = await Promise.all([
          validateLogs(["s3://logs", "--endpoint", endpoint, "--to", TRAIL_END]),
          awsCli(endpoint),
        ]);
        expect({ ours: ours.status, theirs }).toEqual({ ours: expected[0], theirs: cli });
      },
      fake,
    );
  },
);
