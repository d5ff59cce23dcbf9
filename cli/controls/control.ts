import type { AssessedEnvironment } from "./environment";

/** Frameworks, by the name on the command line. */
export const FRAMEWORKS = {
  cis: "CIS AWS Foundations Benchmark 7.0",
  fsbp: "AWS Foundational Security Best Practices",
  pci: "PCI DSS 4",
  nist: "NIST SP 800-53 Revision 5",
  soc2: "SOC 2",
} as const;

export type Framework = keyof typeof FRAMEWORKS;

export type Module = "trail" | "bucket" | "key" | "access" | "alerts" | "threats" | "query";

/**
 * The faults, one sentence each; empty if there are none. `undefined` if there is nothing to check. If there are several
 * trails, a check looks at the one from which the environment is seen.
 */
export type Check = (environment: AssessedEnvironment) => readonly string[] | undefined;

/** A requirement that a module meets, with the check that decides whether an environment meets it. */
export interface Control {
  /** Letters and hyphens; the tests use it too. */
  readonly id: string;
  readonly requirement: string;
  /** The first module names the file of its tests. */
  readonly modules: readonly [Module, ...Module[]];
  /** The Terraform settings that meet it. */
  readonly setting: string;
  /** Ids of the requirement in the frameworks; empty if none of them requires it. */
  readonly frameworks: { readonly [Name in Framework]?: readonly string[] };
  /** The checks of checkov and prowler with the same subject. */
  readonly scanners: readonly string[];
  /** Why an environment may leave it off: then a fault is not a finding. */
  readonly choice?: string;
  readonly check: Check;
}
