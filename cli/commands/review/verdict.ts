/** The verdicts of a review, from lowest to highest. */
export const VERDICTS = ["unchanged", "changed", "undecided", "gained", "weakened"] as const;

export type Verdict = (typeof VERDICTS)[number];

export const THRESHOLDS = ["changed", "undecided", "gained", "weakened", "never"] as const;

export type Threshold = (typeof THRESHOLDS)[number];

export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))]!;
}

export function reaches(verdict: Verdict, threshold: Threshold): boolean {
  return threshold !== "never" && VERDICTS.indexOf(verdict) >= VERDICTS.indexOf(threshold);
}

/** Whether a reviewer must accept it, or refuse the change. */
export function isGrave(verdict: Verdict): boolean {
  return reaches(verdict, "gained");
}
