import { setTimeout as wait } from "node:timers/promises";
import { credentialsOf } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { signalGroup } from "../../cli/framework/process";
import type { Fault } from "../emulator/gateway/faults";
import { expectSame, expectThat, Mismatch, type Checks } from "./checks";
import { ACCOUNT, type TestContext } from "./test-context";
import { auditTrail, checkOf, expectSound, idsOf, verify } from "./tool";

/** What the emulator does wrong, and how verify must take it. */
export async function injectFaultsIntoVerify(checks: Checks, context: TestContext): Promise<void> {
  const { faults } = context.emulator;
  const step = (name: string, faulty: readonly Fault[], work: () => Promise<string | undefined>) =>
    checks.run(name, async () => {
      faults.set(...faulty);
      try {
        return await work();
      } finally {
        faults.set();
      }
    });
  const sound = async () => {
    const verified = await verify(context);
    expectSound(verified);
    return verified.json.verdict;
  };

  await step("a few answers 500: asked again, all well", [{ kind: "error", times: 3 }], sound);
  await step("throttled a few times: asked again, all well", [{ kind: "throttle", times: 3 }], sound);
  await step("every answer 100 ms late: all well", [{ kind: "slow", milliseconds: 100 }], sound);
  const versioning = { service: "s3", action: "GetBucketVersioning" } as const;
  const ids = ["access-log-bucket.versioning", "bucket.versioning"];
  await step("500 without end: unknown", [{ ...versioning, kind: "error" }], () =>
    unknown(context, ids, "InternalError"),
  );
  await step("throttled without end: unknown", [{ ...versioning, kind: "throttle" }], () =>
    unknown(context, ids, "too many calls"),
  );
  await step("no answer in time: unknown", [{ ...versioning, kind: "slow", milliseconds: 3000 }], () =>
    unknown(context, ids, "within 1 seconds", "--timeout", "1s"),
  );
  const rotation = { service: "kms", action: "GetKeyRotationStatus", kind: "denied" } as const;
  await step("AccessDenied: unknown, the action named", [rotation], async () => {
    await unknown(context, ["key.rotation"], "no permission: kms:GetKeyRotationStatus");
    const { code, json } = await verify(context, "--strict");
    expectSame(
      "missing permission",
      checkOf(json, "key.rotation").missingPermission,
      rotation.service + ":" + rotation.action,
    );
    expectSame("exit with --strict", code, 1);
    return "exit 0, with --strict 1";
  });
}

/** Exactly these checks could not tell, for this reason, and nothing failed. */
async function unknown(
  context: TestContext,
  ids: readonly string[],
  reason: string,
  ...args: string[]
): Promise<string> {
  const { code, json } = await verify(context, ...args);
  expectSame("unknown checks", idsOf(json, "unknown"), ids);
  const { found } = checkOf(json, ids[0]!);
  expectThat(found.includes(reason), `${ids[0]} says: ${found}`);
  expectSame("failed checks", idsOf(json, "fail"), []);
  expectSame("exit", code, 0);
  return found;
}

/** An emulator of its own, which ends while verify asks it. */
export async function loseEmulator(checks: Checks, context: TestContext): Promise<void> {
  const ways: readonly (readonly [string, (emulator: Emulator) => unknown])[] = [
    ["emulator killed half-way through verify", ({ pid }) => signalGroup(pid!, "SIGKILL")],
    ["emulator and gateway gone half-way through verify", (emulator) => emulator.stop()],
  ];
  for (const [name, kill] of ways) {
    await checks.run(name, async () => {
      const emulator = await startEmulator();
      try {
        emulator.faults.set({ service: "s3", kind: "slow", milliseconds: 1500 });
        const credentials = await credentialsOf(emulator.endpoint, ACCOUNT);
        const running = auditTrail({ ...context, emulator, credentials }, "verify");
        await hitCount(emulator, 3);
        await kill(emulator);
        const { code, stdout, stderr } = await running;
        expectSame("exit", code, 2);
        expectSame("output", stdout, "");
        expectSame("lines", stderr.trim().split("\n").length, 1);
        return stderr.trim();
      } finally {
        await emulator.stop();
      }
    });
  }
}

async function hitCount({ faults }: Emulator, calls: number): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; await wait(20)) if (faults.hitCount >= calls) return;
  throw new Mismatch("verify asks nothing");
}
