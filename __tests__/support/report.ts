import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { CanaryResult, RecordFound, Step } from "../../cli/results/canary";
import type { Environment } from "../../cli/model/environment";
import { architectureOf, type Architecture } from "../../cli/commands/report/diagram/parts";
import type { Report } from "../../cli/commands/report/model";
import { readEnvironment } from "../../cli/model/read";
import { STATES, type State } from "../../cli/verification/check";
import type { CheckJson, VerifyJson } from "../../cli/results/verify";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { smallMatrix } from "./small-matrix";

/** What the stacks of an environment come to, and their picture. */
export function drawn(config: EnvironmentConfig): { environment: Environment; architecture: Architecture } {
  const outdir = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    addStacks(app, config, { localState: false });
    synthesize(app);
    const environment = readEnvironment(outdir, config.name);
    return { environment, architecture: architectureOf(environment) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

export function check(id: string, state: State, changes: Partial<CheckJson> = {}): CheckJson {
  return {
    id,
    group: "Key",
    title: `title of ${id}`,
    state,
    expected: "on",
    found: state === "pass" ? "on" : "off",
    details: [],
    missingPermission: null,
    cause: null,
    exampleStep: null,
    controls: [],
    milliseconds: 5,
    ...changes,
  };
}

export function verification(checks: readonly CheckJson[], changes: Partial<VerifyJson> = {}): VerifyJson {
  const counts = Object.fromEntries(STATES.map((state) => [state, checks.filter((one) => one.state === state).length]));
  return {
    version: 1,
    environment: "dev",
    endpoint: null,
    at: "2026-11-21T21:30:00.000Z",
    places: [{ account: "111122223333", region: "eu-central-1" }],
    verdict: `${counts["pass"]} passed, ${counts["fail"]} failed`,
    counts: counts as Record<State, number>,
    checks,
    ...changes,
  };
}

const after = (seconds: number) => new Date(Date.parse("2026-11-21T21:45:00.000Z") + seconds * 1000).toISOString();

const FOUND: RecordFound = {
  eventId: "3f0c8a52-6f0e-4a5e-9a11-6a7c1d1b2c3d",
  eventName: "PutObject",
  caller: "arn:aws:iam::111122223333:user/example",
  errorCode: undefined,
  bucket: "data",
  objectKey: "audit-trail-canary/20261121T214500Z-0123456789abcdef.txt",
  keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1",
  logFile: "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/11/21/a.json.gz",
  simulatedBy: undefined,
  eventTime: after(0),
  deliveredAt: after(312),
  foundAt: after(320),
};

const step = (id: Step["id"], title: string, at: number, milliseconds: number): Step => ({
  id,
  title,
  state: "pass",
  at: after(at),
  milliseconds,
  text: "as it should",
  evidence: [],
});

export function canaryResult(changes: Partial<CanaryResult> = {}, found: Partial<RecordFound> = {}): CanaryResult {
  return {
    version: 1,
    command: "canary",
    environment: "dev",
    verdict: "passed",
    summary: "the trail recorded it: the record within 5 min 12 s",
    endpoint: null,
    startedAt: after(0),
    endedAt: after(321),
    trailArn: "arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit",
    caller: FOUND.caller,
    bucket: "data",
    bucketRegion: "eu-central-1",
    objectKey: FOUND.objectKey!,
    keyArn: FOUND.keyArn!,
    logBucket: "logs",
    steps: [step("put", "put an object with the key", 0, 180), step("watch", "wait for the records", 1, 319_000)],
    records: [
      {
        id: "put",
        title: "PutObject",
        required: true,
        reason: undefined,
        calledAt: after(0),
        found: { ...FOUND, ...found },
      },
      {
        id: "anonymous",
        title: "GetObject (unsigned)",
        required: false,
        reason: "not promised",
        calledAt: after(0),
        found: undefined,
      },
    ],
    ...changes,
  };
}

/** A report of little: one reader, one question. */
export function reportOf(environment: Environment, changes: Partial<Report> = {}): Report {
  return {
    environment,
    verification: verification([check("key.enabled", "pass")]),
    canary: canaryResult(),
    matrix: smallMatrix({
      subjects: ["role/reader", "anonymous"],
      accessCases: [["log bucket", "read an object", "A."]],
    }),
    assessments: [],
    at: new Date("2026-11-21T22:00:00Z"),
    ...changes,
  };
}
