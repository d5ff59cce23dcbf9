import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathsIn } from "../../../tools/local/paths";
import {
  clear,
  endEmulator,
  endTerraform,
  isRunning,
  isUp,
  loadRun,
  RunRecorder,
  type RunRecord,
} from "../../../tools/local/run-record";
import { isGone } from "../../support/node-program";
import { knownProcess, stillRuns } from "../../../tools/process/known-process";

const children: ChildProcess[] = [];
let folder: string;
let paths: ReturnType<typeof pathsIn>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-trail-local-"));
  paths = pathsIn(join(folder, ".local"));
  mkdirSync(paths.folder);
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => children.forEach((child) => child.kill("SIGKILL")));

/** A process group of its own. */
function sleeper() {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  children.push(child);
  return knownProcess(child.pid!)!;
}

const ours = (more: Partial<RunRecord> = {}): RunRecord => {
  return { run: knownProcess(process.pid)!, kept: false, foreign: false, terraform: [], ...more };
};

test("without a record there was no run", () => {
  expect(loadRun(paths)).toBeUndefined();
});

test("what a run starts is on record as it starts", () => {
  const recorder = new RunRecorder(paths, ours());
  expect(loadRun(paths)).toEqual(ours());
  const [host, terraform] = [sleeper(), sleeper()];
  recorder.update({ host, endpoint: "http://127.0.0.1:1" });
  recorder.addTerraform(terraform.pid);
  expect(loadRun(paths)).toEqual(ours({ host, endpoint: "http://127.0.0.1:1", terraform: [terraform] }));
});

test("two runs cannot begin at the same time", () => {
  new RunRecorder(paths, ours());
  expect(() => new RunRecorder(paths, ours())).toThrow("Another npm run local has just started; wait until it ends");
});

test("a run is at work until its process ends, or has left everything up", () => {
  expect(isRunning(ours())).toBe(true);
  expect(isRunning(ours({ kept: true }))).toBe(false);
  expect(isRunning(ours({ run: { pid: process.pid, started: "earlier" } }))).toBe(false);
});

test("gateway and emulator of a run end", async () => {
  const record = ours({ host: sleeper(), emulator: sleeper() });
  expect(isUp(record)).toBe(true);
  await endEmulator(record);
  expect(isUp(record)).toBe(false);
  expect(stillRuns(record.emulator!)).toBe(false);
});

test("Terraform of a killed run ends", async () => {
  const record = ours({ terraform: [sleeper(), { pid: 2 ** 22 + 1, started: "never" }] });
  await endTerraform(record, paths);
  expect(stillRuns(record.terraform[0]!)).toBe(false);
});

test("a provider that a killed Terraform has left ends, and no other process of the group's id", async () => {
  mkdirSync(paths.outdir, { recursive: true });
  const [within, outside] = [paths.outdir, folder].map((cwd) => {
    const script = "sleep 60 & echo $!";
    const leader = spawn("sh", ["-c", script], { cwd, detached: true, stdio: ["ignore", "pipe", "ignore"] });
    // The exit may be known before the text is.
    return Promise.all([once(leader.stdout, "data"), once(leader, "exit")]).then(([[text]]) => [
      leader.pid!,
      Number(text),
    ]);
  });
  const [[group], [otherGroup, other]] = [await within!, await outside!] as [[number], [number, number]];
  const known = [group, otherGroup].map((pid) => ({ pid, started: "killed" }));
  await endTerraform(ours({ terraform: known }), paths);
  if (process.platform === "linux") expect(await isGone(group)).toBe(true);
  expect(process.kill(other, "SIGKILL")).toBe(true);
});

test("a process that has taken over the id is left alone", async () => {
  const { pid } = sleeper();
  const other = { pid, started: "another boot+1" };
  const record = ours({ host: other, terraform: [other] });
  expect(isUp(record)).toBe(false);
  await endEmulator(record);
  await endTerraform(record, paths);
  expect(knownProcess(pid)).toBeDefined();
});

test("a record that cannot be read is one line that says what to do", () => {
  writeFileSync(paths.record, "{");
  expect(() => loadRun(paths)).toThrow(
    `${paths.record} cannot be read: end the emulator by hand, and remove ${paths.folder}`,
  );
});

test("clearing leaves the providers alone, and nothing else: the lock of a killed Terraform goes too", () => {
  clear(pathsIn(join(folder, "nothing")));
  mkdirSync(paths.providers, { recursive: true });
  mkdirSync(paths.stack("local-trail"), { recursive: true });
  const state = paths.tfstate("local-trail");
  const lock = join(paths.folder, ".terraform.local-trail.tfstate.lock.info");
  for (const file of [paths.variables, paths.log, paths.record, state, `${state}.backup`, lock])
    writeFileSync(file, "");
  clear(paths);
  expect(readdirSync(paths.folder)).toEqual(["providers"]);
});
