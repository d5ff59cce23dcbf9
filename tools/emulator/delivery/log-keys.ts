import { randomBytes } from "node:crypto";
import {
  dayFolder,
  digestNamePrefix,
  minuteStamp,
  namePrefix,
  secondStamp,
  type LogSource,
} from "../../../modules/log-keys";

/** The properties of a trail that are part of the names of its files. */
export interface TrailNaming {
  readonly account: string;
  readonly name: string;
  readonly homeRegion: string;
  /** Without a slash at the end. */
  readonly prefix: string | undefined;
}

/** `AWSLogs/111122223333/CloudTrail/eu-central-1/2025/01/31/111122223333_CloudTrail_…json.gz` */
export function logFileKey({ account, prefix }: TrailNaming, region: string, at: Date): string {
  const source: LogSource = { account, kind: "CloudTrail", region };
  const unique = randomBytes(12).toString("base64url").replace(/[-_]/g, "x");
  return `${dayFolder({ prefix }, source, at)}${namePrefix(source)}${minuteStamp(at)}_${unique}.json.gz`;
}

export function digestKey({ account, name, homeRegion, prefix }: TrailNaming, region: string, end: Date): string {
  const source: LogSource = { account, kind: "CloudTrail-Digest", region };
  return `${dayFolder({ prefix }, source, end)}${digestNamePrefix(source, name, homeRegion)}${secondStamp(end)}.json.gz`;
}
