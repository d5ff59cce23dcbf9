import type { Verdict } from "./verdict";

/** Something that a reviewer must know, and how it can be accepted. */
export interface Finding {
  readonly level: Exclude<Verdict, "unchanged">;
  readonly kind: "protection" | "access" | "policy" | "acceptance";
  /** `prod-archive/aws_kms_key.Key_43586C89`; the environment if no single resource is concerned. */
  readonly address: string;
  /** Id of the protection. */
  readonly protection: string | undefined;
  /** Statements that caused it, each of which can accept it: `address` and `sid`. */
  readonly causes: readonly { readonly address: string; readonly sid: string | undefined }[];
  readonly what: string;
  /** The fields with which the file of accepted findings refers to it. */
  readonly accepted: Acceptance | undefined;
  /** What an entry that accepts it says, but for reason and day. @default nothing can accept it */
  readonly acceptable?: Pick<Acceptance, "address" | "sid" | "protection" | "pin">;
}

/** A finding that somebody has accepted, until a day. */
export interface Acceptance {
  readonly address: string;
  readonly sid?: string | undefined;
  readonly protection?: string | undefined;
  /** Names what is accepted, as `pin` of a finding has it: another statement or value has another one. */
  readonly pin: string;
  readonly reason: string;
  /** `2026-12-31`, the last day on which it applies. */
  readonly expires: string;
}
