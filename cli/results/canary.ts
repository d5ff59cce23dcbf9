/** The states of `audit-trail verify`. "not enforced": an emulator answered, which proves nothing. */
export type State = "pass" | "fail" | "warn" | "unknown" | "not enforced" | "skipped";

export const STEP_TITLES = {
  put: "put an object with the key",
  read: "read it back, signed",
  anonymous: "read it unsigned",
  public: "check the effect of public access",
  watch: "wait for the records",
  clean: "remove the object",
} as const;

export type StepId = keyof typeof STEP_TITLES;

/** An observation or conclusion, in one line. */
export interface Evidence {
  readonly state: State;
  readonly text: string;
}

export interface Step {
  readonly id: StepId;
  readonly title: string;
  readonly state: State;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly milliseconds: number;
  /** The outcome in one line. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

export const RECORD_TITLES = {
  put: "PutObject",
  read: "GetObject (signed)",
  anonymous: "GetObject (unsigned)",
  dataKey: "GenerateDataKey",
} as const;

export type RecordId = keyof typeof RECORD_TITLES;

/** A call of the canary, as recorded in the trail's log files. */
export interface RecordFound {
  readonly eventId: string;
  readonly eventName: string;
  /** ARN of the caller; for anonymous calls, the record's substitute. */
  readonly caller: string;
  readonly errorCode: string | undefined;
  readonly bucket: string | undefined;
  readonly objectKey: string | undefined;
  readonly keyArn: string | undefined;
  /** Key of the log file in the log bucket. */
  readonly logFile: string;
  /** The simulator that wrote the log file, if CloudTrail did not. */
  readonly simulatedBy: string | undefined;
  /** ISO 8601, UTC: times of the call, of the log file, and when the record was found. */
  readonly eventTime: string;
  readonly deliveredAt: string;
  readonly foundAt: string;
}

export interface ExpectedRecord {
  readonly id: RecordId;
  readonly title: string;
  /** Whether the run fails without it. */
  readonly required: boolean;
  /** The reason why it is not required. */
  readonly reason: string | undefined;
  /** Time of the call, if this run made it. */
  readonly calledAt: string | undefined;
  readonly found: RecordFound | undefined;
}

/** The result of one run. Fields may be added; `version` changes when one is removed or changes. */
export interface CanaryResult {
  readonly version: 1;
  readonly command: "canary";
  readonly environment: string;
  /** "incomplete": the run was interrupted, or a step could not run. */
  readonly verdict: "passed" | "failed" | "incomplete";
  /** The verdict in one line. */
  readonly summary: string;
  /** Endpoint of the emulator; `null` for AWS. */
  readonly endpoint: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly trailArn: string;
  /** ARN of the caller. */
  readonly caller: string;
  readonly bucket: string;
  readonly bucketRegion: string;
  readonly objectKey: string;
  readonly keyArn: string;
  readonly logBucket: string;
  readonly steps: readonly Step[];
  readonly records: readonly ExpectedRecord[];
}
