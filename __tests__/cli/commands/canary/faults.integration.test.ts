import { canaryBehindProxy, objectRecord } from "../../../support/canary";
import type { Fault } from "../../../support/faulty-proxy";
import { describeWithMoto } from "../../../support/moto";
import { runProgram, withDefaults, type Ran } from "../../../support/run-tool";

jest.setTimeout(60_000);

describeWithMoto("canary with a failing endpoint", () => {
  const at = canaryBehindProxy();

  /** Runs with the records there as soon as the object is. */
  async function canary(...args: string[]): Promise<Ran> {
    let delivering: Promise<unknown> | undefined;
    const defaults = { "--endpoint": at.proxy.url, "--poll": "100ms", "--timeout": "5s" };
    const all = ["--environment", "dev", "--outdir", at.world.outdir, ...withDefaults(defaults, args)];
    const ran = await runProgram(["canary", ...all], (text) => {
      const [key] = /audit-trail-canary\/\S+\.txt/.exec(text) ?? [];
      if (key === undefined) return;
      delivering ??= at.world.deliver([
        objectRecord("PutObject", at.world, key),
        objectRecord("GetObject", at.world, key),
      ]);
    });
    await delivering;
    return ran;
  }

  const isList = (path: string) => path.includes("list-type=2");
  const isLogFile = (path: string) => path.includes(".json.gz");
  const isObject = (path: string) => path.includes("audit-trail-canary/");

  test("a permission that is missing for the logs is reported before anything is put", async () => {
    at.proxy.faultOf = (_, path) => (isList(path) ? "denied" : "none");
    const { status, out, err } = await canary();
    expect({ status, out, err }).toEqual({
      status: 2,
      out: "",
      err:
        `no permission for s3:ListBucket on ${at.world.logBucket}: AccessDenied: Access Denied; ` +
        "give --reader with a role that reads the log files\n",
    });
  });

  test("a refused upload could not run: nothing else is tried", async () => {
    at.proxy.faultOf = (method) => (method === "PUT" ? "denied" : "none");
    const { status, out } = await canary();
    expect(status).toBe(2);
    expect(out).toContain("put an object with the key: no permission: AccessDenied: Access Denied");
    expect(out).toMatch(/skipped +wait for the records: nothing was uploaded/);
    expect(out).toMatch(/dev: incomplete: put an object with the key: no permission/);
    expect(out).not.toContain("--resume");
  });

  test.each(["drop", "broken", "throttled"] as const)(
    "listing that fails (%s) for a while is tried again",
    async (fault) => {
      let left = 6;
      at.proxy.faultOf = (_, path) =>
        isList(path) && path.includes("start-after") && (left -= 1) >= 0 ? fault : "none";
      const { status, out } = await canary("--timeout", "40s");
      expect({ status, left: left < 0 }).toEqual({ status: 0, left: true });
      expect(out).toContain("dev: passed: the trail recorded it");
    },
  );

  test("a log file that could not be read is read in the next round", async () => {
    let left = 4;
    let watching = false;
    at.proxy.faultOf = (_, path) => {
      watching ||= isList(path) && path.includes("start-after");
      return watching && isLogFile(path) && (left -= 1) >= 0 ? "drop" : "none";
    };
    expect((await canary("--timeout", "40s")).status).toBe(0);
  });

  test("whoever never could look does not say that nothing is there", async () => {
    at.proxy.faultOf = (_, path) => (isList(path) && path.includes("start-after") ? "drop" : "none");
    const { status, out } = await canary("--timeout", "1s");
    expect(status).toBe(2);
    expect(out).toMatch(/unknown +wait for the records: missing after [^:]+: PutObject; GetObject \(signed\)/);
    expect(out).toMatch(/warn: the last read failed: ECONNRESET/);
  });

  test("permission for the log files that is lost on the way ends the waiting", async () => {
    at.proxy.faultOf = (_, path) => (isList(path) && path.includes("start-after") ? "denied" : "none");
    const { status, out } = await canary();
    expect(status).toBe(2);
    expect(out).toMatch(/unknown +wait for the records: no permission: AccessDenied: Access Denied/);
    expect(await at.world.versions()).toEqual([]);
  });

  test("slow answers are waited for", async () => {
    const slow: Fault = { delayMs: 300 };
    at.proxy.faultOf = (_, path) => (isLogFile(path) || isObject(path) ? slow : "none");
    expect((await canary()).status).toBe(0);
  });

  test("an object that an emulator gives to anyone is reported, and proves nothing", async () => {
    at.proxy.faultOf = (method, path, signed) => (method === "GET" && isObject(path) && !signed ? "public" : "none");
    const { status, out } = await canary();
    expect(status).toBe(0);
    expect(out).toMatch(/not enforced +read it unsigned: an emulator answered: 200/);
  });

  test("where the version must stay, a delete marker hides the object", async () => {
    at.proxy.faultOf = (method, path) => (method === "DELETE" && path.includes("versionId") ? "denied" : "none");
    const { status, out } = await canary();
    expect(status).toBe(0);
    expect(out).toMatch(/warn +remove the object: hidden by a delete marker; its version remains/);
    expect(out).toContain("no permission: s3:DeleteObjectVersion");
  });

  test("an object that stays is a finding", async () => {
    at.proxy.faultOf = (method) => (method === "DELETE" ? "denied" : "none");
    const { status, out } = await canary();
    expect(status).toBe(1);
    expect(out).toMatch(/fail +remove the object: the object remains: no permission: AccessDenied: Access Denied/);
  });

  test("a connection lost at removing is tried again", async () => {
    let left = 5;
    at.proxy.faultOf = (method) => (method === "DELETE" && (left -= 1) >= 0 ? "drop" : "none");
    const before = await at.world.versions();
    expect((await canary()).status).toBe(0);
    expect(await at.world.versions()).toEqual(before);
  });

  test("an endpoint that nobody serves could not run", async () => {
    const { status, out, err } = await canary("--endpoint", "http://127.0.0.1:1");
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^http:\/\/127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED/);
  });
});
