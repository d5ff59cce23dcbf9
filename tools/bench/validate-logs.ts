import { spawn } from "node:child_process";
import { withS3, type FakeObject } from "../emulator/fake-s3";
import { FINGERPRINT, signedTrail, signingKey, TRAIL } from "../emulator/signed-trail";
import { onPath } from "../process/on-path";
import { recordMaker } from "./log-data";
import { measure, median, medianOf, type Measured } from "./measure";

const ACCOUNT = "111122223333";
const REGION = "eu-central-1";
const HOURS = 48;
const LOGS_PER_HOUR = 12;
/** Time until the bucket answers a request. */
const DELAY_MS = 20;
/** Of the wall time of the AWS CLI. */
const MOST_OF_CLI = 1 / 8;

const CREDENTIALS = { AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench", AWS_EC2_METADATA_DISABLED: "true" };

export interface ValidateResult {
  readonly lines: readonly string[];
  readonly isOver: boolean;
}

/** Measures `logs validate` and, where it is installed, the AWS CLI, on the same bucket of one Region. */
export async function benchValidate(
  program: string,
  scratch: string,
  recordsPerFile: number,
  runs: number,
): Promise<ValidateResult> {
  const { privateKey, value } = signingKey();
  const records = recordMaker(recordsPerFile);
  const { objects, end } = signedTrail({
    key: privateKey,
    account: ACCOUNT,
    region: REGION,
    hours: HOURS,
    logsPerHour: LOGS_PER_HOUR,
    records: (at) => records(REGION, at),
  });
  const ours: Measured[] = [];
  const cli: number[] = [];
  const hasCli = onPath("aws", process.env["PATH"]) !== undefined;
  await withS3(
    objects,
    async ({ endpoint }) => {
      for (let run = 0; run < runs; run += 1) {
        const words = ["logs", "validate", "s3://logs", "--endpoint", endpoint, "--to", end.toISOString()];
        ours.push(await measure(program, scratch, CREDENTIALS, words));
        if (hasCli) cli.push(await timeOfCli(endpoint, end));
      }
    },
    { delayMs: DELAY_MS, publicKeys: new Map([[FINGERPRINT, value]]) },
  );
  return report(objects, medianOf(ours), cli);
}

async function timeOfCli(endpoint: string, end: Date): Promise<number> {
  const words = ["cloudtrail", "validate-logs", "--region", REGION, "--s3-bucket", "logs"];
  const trail = ["--trail-arn", `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${TRAIL}`];
  const period = ["--start-time", "2026-03-01T00:00:00Z", "--end-time", end.toISOString()];
  const env = {
    ...process.env,
    ...CREDENTIALS,
    AWS_ENDPOINT_URL: endpoint,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false",
  };
  const start = performance.now();
  const aws = spawn("aws", [...words, ...trail, ...period], { env, stdio: ["ignore", "ignore", "pipe"] });
  let message = "";
  aws.stderr.on("data", (text) => (message += String(text)));
  const code = await new Promise((resolve, reject) => aws.on("error", reject).on("close", resolve));
  if (code !== 0) throw new Error(`aws cloudtrail validate-logs ended with ${String(code)}: ${message.trim()}`);
  return (performance.now() - start) / 1000;
}

function report(objects: ReadonlyMap<string, FakeObject>, ours: Measured, cli: readonly number[]): ValidateResult {
  const packed = [...objects.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const what = `validate, ${objects.size} files of ${(packed / 1e6).toFixed(0)} MB packed, ${DELAY_MS} ms a request`;
  const figures = `${ours.seconds.toFixed(2)} s, ${ours.cpuSeconds.toFixed(2)} CPU s, ${ours.megabytes.toFixed(0)} MB`;
  if (cli.length === 0) {
    return { lines: [`${what}: ${figures}; the AWS CLI is not installed: not compared`], isOver: false };
  }
  const ratio = ours.seconds / median(cli);
  const compared = `${ratio.toFixed(3)} of the ${median(cli).toFixed(2)} s of the AWS CLI, limit ${MOST_OF_CLI}`;
  return { lines: [`${what}: ${figures}`, `  ${compared}`], isOver: ratio > MOST_OF_CLI };
}
