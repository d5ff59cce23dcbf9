import type { Tone } from "../render/terminal";
import type { CanaryResult, State } from "./canary";

/** Only what AWS itself enforced is good: an emulator's answer proves nothing. */
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
