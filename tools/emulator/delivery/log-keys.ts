import { randomBytes } from "node:crypto";

/** The trail as far as the names of its files tell of it. */
export interface TrailPlace {
  readonly account: string;
  readonly name: string;
  readonly homeRegion: string;
  /** Without slash at its end. */
  readonly prefix: string | undefined;
}

/** `AWSLogs/111122223333/CloudTrail/eu-central-1/2025/01/31/111122223333_CloudTrail_…json.gz` */
export function logFileKey({ account, prefix }: TrailPlace, region: string, at: Date): string {
  const unique = randomBytes(12).toString("base64url").replace(/[-_]/g, "x");
  const time = `${compact(at).slice(0, -3)}Z`;
  return `${folder(account, prefix, "CloudTrail", region, at)}/${account}_CloudTrail_${region}_${time}_${unique}.json.gz`;
}

export function digestKey({ account, name, homeRegion, prefix }: TrailPlace, region: string, end: Date): string {
  const file = `${account}_CloudTrail-Digest_${region}_${name}_${homeRegion}_${compact(end)}.json.gz`;
  return `${folder(account, prefix, "CloudTrail-Digest", region, end)}/${file}`;
}

function folder(account: string, prefix: string | undefined, kind: string, region: string, at: Date): string {
  const date = at.toISOString().slice(0, 10).replace(/-/g, "/");
  return `${prefix ? `${prefix}/` : ""}AWSLogs/${account}/${kind}/${region}/${date}`;
}

/** `20250131T100000Z` */
function compact(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}
