import type { AwsReader } from "../aws/reader";
import type { RealKeys } from "./keys";
import type { Environment } from "../model/environment";
import type { Location } from "../../modules/policy";

/** The environment, and how to read it from AWS. */
export interface Context {
  readonly environment: Environment;
  readonly keys: RealKeys;
  readonly now: Date;
  /** Endpoint of the emulator that receives all calls. Undefined for AWS. */
  readonly endpoint: string | undefined;
  /** Whether an emulator answers, which does not enforce what AWS does. */
  readonly emulated: boolean;
  /** Aborted at the end of the run. */
  readonly signal: AbortSignal;
  readonly aws: (place: Location) => AwsReader;
  /** A value that several checks use, computed once per run. */
  readonly shared: <Value>(name: string, make: () => Promise<Value>) => Promise<Value>;
}
