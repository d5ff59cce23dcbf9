import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { local } from "./local-environment";
import { OUTPUTS } from "../../stacks/names";
import type { LocalArguments } from "./arguments";
import { credentialsOf, type Credentials } from "../emulator/clients";
import { hostEmulator, type HostedEmulator } from "../emulator/hosted";
import {
  deployLocal,
  destroyLocal,
  firstDelivery,
  LOCAL_STACKS,
  outputsOfLocal,
  synthesizeLocal,
  withAuditedBucket,
} from "./environment";
import type { Paths } from "./paths";
import { endGroup } from "../../cli/framework/process";
import { clear, saveRun } from "./run-record";
import { Steps } from "./steps";
import { lookText, madeText, runNote, variablesText } from "./summary";
import { Deployer } from "../terraform/deployer";
import { variablesOf, withoutAws } from "../terraform/environment";
import type { TerraformRun } from "../terraform/progress";

/** One `npm run local`, from the emulator's start to its end. */
export class LocalRun {
  private readonly steps: Steps;
  private host: HostedEmulator | undefined;
  private credentials: Credentials | undefined;

  constructor(
    private readonly args: LocalArguments,
    private readonly paths: Paths,
    private readonly out: NodeJS.WriteStream,
    private readonly interrupt: AbortController,
  ) {
    this.steps = new Steps(out);
  }

  /** Deploys and checks. Gives the worst exit status of the checks. */
  async up(): Promise<number> {
    const { endpoint, credentials } = await this.startEmulator();
    await this.steps.run(
      "synth",
      () => synthesizeLocal(endpoint, this.paths),
      () => `${LOCAL_STACKS.length} stacks in ${this.paths.outdir}`,
    );
    const terraform = this.terraform(this.interrupt.signal);
    await deployLocal(terraform, this.paths, (name, work) =>
      this.steps.run(name, work, (result) => (isRun(result) ? runNote(result) : "")),
    );
    const outputs = await this.steps.run("audited bucket", async () => {
      const made = outputsOfLocal(this.paths);
      await withAuditedBucket(endpoint, credentials, String(made[OUTPUTS.archive.keyArn]));
      return made;
    });
    await this.steps.run(
      "first log file",
      () => firstDelivery(endpoint, credentials, this.interrupt.signal),
      () => "by the delivery simulator",
    );
    const verified = await this.check("verify");
    const found = await this.check("canary");
    this.out.write(`\n${madeText(outputs)}\n`);
    return Math.max(verified, found);
  }

  leaveUp(): void {
    this.host!.keep();
    this.out.write(`\n${lookText(this.host!.endpoint, this.paths)}\n`);
  }

  /** Ends all that this run made, as far as it came. */
  async down(signal: AbortSignal): Promise<void> {
    const { host } = this;
    if (!host) return clear(this.paths, LOCAL_STACKS);
    const isOurs = host.emulatorPid !== undefined;
    const deployed = LOCAL_STACKS.some((name) => existsSync(this.paths.tfstate(name)));
    try {
      // An emulator keeps all in its memory: what was made in one of ours ends with it.
      if (deployed && !isOurs && !signal.aborted) await this.destroy(signal);
    } finally {
      await this.steps.run(
        "emulator ends",
        () => host.stop(),
        () => (isOurs ? "with all that was in it" : "its gateway"),
      );
      clear(this.paths, LOCAL_STACKS);
    }
  }

  get total(): string {
    return this.steps.total;
  }

  private async startEmulator(): Promise<{ endpoint: string; credentials: Credentials }> {
    const { endpoint } = this.args;
    const host = await this.steps.run(
      "emulator",
      () => hostEmulator(endpoint, this.paths.log),
      ({ label, endpoint: gateway }) => `${label}, behind ${gateway}`,
    );
    this.host = host;
    void host.ended.then((reason) => {
      this.interrupt.abort(new Error(`The emulator ended by itself: ${reason}`));
    });
    saveRun(this.paths, host);
    this.credentials = await credentialsOf(host.endpoint, local.accounts.archive.id);
    writeFileSync(this.paths.variables, variablesText(host.endpoint, this.credentials), { mode: 0o600 });
    return { endpoint: host.endpoint, credentials: this.credentials };
  }

  private async destroy(signal: AbortSignal): Promise<void> {
    await this.steps.run("audited bucket gone", () => withAuditedBucket(this.host!.endpoint, this.credentials!));
    await destroyLocal(this.terraform(signal), this.paths, (name, work) =>
      this.steps.run(name, work, (result) => (isRun(result) ? runNote(result) : "")),
    );
  }

  private terraform(signal: AbortSignal): Deployer {
    const { cache, credentials } = { cache: this.paths.providers, credentials: this.credentials! };
    // What ends with its emulator needs no state.
    const patienceMs = this.host?.emulatorPid === undefined ? undefined : 1000;
    return new Deployer({ cache, credentials, region: local.region, signal, patienceMs });
  }

  /** Runs a command of the tool, which speaks for itself. */
  private async check(command: string): Promise<number> {
    this.out.write(`\naudit-trail ${command}\n`);
    const { endpoint } = this.host!;
    const cli = join(__dirname, "..", "..", "cli", "main.js");
    const args = [cli, command, "--environment", local.name, "--outdir", this.paths.outdir, "--endpoint", endpoint];
    const env = {
      ...withoutAws(process.env),
      ...variablesOf(this.credentials!, local.region),
    };
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"], detached: true });
    const end = () => void endGroup(child.pid!, "SIGINT", 10_000);
    const { signal } = this.interrupt;
    signal.addEventListener("abort", end);
    const status = await new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 2)));
    signal.removeEventListener("abort", end);
    signal.throwIfAborted();
    return status;
  }
}

function isRun(result: unknown): result is TerraformRun {
  return typeof result === "object" && result !== null && "waited" in result;
}
