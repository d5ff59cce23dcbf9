/** Counts the steps of comparisons. */
export interface Effort {
  /** Throws `TooMuchEffort` if so many steps may not be taken. */
  spend(steps: number): void;
}

/**
 * Steps that deciding one request may take: about a second. Policies within AWS's limits of size take some thousand, but
 * many long patterns times many long values would take hours.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MOST = 100_000_000;

/** A comparison of texts takes as long as this many characters, however short they are. */
export const EACH = 16;

export class TooMuchEffort extends Error {
  override readonly name = "TooMuchEffort";
}

export class LimitedEffort implements Effort {
  private left = MOST;

  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooMuchEffort();
  }
}

export const UNLIMITED: Effort = { spend: () => undefined };
