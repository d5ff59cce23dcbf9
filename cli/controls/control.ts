import type { AssessedEnvironment } from "./environment";

/** Frameworks by the name that the command takes. */
export const FRAMEWORKS = {
  cis: "CIS AWS Foundations Benchmark 7.0",
  fsbp: "AWS Foundational Security Best Practices",
  pci: "PCI DSS 4",
  nist: "NIST SP 800-53 Revision 5",
  soc2: "SOC 2",
} as const;

export type Framework = keyof typeof FRAMEWORKS;

export type Module = "trail" | "bucket" | "key" | "access";

/** What falls short, one sentence each; none where all is well. `undefined` where there is nothing to check. */
export type Check = (environment: AssessedEnvironment) => readonly string[] | undefined;

/** A requirement that a module meets, with the check that finds out whether an environment does. */
export interface Control {
  /** Letters and hyphens; its tests carry it. */
  readonly id: string;
  readonly requirement: string;
  /** The first one names the file of its tests. */
  readonly modules: readonly [Module, ...Module[]];
  /** What is set in Terraform to meet it. */
  readonly setting: string;
  /** The requirement's ids; empty where none of the frameworks asks for it. */
  readonly frameworks: { readonly [Name in Framework]?: readonly string[] };
  /** The checks of checkov and prowler that look at the same. */
  readonly scanners: readonly string[];
  /** Why an environment may do without: then falling short is no finding. */
  readonly choice?: string;
  readonly check: Check;
}
