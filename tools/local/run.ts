import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Interrupt } from "../../cli/framework/interrupt";
import { runProgram } from "../../cli/framework/process";
import { UserError } from "../../cli/framework/user-error";
import { OUTPUTS } from "../../stacks/names";
import { credentialsOf, type Credentials } from "../emulator/clients";
import { hostEmulator, type HostedEmulator } from "../emulator/hosted";
import { knownProcess } from "../process/known-process";
import { Deployer } from "../terraform/deployer";
import { variablesOf, withoutAws } from "../terraform/environment";
import type { TerraformRun } from "../terraform/progress";
import { fillProviderCache } from "../terraform/provider-cache";
import type { LocalArguments } from "./arguments";
import { nextAlert } from "./alert-inbox";
import { createUserResources, removeUserResources } from "./user-resources";
import {
  deployedStacks,
  deployLocal,
  destroyLocal,
  firstDelivery,
  initLocal,
  LOCAL_STACKS,
  outputsOfLocal,
  synthesizeLocal,
} from "./environment";
import { local } from "./local-environment";
import type { Paths } from "./paths";
import { clear, RunRecorder } from "./run-record";
import type { Steps } from "./steps";
import { alertText, lookText, madeText, runNote, variablesText } from "./summary";

/** Time for Terraform to end if the emulator ends with its state, in milliseconds; it usually takes less. */
const PATIENCE_MS = 5000;

/** One `npm run local`, from the start of the emulator to its end. */
export class LocalRun {
  private readonly recorder: RunRecorder;
  private readonly emulatorEnded = new AbortController();
  /** Stops `up`. */
  private readonly signal: AbortSignal;
  private readonly foreign: boolean;
  private host: HostedEmulator | undefined;
  private credentials: Credentials | undefined;

  constructor(
    private readonly args: LocalArguments,
    private readonly paths: Paths,
    private readonly steps: Steps,
    private readonly interrupt: Interrupt,
    private readonly out: NodeJS.WriteStream,
  ) {
    this.signal = AbortSignal.any([interrupt.signal, this.emulatorEnded.signal]);
    this.foreign = args.endpoint !== undefined;
    const run = knownProcess(process.pid)!;
    this.recorder = new RunRecorder(paths, { run, kept: false, foreign: this.foreign, terraform: [] });
  }

  /** Deploys and checks. Returns the worst exit status of the checks. Throws the error that stopped it. */
  async up(): Promise<number> {
    const { endpoint, credentials } = await this.startEmulator();
    await this.steps.run(
      "synth",
      () => synthesizeLocal(endpoint, this.paths, this.signal),
      () => `${LOCAL_STACKS.length} stacks in ${this.paths.outdir}`,
    );
    const { providers } = this.paths;
    await this.steps.run("terraform init", () =>
      fillProviderCache(providers, () => initLocal(this.terraform(this.signal), this.paths)),
    );
    await this.deploy();
    const outputs = await this.steps.run("audited bucket", async () => {
      const made = outputsOfLocal(this.paths);
      await createUserResources(endpoint, credentials, String(made[OUTPUTS.archive.keyArn]));
      return made;
    });
    await this.steps.run(
      "first log file",
      () => firstDelivery(endpoint, credentials, this.signal),
      () => "by the delivery simulator",
    );
    const verified = await this.check("verify");
    const found = await this.check("canary");
    const alerted = await this.check("alerts test", "--rule", "trail-stopped", "--send");
    this.out.write(`\n${alertText(await nextAlert(endpoint, credentials))}\n`);
    this.out.write(`\n${madeText(outputs)}\n`);
    return Math.max(verified, found, alerted);
  }

  leaveUp(): void {
    this.recorder.update({ kept: true });
    this.host!.keep();
    this.out.write(`\n${lookText(this.host!.endpoint, this.paths)}\n`);
  }

  /** Removes everything that this run created. Throws if resources stay on an emulator that it did not start. */
  async down(): Promise<void> {
    const { host } = this;
    let stays = this.foreign && host !== undefined;
    try {
      // An emulator keeps everything in memory, so the resources on an emulator of ours end with it.
      if (stays) await this.destroy();
      stays = false;
    } finally {
      if (host) {
        const note = this.foreign ? "its gateway" : "with everything in it";
        await this.steps.run(
          "emulator ends",
          () => host.stop(),
          () => note,
        );
      }
      if (!stays) clear(this.paths);
    }
  }

  private async startEmulator(): Promise<{ endpoint: string; credentials: Credentials }> {
    const { recorder, paths, signal } = this;
    const host = await this.steps.run(
      "emulator",
      () =>
        hostEmulator({
          endpoint: this.args.endpoint,
          logFile: paths.log,
          signal,
          onStart: (pid) => recorder.update({ host: knownProcess(pid)! }),
        }),
      ({ label, endpoint }) => `${label}, behind ${endpoint}`,
    );
    this.host = host;
    void host.ended.then((reason) => {
      this.emulatorEnded.abort(new UserError(`The emulator ended unexpectedly: ${reason}`));
    });
    const { endpoint, target, emulatorPid } = host;
    const emulator = emulatorPid === undefined ? undefined : knownProcess(emulatorPid);
    recorder.update({ endpoint, target, ...(emulator && { emulator }) });
    signal.throwIfAborted();
    this.credentials = await credentialsOf(endpoint, local.accounts.archive.id);
    writeFileSync(paths.variables, variablesText(endpoint, this.credentials), { mode: 0o600 });
    return { endpoint, credentials: this.credentials };
  }

  private async deploy(): Promise<void> {
    const stopped = new AbortController();
    const stop = () => stopped.abort(this.signal.reason);
    // An emulator that it did not start keeps resources that are not in Terraform's state.
    const onAbort = () => (this.foreign ? void this.host!.closeGate().then(stop) : stop());
    this.signal.throwIfAborted();
    this.signal.addEventListener("abort", onAbort);
    try {
      const terraform = this.terraform(stopped.signal);
      await deployLocal(terraform, this.paths, (name, work) => this.steps.run(name, work, noteOf));
    } finally {
      this.signal.removeEventListener("abort", onAbort);
    }
    this.signal.throwIfAborted();
  }

  /** A second Ctrl-C stops it. */
  private async destroy(): Promise<void> {
    if (deployedStacks(this.paths).length === 0) return;
    const { again } = this.interrupt;
    try {
      again.throwIfAborted();
      const { endpoint } = this.host!;
      await this.host!.openGate();
      await this.steps.run("audited bucket removed", () => removeUserResources(endpoint, this.credentials!));
      await destroyLocal(this.terraform(again), this.paths, (name, work) => this.steps.run(name, work, noteOf));
    } catch (error) {
      if (!again.aborted) throw error;
      throw new UserError(`The resources on ${this.host!.target} are not removed: npm run local:down destroys them`);
    }
  }

  private terraform(signal: AbortSignal): Deployer {
    const { paths, recorder, interrupt } = this;
    // No state is needed if the emulator ends, so a second Ctrl-C does not wait for it.
    const ending = this.foreign ? {} : { patienceMs: PATIENCE_MS, kill: interrupt.again };
    const onStart = (pid: number) => recorder.addTerraform(pid);
    const { endpoint } = this.host!;
    const where = { cache: paths.providers, credentials: this.credentials!, region: local.region, endpoint };
    return new Deployer({ ...where, ...ending, signal, onStart });
  }

  /** Runs a command of the tool, which prints its own report. */
  private async check(command: string, ...more: string[]): Promise<number> {
    this.out.write(`\naudit-trail ${[command, ...more].join(" ")}\n`);
    const { endpoint } = this.host!;
    const cli = join(__dirname, "..", "..", "cli", "main.js");
    const common = ["--environment", local.name, "--outdir", this.paths.outdir, "--endpoint", endpoint];
    const args = [cli, ...command.split(" "), ...common, ...more];
    const { code } = await runProgram(process.execPath, args, {
      env: { ...withoutAws(process.env), ...variablesOf(this.credentials!, local.region) },
      output: "inherit",
      signal: this.signal,
      patienceMs: 10_000,
      kill: this.interrupt.again,
    });
    this.signal.throwIfAborted();
    return code ?? 2;
  }
}

function noteOf(result: unknown): string {
  const isRun = typeof result === "object" && result !== null && "waited" in result;
  return isRun ? runNote(result as TerraformRun) : "";
}
