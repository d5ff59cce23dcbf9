import { canaryBehindProxy } from "../../../support/canary";
import { describeWithMoto } from "../../../support/moto";
import { startProgram } from "../../../support/run-tool";

jest.setTimeout(30_000);

describeWithMoto("Ctrl-C", () => {
  const at = canaryBehindProxy();

  interface Ended {
    readonly status: number | null;
    readonly signal: string | null;
    readonly out: string;
    readonly err: string;
  }

  /** Runs as a program, and sends the interrupt when the output says so. */
  function interrupted(when: RegExp, times = 1): Promise<Ended> {
    const program = startProgram([
      "canary",
      "--environment",
      "dev",
      "--outdir",
      at.world.outdir,
      "--endpoint",
      at.proxy.url,
    ]);
    const written = { out: "", err: "" };
    let sent = 0;
    program.stdout.on("data", (text) => {
      written.out += String(text);
      if (sent === 0 && when.test(written.out)) sent = Number(program.kill("SIGINT"));
    });
    program.stderr.on("data", (text) => {
      written.err += String(text);
      if (sent !== 1 || times !== 2 || !written.err.includes("again stops immediately")) return;
      sent += 1;
      // Sooner it would be taken for a copy of the first, as npm sends one.
      setTimeout(() => program.kill("SIGINT"), 500);
    });
    return new Promise((resolve) => program.on("close", (status, signal) => resolve({ status, signal, ...written })));
  }

  test("while waiting, removes the object and says how to go on", async () => {
    const { status, out, err } = await interrupted(/check the effect of public access/);
    expect(err).toBe("\ninterrupted: removing the object; Ctrl-C again stops immediately\n");
    expect(out).toMatch(/skipped +wait for the records: interrupted/);
    expect(out).toMatch(/pass +remove the object: removed, with its version/);
    expect(out).toMatch(
      /dev: incomplete: interrupted\nTo continue watching: npx audit-trail canary .*--resume audit-trail-canary\/\S+\.txt\n$/,
    );
    expect(status).toBe(2);
    expect(await at.world.versions()).toEqual([]);
  });

  test("in the middle of the upload, waits for it and removes what it stored", async () => {
    at.proxy.faultOf = (method) => (method === "PUT" ? { delayMs: 700 } : "none");
    const { status, out } = await interrupted(/logs +s3:\/\//);
    expect(out).toMatch(/pass +put an object with the key/);
    expect(out).toMatch(/skipped +read it back, signed: interrupted/);
    expect(out).toMatch(/pass +remove the object/);
    expect(status).toBe(2);
    expect(await at.world.versions()).toEqual([]);
  });

  test("a second one stops immediately", async () => {
    at.proxy.faultOf = (method) => (method === "DELETE" ? { delayMs: 20_000 } : "none");
    const { status, signal } = await interrupted(/check the effect of public access/, 2);
    expect({ status, signal }).toEqual({ status: null, signal: "SIGINT" });
  });
});
