import type { AwsReader } from "../aws/reader";
import type { RealKeys } from "./keys";
import type { Environment } from "../model/environment";
import type { Location } from "../../modules/policy";

/** What a check asks, and where. */
export interface Context {
  readonly environment: Environment;
  readonly keys: RealKeys;
  readonly now: Date;
  /** Takes the place of AWS. */
  readonly endpoint: string | undefined;
  /** An emulator answers: it does not do what AWS enforces. */
  readonly emulated: boolean;
  /** Ends with the run. */
  readonly signal: AbortSignal;
  readonly aws: (place: Location) => AwsReader;
  /** What several checks need, made once a run. */
  readonly shared: <Value>(name: string, make: () => Promise<Value>) => Promise<Value>;
}
