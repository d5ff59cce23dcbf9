import { createHash } from "node:crypto";
import { readerOf } from "../columns";
import { conditionsOf } from "../filters/conditions";
import { freeBuffer } from "../free-buffer";
import { unpackLogFile, UnreadableLogFile } from "../log-file";
import { matchesIn } from "../matching";
import type { TrailCall } from "./result";

/** What is remembered of a log file. */
export interface Hashed {
  /** SHA-256 of the unpacked file, in hexadecimal. */
  readonly hash: string;
  /** Unpacked. */
  readonly bytes: number;
  /** Calls in it that change whether a trail records. */
  readonly calls: readonly TrailCall[];
}

const EVENTS = ["StopLogging", "StartLogging", "CreateTrail", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];
const CONDITIONS = conditionsOf({ services: ["cloudtrail.amazonaws.com"], events: EVENTS });
const COLUMNS = ["time", "event", "principal", "ip", "error"] as const;
const READERS = COLUMNS.map((column) => readerOf(column));
const TARGET = readerOf("requestParameters.name");

/** Hashes a log file, and looks for the calls in it. Returns why a file cannot be unpacked. */
export function hashOrReason(packed: Uint8Array): Hashed | UnreadableLogFile["reason"] {
  try {
    const json = unpackLogFile(packed);
    const hashed = { hash: createHash("sha256").update(json).digest("hex"), bytes: json.length, calls: callsIn(json) };
    freeBuffer(json);
    return hashed;
  } catch (error) {
    if (error instanceof UnreadableLogFile) return error.reason;
    throw error;
  }
}

/** A long text is found faster than the word in it for which `matchesIn` looks. */
const SOURCE = Buffer.from('cloudtrail.amazonaws.com"');

function callsIn(json: Buffer): TrailCall[] {
  if (!json.includes(SOURCE)) return [];
  try {
    return matchesIn(json, CONDITIONS).map(({ record }) => {
      const [time = "", event = "", principal = "", ip = "", error = ""] = READERS.map((read) => read(record));
      return { time, event, principal, ip, error, target: TARGET(record) };
    });
  } catch (error) {
    // A hash needs no records.
    if (error instanceof UnreadableLogFile) return [];
    throw error;
  }
}
