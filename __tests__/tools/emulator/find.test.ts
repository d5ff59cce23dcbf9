import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { findLaunchers } from "../../../tools/emulator/find";
import { startMoto, useMoto } from "../../../tools/emulator/moto";
import { FakePrograms } from "../../support/fake-programs";

let programs: FakePrograms;
beforeEach(() => (programs = new FakePrograms()));
afterEach(() => programs.remove());

const HOW_TO_GET =
  "install moto (pip install 'moto[server]'), uv (https://docs.astral.sh/uv) or Docker, or name one that runs: --endpoint URL";

const labels = () => findLaunchers(`/nowhere:${programs.folder}`).map(({ label }) => label);

test("moto's own server comes first, then uv, then Docker", () => {
  programs.add("docker", "").add("moto_server", "").add("uvx", "");
  expect(labels()).toEqual(["moto_server", "uvx moto_server", "docker motoserver/moto"]);
});

test("only what PATH has counts, and only what can be run", () => {
  programs.add("docker", "").add("uvx", "", 0o644);
  mkdirSync(join(programs.folder, "moto_server"));
  expect(labels()).toEqual(["docker motoserver/moto"]);
});

test.each([undefined, "", "/nowhere"])("PATH %p has none", (path) => {
  expect(findLaunchers(path)).toEqual([]);
});

test("all of them answer on this machine alone", () => {
  programs.add("docker", "").add("moto_server", "").add("uvx", "");
  const args = findLaunchers(programs.folder).map((launcher) => launcher.args(4321));
  expect(args).toEqual([
    ["-H", "127.0.0.1", "-p", "4321"],
    ["--from", "moto[server]", "moto_server", "-H", "127.0.0.1", "-p", "4321"],
    ["run", "--rm", "--init", "--publish", "127.0.0.1:4321:5000", "motoserver/moto"],
  ]);
});

test("without any, one line says how to get one", async () => {
  await expect(startMoto({ PATH: programs.folder })).rejects.toThrow(
    `No AWS emulator could be started (none is on PATH): ${HOW_TO_GET}`,
  );
});

test("those that fail are named with their reason, after all were tried", async () => {
  programs
    .add("moto_server", "echo 'Traceback' >&2; echo 'ModuleNotFoundError: flask' >&2; exit 1")
    .add("docker", "echo 'docker: Cannot connect to the Docker daemon' >&2; echo 'See --help' >&2; exit 125");
  await expect(startMoto({ PATH: programs.folder })).rejects.toThrow(
    "No AWS emulator could be started (moto_server: exit 1, ModuleNotFoundError: flask; " +
      `docker motoserver/moto: exit 125, docker: Cannot connect to the Docker daemon): ${HOW_TO_GET}`,
  );
});

test.each(["localhost", "https://127.0.0.1:5000", "http://127.0.0.1:5000/path", "ftp://127.0.0.1"])(
  "--endpoint %s is refused",
  async (endpoint) => {
    await expect(useMoto(endpoint)).rejects.toThrow(`--endpoint must be like http://127.0.0.1:5000, got "${endpoint}"`);
  },
);

test("an endpoint where nobody answers is refused", async () => {
  await expect(useMoto("http://127.0.0.1:1")).rejects.toThrow("No moto server responds at http://127.0.0.1:1");
});
