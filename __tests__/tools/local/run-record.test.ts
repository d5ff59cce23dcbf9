import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathsIn } from "../../../tools/local/paths";
import { knownProcess, stillRuns } from "../../../tools/process/known-process";
import { clear, endRun, isUp, loadRun, saveRun } from "../../../tools/local/run-record";

const folder = mkdtempSync(join(tmpdir(), "audit-trail-local-"));
const paths = pathsIn(folder);
const children: ChildProcess[] = [];

afterAll(() => {
  children.forEach((child) => child.kill("SIGKILL"));
  rmSync(folder, { recursive: true });
});

/** A process group of its own. */
function sleeper(): number {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  children.push(child);
  return child.pid!;
}

const hosted = (hostPid: number, emulatorPid?: number) => ({
  endpoint: "http://127.0.0.1:1",
  target: "http://127.0.0.1:2",
  label: "moto_server",
  hostPid,
  emulatorPid,
  ended: new Promise<string>(() => undefined),
  keep: () => undefined,
  stop: () => Promise.resolve(),
});

test("without a record nothing is up", () => {
  expect(loadRun(pathsIn(join(folder, "nothing")))).toBeUndefined();
});

test("what is remembered is recalled, is up, and ends", async () => {
  saveRun(paths, hosted(sleeper(), sleeper()));
  const runRecord = loadRun(paths)!;
  expect(runRecord).toMatchObject({ endpoint: "http://127.0.0.1:1", target: "http://127.0.0.1:2" });
  expect(isUp(runRecord)).toBe(true);
  await endRun(runRecord);
  expect(isUp(runRecord)).toBe(false);
  expect(stillRuns(runRecord.emulator!)).toBe(false);
});

test("a process that has taken over the number is left alone", async () => {
  const pid = sleeper();
  const host = { ...knownProcess(pid)!, started: "boot+1" };
  const runRecord = { endpoint: "http://127.0.0.1:1", target: "http://127.0.0.1:2", host, emulator: undefined };
  expect(isUp(runRecord)).toBe(false);
  await endRun(runRecord);
  expect(knownProcess(pid)).toBeDefined();
});

test("an emulator of someone else is not remembered as ours", () => {
  saveRun(paths, hosted(process.pid));
  expect(loadRun(paths)?.emulator).toBeUndefined();
});

test("a record that cannot be read is told, with what to do", () => {
  writeFileSync(paths.record, "{");
  expect(() => loadRun(paths)).toThrow(
    `${paths.record} cannot be read: end the emulator by hand, and remove ${folder}`,
  );
});

test("clearing leaves the providers alone, and nothing else", () => {
  mkdirSync(paths.providers, { recursive: true });
  mkdirSync(paths.stack("local-trail"), { recursive: true });
  for (const file of [paths.variables, paths.log, paths.record, paths.tfstate("local-trail")]) writeFileSync(file, "");
  writeFileSync(`${paths.tfstate("local-trail")}.backup`, "");
  clear(paths, ["local-trail"]);
  expect(readdirSync(folder)).toEqual(["providers"]);
});
