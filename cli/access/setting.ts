/** A setting that protects the logs and is not part of a policy. */
export interface Setting {
  /** Letters, digits and dashes; stable, and unique in its matrix. */
  readonly id: string;
  /** `trail`, `log bucket`, … */
  readonly target: string;
  readonly title: string;
  /** `on`, `off`, or the value. */
  readonly value: string;
  /** Whether it protects the logs well enough for a production environment. */
  readonly safe: boolean;
}
