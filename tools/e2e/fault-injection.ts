import { setTimeout as wait } from "node:timers/promises";
import { credentialsOf } from "../emulator/clients";
import { startEmulator, type Emulator } from "../emulator/start";
import { signalGroup } from "../../cli/framework/process";
import type { Fault } from "../emulator/gateway/faults";
import { expectSame, expectThat, Mismatch, type Checks } from "./checks";
import { ACCOUNT, type TestContext } from "./test-context";
import { auditTrail, checkOf, expectSound, idsOf, verify } from "./tool";

/** Faults of the emulator, and the expected results of verify. */
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

  await step("a few responses with status 500: retried, no findings", [{ kind: "error", times: 3 }], sound);
  await step("a few throttled calls: retried, no findings", [{ kind: "throttle", times: 3 }], sound);
  await step("every response 100 ms late: no findings", [{ kind: "slow", milliseconds: 100 }], sound);
  const versioning = { service: "s3", action: "GetBucketVersioning" } as const;
  const ids = ["access-log-bucket.versioning", "bucket.versioning"];
  await step("500 without end: unknown", [{ ...versioning, kind: "error" }], () =>
    unknown(context, ids, "InternalError"),
  );
  await step("all calls throttled: unknown", [{ ...versioning, kind: "throttle" }], () =>
    unknown(context, ids, "too many calls"),
  );
  await step("no response in time: unknown", [{ ...versioning, kind: "slow", milliseconds: 10_000 }], () =>
    unknown(context, ids, "within 4 seconds", "--timeout", "4s"),
  );
  const rotation = { service: "kms", action: "GetKeyRotationStatus", kind: "denied" } as const;
  await step("AccessDenied: unknown, the action named", [rotation], async () => {
    await unknown(
      context,
      ["alerts-key.local-audit-alerts.rotation", "key.rotation"],
      "no permission: kms:GetKeyRotationStatus",
    );
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

/** Exactly these checks are unknown, for this reason, and none failed. */
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

/** A separate emulator, which ends while verify runs. */
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
