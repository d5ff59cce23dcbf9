import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { accountFolder } from "../../modules/log-keys";
import { local } from "../local/local-environment";
import { onPath } from "../process/on-path";
import { runProgram } from "../../cli/framework/process";
import { variablesOf, withoutAws } from "../terraform/environment";
import { expectSame, expectThat, Mismatch, type Checks } from "./checks";
import { ACCOUNT, REGION, type TestContext } from "./test-context";
import { newestLog } from "./log-files";
import { checkOf, verify } from "./tool";

const BUCKET = local.logs.bucketName;
const NAME = local.trail.name;

/** Checks that the commands of the manual setups show the same as verify. */
export async function compareWithAwsCli(checks: Checks, context: TestContext): Promise<void> {
  if (onPath("aws", process.env["PATH"]) === undefined) {
    checks.skip("the AWS CLI agrees with verify", "aws is not on PATH");
    return;
  }
  const newest = (await newestLog(context)).key;
  const { json } = await verify(context);
  const aws = (...args: string[]) => runAws(context, args);
  const folder = `s3://${BUCKET}/${accountFolder({}, ACCOUNT)}`;

  await checks.run("aws s3 ls: the newest log file is verify's", async () => {
    const found = checkOf(json, "logs.newest").found;
    expectSame("newest file of verify", found, `${newest}, simulated`);
    const lines = (await aws("s3", "ls", "--recursive", `${folder}CloudTrail/${REGION}/`)).trim().split("\n");
    expectThat(
      lines.some((line) => line.endsWith(newest)),
      `aws lists no ${newest}`,
    );
    return `${lines.length} files`;
  });
  await checks.run("aws s3 cp: a log file downloads and opens", async () => {
    const file = join(context.scratch, "logfile.json.gz");
    await aws("s3", "cp", "--quiet", `s3://${BUCKET}/${newest}`, file);
    const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { Records: object[] };
    const count = `${Records.length} record${Records.length === 1 ? "" : "s"}`;
    expectSame("records of verify", checkOf(json, "logs.opens").found, `${count}, simulated`);
    return count;
  });
  await checks.run("aws cloudtrail get-trail-status: logging, and delivered", async () => {
    const status = JSON.parse(await aws("cloudtrail", "get-trail-status", "--name", NAME)) as {
      IsLogging: boolean;
      LatestDeliveryTime: string | number;
    };
    expectSame("logging by verify", checkOf(json, "trail.logging").found, status.IsLogging ? "yes" : "no");
    expectSame("delivery by verify", checkOf(json, "trail.delivery").state, "pass");
    expectThat(Boolean(status.LatestDeliveryTime), "aws reports no delivery");
    return undefined;
  });
  await checks.run("aws kms describe-key: the same key, enabled", async () => {
    const text = await aws("kms", "describe-key", "--key-id", `alias/${local.key.alias}`);
    const { KeyMetadata } = JSON.parse(text) as { KeyMetadata: { Arn: string; KeyState: string } };
    const { Arn, KeyState } = KeyMetadata;
    expectSame(
      `alias/${local.key.alias} points to ${Arn}`,
      checkOf(json, "key.alias").found,
      `alias/${local.key.alias} points to ${Arn}`,
    );
    expectSame("state by verify", checkOf(json, "key.enabled").found, KeyState);
    return Arn;
  });
  await checks.run("aws cloudtrail validate-logs: all valid", async () => {
    const trail = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${NAME}`;
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const text = await aws("cloudtrail", "validate-logs", "--trail-arn", trail, "--start-time", start);
    const totals = [...text.matchAll(/^(\d+)\/(\d+) (digest|log) files valid.*$/gm)];
    expectSame("kinds of files", totals.map(([, , , kind]) => kind).join(), "digest,log");
    for (const [line, valid, all] of totals) expectThat(valid === all && valid !== "0", line);
    return totals.map(([line]) => line).join(", ");
  });
}

async function runAws({ emulator, credentials, signal }: TestContext, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProgram("aws", args, {
    env: {
      ...withoutAws(process.env),
      ...variablesOf(credentials, REGION),
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_DEFAULT_OUTPUT: "json",
    },
    signal,
  });
  if (code !== 0) throw new Mismatch(`aws ${args.join(" ")}: exit ${code}: ${stderr.trim()}`);
  return stdout;
}
