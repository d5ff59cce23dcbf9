import { ListPublicKeysCommand, type CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { makeCall, type CallLimits } from "./call";
import { actionOf } from "./errors";

/** A public key as CloudTrail returns it. */
export interface ListedKey {
  readonly fingerprint: string;
  /** PKCS #1, DER. */
  readonly value: Buffer;
  readonly validity: readonly [from: string, to: string] | undefined;
}

/** The keys with which CloudTrail signed digests of the client's Region in a period. Throws an `AwsFailure`. */
export async function publicKeys(
  client: CloudTrailClient,
  from: Date,
  to: Date,
  limits: CallLimits,
): Promise<ListedKey[]> {
  const keys: ListedKey[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await makeCall(actionOf("CloudTrail", "ListPublicKeys"), limits, (options) =>
      client.send(new ListPublicKeysCommand({ StartTime: from, EndTime: to, NextToken }), options),
    );
    for (const { Fingerprint, Value, ValidityStartTime, ValidityEndTime } of answer.PublicKeyList ?? []) {
      if (Fingerprint === undefined || Value === undefined) continue;
      const isLimited = ValidityStartTime !== undefined && ValidityEndTime !== undefined;
      const validity = isLimited
        ? ([ValidityStartTime.toISOString(), ValidityEndTime.toISOString()] as const)
        : undefined;
      keys.push({ fingerprint: Fingerprint, value: Buffer.from(Value), validity });
    }
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return keys;
}
