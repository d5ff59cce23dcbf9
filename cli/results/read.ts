import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { CanaryResult } from "./canary";
import { RECORD_TITLES, STEP_TITLES } from "./canary";
import { escapeTerminal } from "../render/escape";
import { readFailure } from "../framework/file-error";
import { UserError } from "../framework/user-error";
import { STATES } from "../verification/check";
import type { VerifyJson } from "./verify";

const text = v.pipe(v.string(), v.maxLength(10_000));
const time = v.pipe(text, v.isoTimestamp());
const milliseconds = v.pipe(v.number(), v.minValue(0));
const state = v.picklist(STATES);
const texts = v.array(text);

const VERIFICATION = v.object({
  version: v.literal(1),
  environment: text,
  endpoint: v.nullable(text),
  at: time,
  places: v.array(v.object({ account: text, region: text })),
  verdict: text,
  counts: v.object(v.entriesFromList(STATES, milliseconds)),
  checks: v.array(
    v.object({
      id: text,
      group: text,
      title: text,
      state,
      expected: text,
      found: text,
      details: texts,
      missingPermission: v.nullable(text),
      cause: v.optional(v.nullable(text), null),
      exampleStep: v.nullable(text),
      controls: texts,
      milliseconds,
    }),
  ),
});

const FOUND = v.object({
  eventId: text,
  eventName: text,
  caller: text,
  errorCode: v.optional(text),
  bucket: v.optional(text),
  objectKey: v.optional(text),
  keyArn: v.optional(text),
  logFile: text,
  simulatedBy: v.optional(text),
  eventTime: time,
  deliveredAt: time,
  foundAt: time,
});

const CANARY = v.object({
  version: v.literal(1),
  command: v.literal("canary"),
  environment: text,
  verdict: v.picklist(["passed", "failed", "incomplete"]),
  summary: text,
  endpoint: v.nullable(text),
  startedAt: time,
  endedAt: time,
  trailArn: text,
  caller: text,
  bucket: text,
  bucketRegion: text,
  objectKey: text,
  keyArn: text,
  logBucket: text,
  steps: v.array(
    v.object({
      id: v.picklist(Object.keys(STEP_TITLES) as (keyof typeof STEP_TITLES)[]),
      title: text,
      state,
      at: time,
      milliseconds,
      text,
      evidence: v.array(v.object({ state, text })),
    }),
  ),
  records: v.array(
    v.object({
      id: v.picklist(Object.keys(RECORD_TITLES) as (keyof typeof RECORD_TITLES)[]),
      title: text,
      required: v.boolean(),
      reason: v.optional(text),
      calledAt: v.optional(time),
      found: v.optional(FOUND),
    }),
  ),
});

/** Reads the output of `audit-trail verify --format json`. Throws a `UserError` for any other file or environment. */
export function readVerification(file: string, environment: string): VerifyJson {
  return read(file, "verify", VERIFICATION, environment);
}

/** Reads the output of `audit-trail canary --format json`. Throws like `readVerification`. */
export function readCanary(file: string, environment: string): CanaryResult {
  // Absent fields are `undefined` in the type of the result, and missing in JSON.
  return read(file, "canary", CANARY, environment) as CanaryResult;
}

function read<Schema extends v.GenericSchema<unknown, { readonly environment: string }>>(
  file: string,
  command: string,
  schema: Schema,
  environment: string,
): v.InferOutput<Schema> {
  const { success, output, issues } = v.safeParse(schema, parse(file));
  if (!success) {
    const [issue] = issues;
    const where = v.getDotPath(issue) ?? "the whole";
    throw new UserError(
      escapeTerminal(`${file} is not JSON output of audit-trail ${command}: ${where} ${problemOf(issue)}`),
    );
  }
  if (output.environment !== environment) {
    throw new UserError(escapeTerminal(`${file} reports on ${output.environment}, not on ${environment}`));
  }
  return output;
}

function problemOf({ expected, received }: v.BaseIssue<unknown>): string {
  if (received === "undefined") return "is missing";
  return expected === null ? `is invalid: ${received}` : `must be ${expected}, got ${received}`;
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(escapeTerminal(`${file} cannot be read: ${readFailure(error)}`));
  }
}
