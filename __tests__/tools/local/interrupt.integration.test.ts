import { FAKE_MOTO, startFakeMoto } from "../../support/fake-moto";
import { LocalFolder, type FakeTerraform } from "../../support/local-run";

jest.setTimeout(120_000);

let folder: LocalFolder;
beforeEach(() => (folder = new LocalFolder()));
afterEach(() => folder.remove());

async function expectGone(): Promise<void> {
  expect(await folder.allGone()).toBe(true);
  expect(folder.files()).toEqual([]);
}

/** The next run, and the next `local:down`, do not meet anything of this one. */
async function expectNothingLeft(): Promise<void> {
  await expectGone();
  folder.terraform({ apply: "echo 'Error: as far as the apply' >&2; exit 1" });
  const { stdout, stderr } = await folder.start("main").ended;
  expect({ stdout, stderr }).toMatchObject({
    stdout: expect.stringMatching(/^ok +terraform init/m),
    stderr: "Error: as far as the apply\n",
  });
  expect(await folder.start("down").ended).toMatchObject({ code: 0, stdout: "No local environment is running.\n" });
}

/** A Terraform that waits for a slow resource, and ends in good order when interrupted. */
const WAITING: FakeTerraform = {
  apply: "lock; deployed; trap 'unlock; exit 1' INT; say applying; waits",
};
/** A Terraform that plans: it holds its lock, and does not end for a while. */
const DEAF: FakeTerraform = { apply: "lock; deaf; say applying; waits" };

describe("Ctrl-C before anything is deployed", () => {
  test("while Terraform is asked for its version", async () => {
    folder.terraform({ version: "say asked; waits" });
    const { code, stderr } = await folder.interrupt(["main"], ["asked", "SIGINT"]);
    expect({ code, stderr }).toEqual({ code: 130, stderr: "\nInterrupted: removing everything that was started.\n" });
    await expectGone();
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s while the emulator starts", async (signal) => {
    folder.terraform({});
    // It never answers.
    folder.programs.add("moto_server", `PATH=/bin:/usr/bin\n${folder.sayer()}\nsay moto\nsleep 60`);
    const { code, stdout, seconds } = await folder.interrupt(["main"], ["moto", signal]);
    expect(code).toBe({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal]);
    expect(stdout).toMatch(/^stopped +emulator/);
    expect(seconds).toBeLessThan(10);
    await expectGone();
  });
});

describe("Ctrl-C with an emulator of its own", () => {
  beforeEach(() => void folder.programs.add("moto_server", `${folder.sayer()}\nsay moto\n${FAKE_MOTO}`));

  test("in terraform init, which finishes the provider that it installs", async () => {
    folder.terraform({ init: "trap '' INT; say initializing; sleep 1; say whole; exit 1" });
    const { code, stdout } = await folder.interrupt(["main"], ["initializing", "SIGINT"]);
    expect(code).toBe(130);
    expect(stdout).toMatch(/^stopped +terraform init/m);
    expect(folder.notes()).toContain("whole");
    await expectNothingLeft();
  });

  test("while Terraform holds its lock and does not heed it", async () => {
    folder.terraform(DEAF);
    const { code, stdout, stderr, seconds } = await folder.interrupt(["main"], ["applying", "SIGINT"]);
    expect({ code, stderr }).toEqual({ code: 130, stderr: "\nInterrupted: removing everything that was started.\n" });
    expect(stdout).toMatch(/^stopped +apply local-archive .*\nok +emulator ends/m);
    expect(seconds).toBeLessThan(20);
    await expectNothingLeft();
  });

  test("while Terraform waits for a slow resource", async () => {
    folder.terraform(WAITING);
    const { code, seconds } = await folder.interrupt(["main"], ["applying", "SIGTERM"]);
    expect(code).toBe(143);
    expect(seconds).toBeLessThan(10);
    await expectGone();
  });

  test("twice: Terraform is killed, and everything goes", async () => {
    folder.terraform({ apply: "lock; deaf; say applying; while :; do sleep 0.1; say waiting; done" });
    const { code, seconds } = await folder.interrupt(["main"], ["applying", "SIGINT"], ["waiting", "SIGINT"]);
    expect(code).toBe(130);
    // Sooner than the patience with a single one.
    expect(seconds).toBeLessThan(4.5);
    await expectNothingLeft();
  });

  test("a run that is killed leaves nothing that the next one does not remove", async () => {
    folder.terraform(DEAF);
    const { signal } = await folder.interrupt(["main"], ["applying", "SIGKILL"]);
    expect(signal).toBe("SIGKILL");
    expect(folder.files()).toContain(".terraform.local-archive.tfstate.lock.info");
    folder.terraform({ apply: "echo 'Error: as far as the apply' >&2; exit 1" });
    const next = await folder.start("main").ended;
    expect(next.stderr).toBe("Error: as far as the apply\n");
    await expectGone();
  });

  test("a run that is killed leaves nothing that local:down does not remove", async () => {
    folder.terraform(DEAF);
    await folder.interrupt(["main"], ["applying", "SIGKILL"]);
    const { code, stdout } = await folder.start("down").ended;
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Everything is removed/m) });
    await expectGone();
  });

  test("no second run, and no local:down, interferes with one at work", async () => {
    folder.terraform(WAITING);
    const { program, ended } = folder.start("main");
    await folder.said("applying");
    expect((await folder.start("main").ended).stderr).toBe(
      `npm run local is already running (process ${program.pid}): wait until it ends, or stop it\n`,
    );
    expect((await folder.start("down").ended).stderr).toBe(
      `npm run local is still running (process ${program.pid}): stop it with Ctrl-C\n`,
    );
    program.kill("SIGINT");
    expect((await ended).code).toBe(130);
    await expectGone();
  });

  test("a reader that goes away, as with | head, interrupts as well", async () => {
    folder.terraform({ apply: "lock; deployed; say applying; sleep 1; unlock" });
    const { program, ended } = folder.start("main");
    await folder.said("applying");
    // The next line, about the apply, cannot be written.
    program.stdout.destroy();
    expect((await ended).code).toBe(130);
    await expectGone();
  });
});

describe("Ctrl-C with an emulator of somebody else", () => {
  let moto: Awaited<ReturnType<typeof startFakeMoto>>;
  beforeAll(async () => (moto = await startFakeMoto()));
  afterAll(() => moto.stop());

  const main = () => ["main", "--endpoint", moto.url] as const;
  const DESTROYS = "lock; say destroying; trap 'unlock; exit 1' INT; waits";

  test("Terraform writes its state, and destroys what it has deployed", async () => {
    folder.terraform({ ...WAITING, apply: "lock; trap 'sleep 6; deployed; unlock; exit 1' INT; say applying; waits" });
    const { code, stdout } = await folder.interrupt(main(), ["applying", "SIGINT"]);
    expect(code).toBe(130);
    expect(stdout).toMatch(
      /^stopped +apply local-archive .*\nok +audited bucket removed .*\nok +destroy local-archive/m,
    );
    expect(folder.notes()).toContain("destroy local-archive");
    await expectGone();
  });

  test("twice: what is deployed stays, and local:down destroys it", async () => {
    folder.terraform({ ...WAITING, destroy: DESTROYS });
    const moments = [["applying", "SIGINT"] as const, ["destroying", "SIGINT"] as const];
    const { code, stderr } = await folder.interrupt(main(), ...moments);
    expect(code).toBe(130);
    expect(stderr).toContain(`The resources on ${moto.url} are not removed: npm run local:down destroys them\n`);
    expect(await folder.allGone()).toBe(true);
    expect(folder.files()).not.toContain(".terraform.local-archive.tfstate.lock.info");
    folder.terraform({});
    folder.forget();
    const { code: down, stdout } = await folder.start("down").ended;
    expect({ down, stdout }).toEqual({ down: 0, stdout: expect.stringMatching(/^Everything is removed/m) });
    expect(folder.notes()).toMatch(/init local-archive[^]*destroy local-archive/);
    expect(folder.files()).toEqual([]);
  });

  test("the next run destroys what an interrupted one left, before it begins", async () => {
    folder.terraform({ ...WAITING, destroy: DESTROYS });
    await folder.interrupt(main(), ["applying", "SIGINT"], ["destroying", "SIGINT"]);
    folder.terraform({ apply: "echo 'Error: as far as the apply' >&2; exit 1" });
    const { stdout, stderr } = await folder.start(...main()).ended;
    expect(stdout).toMatch(/^ok +destroy local-archive[^]*^failed +apply local-archive/m);
    expect(stderr).toBe("Error: as far as the apply\n");
    expect(folder.files()).toEqual([]);
  });

  test("a killed run that held the lock is removed as well", async () => {
    folder.terraform({ apply: "lock; deployed; trap 'sleep 1; unlock; exit 1' INT; say applying; waits" });
    await folder.interrupt(main(), ["applying", "SIGKILL"]);
    folder.terraform({});
    const { code, stdout } = await folder.start("down").ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^ok +destroy local-archive/m) });
    await expectGone();
  });

  test("local:down can be interrupted, and run again", async () => {
    folder.terraform({ ...WAITING, destroy: DESTROYS });
    await folder.interrupt(main(), ["applying", "SIGINT"], ["destroying", "SIGINT"]);
    folder.forget();
    const { code, stderr } = await folder.interrupt(["down"], ["destroying", "SIGINT"]);
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr:
        "\nInterrupted: Terraform writes its state; Ctrl-C again kills it.\n" +
        "Not everything is removed: run npm run local:down again.\n",
    });
    expect(await folder.allGone()).toBe(true);
    folder.terraform({});
    expect((await folder.start("down").ended).code).toBe(0);
    expect(folder.files()).toEqual([]);
  });

  test("a state that was written in half is one line that says what to do", async () => {
    folder.terraform({ ...WAITING, destroy: DESTROYS });
    await folder.interrupt(main(), ["applying", "SIGINT"], ["destroying", "SIGINT"]);
    folder.write("terraform.local-archive.tfstate", '{"version":4,"outp');
    const { code, stderr } = await folder.start("down").ended;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        ".local/terraform.local-archive.tfstate is incomplete: Terraform was killed while it wrote the state. " +
        "Restart the emulator, which empties it, and remove .local\n",
    });
  });

  test("nothing is destroyed where the emulator has ended, with everything in it", async () => {
    const other = await startFakeMoto();
    folder.terraform({ ...WAITING, destroy: DESTROYS });
    await folder.interrupt(["main", "--endpoint", other.url], ["applying", "SIGINT"], ["destroying", "SIGINT"]);
    await other.stop();
    const { code, stdout } = await folder.start("down").ended;
    expect(code).toBe(0);
    expect(stdout).toContain(`the emulator at ${other.url} has ended, and its resources with it`);
    expect(folder.files()).toEqual([]);
  });
});
