import type { ITerraformDependable } from "cdktf";

/** A bucket that takes logs. `policyResource` where this app's stack makes it: the trail must come after it. */
export interface LogTarget {
  readonly bucketName: string;
  /** @default none: it exists before this app deploys */
  readonly policyResource?: ITerraformDependable;
}

/** A key that encrypts logs. `policyResource` where this app's stack makes it: what it encrypts must come after it. */
export interface LogKey {
  readonly arn: string;
  /** @default none: it exists before this app deploys */
  readonly policyResource?: ITerraformDependable;
}

/** What must stand before anything uses these. */
export function policiesOf(...targets: readonly (LogTarget | LogKey | undefined)[]): ITerraformDependable[] {
  return targets.flatMap((target) => target?.policyResource ?? []);
}
