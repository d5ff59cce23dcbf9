import { randomUUID } from "node:crypto";
import type { Identity } from "../clients";

/** A record of a log file: the fields that the simulator reads. */
export interface CloudTrailRecord {
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly readOnly: boolean;
  readonly eventCategory: "Management" | "Data";
  readonly recipientAccountId: string;
  readonly resources?: readonly RecordResource[];
  readonly [field: string]: unknown;
}

export interface RecordResource {
  readonly type: string;
  readonly ARN?: string;
  readonly ARNPrefix?: string;
  readonly accountId?: string;
}

/** A call, before the trails that record it are known. */
export interface ApiCallEvent {
  readonly source: string;
  readonly name: string;
  readonly region: string;
  readonly at: Date;
  /** Undefined for an unsigned call. */
  readonly caller: Caller | undefined;
  readonly account: string;
  readonly userAgent: string;
  readonly status: number;
  readonly errorCode?: string | undefined;
}

export interface Caller extends Identity {
  readonly accessKeyId: string;
}

const READ_ONLY = /^(Get|Head|List|Describe|Lookup|Decrypt|GenerateDataKey)/;

/** `2025-01-31T10:00:00Z`, as CloudTrail writes all its times. */
export function timestamp(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** The fields that every record has, in CloudTrail's order. */
export function commonFields(happening: ApiCallEvent) {
  const { source, name, region, at, caller, account, userAgent, errorCode } = happening;
  return {
    eventVersion: "1.11",
    userIdentity: userIdentity(caller),
    eventTime: timestamp(at),
    eventSource: source,
    eventName: name,
    awsRegion: region,
    sourceIPAddress: "127.0.0.1",
    userAgent,
    ...(errorCode !== undefined && { errorCode, errorMessage: MESSAGES[errorCode] ?? errorCode }),
    requestID: randomUUID().replace(/-/g, "").slice(0, 16).toUpperCase(),
    eventID: randomUUID(),
    readOnly: READ_ONLY.test(name),
    eventType: "AwsApiCall",
    recipientAccountId: account,
  };
}

const MESSAGES: Readonly<Record<string, string>> = { AccessDenied: "Access Denied" };

function userIdentity(caller: Caller | undefined): Record<string, unknown> {
  if (!caller) return { type: "AWSAccount", principalId: "", accountId: "anonymous" };
  const { account: accountId, arn, userId: principalId, accessKeyId } = caller;
  const [, roleName] = /:assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (roleName === undefined) {
    const type = arn.endsWith(":root") ? "Root" : "IAMUser";
    return {
      type,
      principalId,
      arn,
      accountId,
      accessKeyId,
      ...(type === "IAMUser" && { userName: arn.split("/").at(-1) }),
    };
  }
  const sessionIssuer = {
    type: "Role",
    principalId: principalId.split(":")[0],
    arn: `arn:aws:iam::${accountId}:role/${roleName}`,
    accountId,
    userName: roleName,
  };
  return { type: "AssumedRole", principalId, arn, accountId, accessKeyId, sessionContext: { sessionIssuer } };
}
