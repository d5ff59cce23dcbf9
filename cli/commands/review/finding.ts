import type { Verdict } from "./verdict";

/** Something that a reviewer must know, with what accepts it. */
export interface Finding {
  readonly level: Exclude<Verdict, "unchanged">;
  readonly kind: "protection" | "access" | "policy" | "acceptance";
  /** `prod-archive/aws_kms_key.Key_43586C89`; the environment where it is of no single resource. */
  readonly address: string;
  /** Of a protection. */
  readonly protection: string | undefined;
  /** Statements by which it came, each of which can accept it: `address` and `sid`. */
  readonly causes: readonly { readonly address: string; readonly sid: string | undefined }[];
  readonly what: string;
  /** Where the file of accepted findings names it. */
  readonly accepted: Acceptance | undefined;
}

/** A finding that somebody answers for, until a day. */
export interface Acceptance {
  readonly address: string;
  readonly sid?: string | undefined;
  readonly protection?: string | undefined;
  readonly reason: string;
  /** `2026-12-31`, the last day on which it holds. */
  readonly expires: string;
}
