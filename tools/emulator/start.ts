import { publicKeys, trailStatus } from "./delivery/answers";
import { Identities } from "./delivery/identities";
import type { CloudTrailRecord } from "./delivery/record";
import { Recorder } from "./delivery/recorder";
import { makeSigningKey } from "./delivery/signing-key";
import { DELIVERY_TIMES, DeliverySimulator, type DeliveryTimes } from "./delivery/simulator";
import { Trails } from "./delivery/trails";
import { Faults } from "./gateway/faults";
import { Gate } from "./gateway/gate";
import { forwardTo } from "./gateway/forward";
import { repairs } from "./gateway/repairs";
import { serve } from "./gateway/server";
import { startMoto, useMoto } from "./moto";

export interface EmulatorOptions {
  /** A running emulator to use. @default starts one */
  readonly endpoint?: string | undefined;
  readonly delivery?: DeliveryTimes | undefined;
  /** Variables for the emulator's process. @default this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Receives each record of a management event at once, as EventBridge does. @default nobody */
  readonly onManagementEvent?: (record: CloudTrailRecord) => void;
  /** Cancels the start. */
  readonly signal?: AbortSignal;
}

export interface Emulator {
  /** Address of the gateway, for all callers. */
  readonly endpoint: string;
  /** The emulator behind the gateway. */
  readonly target: string;
  readonly label: string;
  readonly pid: number | undefined;
  readonly faults: Faults;
  readonly gate: Gate;
  /** Resolves with the reason if the emulator ends unexpectedly. */
  readonly ended: Promise<string>;
  /** Ends everything that it started. */
  stop(): Promise<void>;
}

/** Starts moto, the gateway in front of it, and the delivery simulator. */
export async function startEmulator({
  endpoint,
  delivery,
  env,
  onManagementEvent,
  signal,
}: EmulatorOptions = {}): Promise<Emulator> {
  const moto = await (endpoint === undefined ? startMoto(env ?? process.env, signal) : useMoto(endpoint));
  const { target, label, pid, ended } = moto;
  const identities = new Identities(target);
  const trails = new Trails(target, identities);
  const key = makeSigningKey();
  const faults = new Faults();
  const gate = new Gate();
  const simulator = new DeliverySimulator(target, trails, key, delivery ?? DELIVERY_TIMES);
  const { next, close } = forwardTo(target);
  const gateway = await serve(
    [
      gate.step,
      faults.step,
      new Recorder(trails, identities, onManagementEvent).step,
      trails.step,
      publicKeys(key),
      trailStatus(trails, identities),
      ...repairs(),
    ],
    next,
  );
  simulator.start();
  const stop = async () => {
    await gateway.stop();
    await simulator.stop();
    close();
    await moto.stop();
  };
  return { endpoint: gateway.endpoint, target, label, pid, faults, gate, ended, stop };
}
