import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { runProgram, type Finished } from "../../cli/framework/process";
import { credentialsOf } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { terraformEnvironment, variablesOf, withoutAws } from "../terraform/environment";
import { RunningProviders } from "../terraform/running-providers";
import { expectSame, expectThat, Mismatch, type Checks } from "./checks";
import { leftIn } from "./leftovers";
import { commandsOf } from "./readme-commands";
import { copyProject, readmeEnvironment, writeEnvironment } from "./readme-project";
import { PATIENCE_MS, providersIn, type TestContext } from "./test-context";

const README = readFileSync(join(__dirname, "..", "..", "..", "README.md"), "utf8");
const KEPT = { protected: true, forceDestroy: false };
const GIVEN_UP = { protected: false, forceDestroy: true };
const { region, accounts, accessLogs } = readmeEnvironment(KEPT);

/** The account whose credentials run the commands: neither account of the environment, whose roles it assumes. */
const CALLER = "111122223333";

/** A command that takes longer hangs. */
const LIMIT_MS = 600_000;

/**
 * Runs the commands of the README's "Deploy" and "Destroy" exactly as written, through `cdktf`, on a separate emulator:
 * from the state store with a local state to two empty accounts.
 */
export async function followReadme(
  checks: Checks,
  { scratch, signal }: Pick<TestContext, "scratch" | "signal">,
): Promise<void> {
  if (Number(process.versions.node.split(".")[0]) >= 24) {
    checks.skip("the README's deployment", `cdktf 0.21 does not run on Node.js ${process.versions.node}`);
    return;
  }
  const project = join(scratch, "readme");
  await copyProject(project, KEPT);
  const emulator = await startEmulator();
  const env = await environmentFor(emulator, scratch);
  const providers = new RunningProviders(env);
  try {
    await deployAndDestroy(checks, new Shell(project, env, providers, signal), emulator);
  } finally {
    await providers.end();
    await emulator.stop();
  }
}

async function deployAndDestroy(checks: Checks, shell: Shell, emulator: Emulator): Promise<void> {
  for (const command of commandsOf(README, "Deploy")) {
    await checks.need(command, async () => {
      const finished = await shell.run(command);
      return command.endsWith("state list") ? expectResources(finished.stdout) : summary(finished);
    });
  }
  await checks.run("S3 writes an access log", () => writeAccessLog(emulator));

  const commands = commandsOf(README, "Destroy");
  const [, destroy, moveBack] = commands;
  await checks.run(`refused while protected: ${destroy}`, () =>
    shell.refused(destroy!, /Instance cannot be destroyed/),
  );
  await checks.run(`refused while the archive exists: ${moveBack}`, () =>
    shell.refused(moveBack!, /dev\/archive still holds \d+ resources; destroy that stack first/),
  );
  writeEnvironment(shell.project, GIVEN_UP);
  for (const command of commands) {
    await checks.need(command, async () => summary(await shell.run(command)));
  }
  await checks.run("nothing is left", async () => {
    const places = [accounts.archive.id, accounts.audited.id, CALLER].map((account) => ({ account, region }));
    const left = await Promise.all(places.map((place) => leftIn(emulator.target, place)));
    expectSame("left", left.flat(), []);
    expectThat(!existsSync(join(shell.project, "terraform.dev-state.tfstate")), "the local state still exists");
    return places.map(({ account }) => account).join(", ");
  });
}

/** Variables that direct `cdktf`, Terraform and the app to the emulator, without prompts for approval. */
async function environmentFor({ endpoint }: Emulator, scratch: string): Promise<NodeJS.ProcessEnv> {
  return {
    ...terraformEnvironment(withoutAws(process.env), providersIn(scratch), ""),
    ...variablesOf(await credentialsOf(endpoint, CALLER), region),
    AWS_ENDPOINT_URL: endpoint,
    // S3 Control puts the account id before the host name, so that the name does not resolve. As a proxy, the emulator
    // receives the call.
    HTTP_PROXY: endpoint,
    CDKTF_AUTO_APPROVE: "true",
    // Even with a provider mirror, `terraform providers lock` would use the registry.
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CHECKPOINT_DISABLE: "1",
    CI: "1",
  };
}

/**
 * A user's shell in the project. The first command installs the provider; the others attach to it while it runs, since
 * cdktf lets one Terraform command after another read its 700 MB.
 */
class Shell {
  constructor(
    readonly project: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly providers: RunningProviders,
    private readonly signal: AbortSignal,
  ) {}

  async run(command: string): Promise<Finished> {
    const finished = await this.finish(command);
    if (finished.code !== 0) throw new Mismatch(`exit ${finished.code}: ${ending(finished)}`);
    return finished;
  }

  /** Runs a command that must fail with this message. */
  async refused(command: string, message: RegExp): Promise<string> {
    const finished = await this.finish(command);
    expectThat(finished.code !== 0, "it succeeds");
    // cdktf wraps Terraform's messages.
    const [found] = message.exec(plain(finished).replace(/\s+/g, " ")) ?? [];
    expectThat(found !== undefined, `exit ${finished.code}: ${ending(finished)}`);
    return found;
  }

  private async finish(command: string): Promise<Finished> {
    const late = AbortSignal.timeout(LIMIT_MS);
    const { project: cwd, env, signal } = this;
    const options = { cwd, signal: AbortSignal.any([signal, late]), patienceMs: PATIENCE_MS };
    const finished = await this.providers.attach(join(cwd, "cdktf.out", "stacks", "dev-state"), (variables) =>
      runProgram("sh", ["-c", command], { ...options, env: { ...env, ...variables } }),
    );
    if (late.aborted) throw new Mismatch(`still running after ${LIMIT_MS / 1000} s: ${ending(finished)}`);
    return finished;
  }
}

/** The number that the README states. */
function expectResources(stdout: string): string {
  const said = /must list (\d+) resources/.exec(README)?.[1];
  const listed = stdout.trim().split("\n").length;
  expectSame("resources in the README", said, String(listed));
  return `${listed} resources`;
}

/** S3 delivers server access logs after hours without notice, so the bucket is not empty at the destroy. */
async function writeAccessLog({ endpoint }: Emulator): Promise<string> {
  const credentials = await credentialsOf(endpoint, accounts.archive.id);
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  try {
    await s3.send(new PutObjectCommand({ Bucket: accessLogs.bucketName, Key: "logs/2026", Body: "GET" }));
    return accessLogs.bucketName;
  } finally {
    s3.destroy();
  }
}

/** The changes of each stack; for a diff, the planned changes. */
function summary(finished: Finished): string {
  const text = plain(finished);
  const [changed, planned] = [/complete! Resources: ([^.]+)/g, /Plan: ([^.]+)/g].map((line) =>
    [...text.matchAll(line)].map(([, resources]) => resources),
  );
  return (changed!.length > 0 ? changed! : planned!).join(" + ");
}

/** From the first error on, which other stacks may follow; without one, the last lines. */
function ending(output: Pick<Finished, "stdout" | "stderr">): string {
  const lines = plain(output)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const error = lines.findIndex((line) => /\bError: /.test(line));
  return (error === -1 ? lines.slice(-20) : lines.slice(error, error + 40)).join("\n");
}

function plain({ stdout, stderr }: Pick<Finished, "stdout" | "stderr">): string {
  // oxlint-disable-next-line no-control-regex -- the codes that color a terminal
  return `${stdout}\n${stderr}`.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "");
}
