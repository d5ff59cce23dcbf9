import type { Tone } from "../render/terminal";
import type { CanaryResult, State } from "./canary";

/** Only results of AWS itself are good: an emulator's prove nothing. */
export const STATE_TONES: Readonly<Record<State, Tone>> = {
  pass: "good",
  fail: "bad",
  warn: "warn",
  unknown: "warn",
  "not enforced": "note",
  skipped: "quiet",
};

export const VERDICT_TONES: Readonly<Record<CanaryResult["verdict"], Tone>> = {
  passed: "good",
  failed: "bad",
  incomplete: "warn",
};
