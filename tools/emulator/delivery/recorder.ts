import { succeeded, type Answer, type Call, type Step } from "../gateway/call";
import { operationOf, bucketAndKeyOf } from "../gateway/operation";
import { isDataCall, s3Operation } from "../gateway/s3-operations";
import { dataRecord, keyRecord } from "./data-record";
import { functionCallOf } from "./function-calls";
import type { Identities } from "./identities";
import { managementRecord } from "./management-record";
import type { CloudTrailRecord, ApiCallEvent } from "./record";
import type { Trails } from "./trails";

/** Records each call for the trails of its account. */
export class Recorder {
  private readonly owners = new Map<string, string>();

  constructor(
    private readonly trails: Trails,
    private readonly identities: Identities,
    private readonly onManagementEvent: (record: CloudTrailRecord) => void = () => undefined,
  ) {}

  readonly step: Step = async (call, next) => {
    const at = new Date();
    const answer = await next(call);
    await this.note(call, answer, at);
    return answer;
  };

  private async note(call: Call, answer: Answer, at: Date): Promise<void> {
    const target = bucketAndKeyOf(call);
    const { action, service, region, accessKey } = operationOf(call);
    const name = target ? s3Operation(call, target) : (action ?? functionCallOf(call)?.name);
    if (name === undefined) return;
    const isBucketCreation = target !== undefined && name === "CreateBucket" && succeeded(answer);
    // Without a trail, the caller does not matter.
    if (this.trails.all.length === 0 && !isBucketCreation) return;
    const caller = await this.identities.of(accessKey);
    if (isBucketCreation && caller) this.owners.set(target.bucket, caller.account);
    const account = (target && this.owners.get(target.bucket)) ?? caller?.account ?? this.trails.all[0]?.account;
    if (account === undefined) return;
    const happening: ApiCallEvent = {
      source: `${service}.amazonaws.com`,
      name,
      region,
      at,
      caller,
      account,
      userAgent: `[${String(call.headers["user-agent"] ?? "")}]`,
      status: answer.status,
      errorCode: errorCode(answer),
    };
    if (!target || !isDataCall(name)) {
      const record = managementRecord(happening, call);
      this.onManagementEvent(record);
      return this.add(record, at);
    }
    // An unsigned call has no Region. The trail's Region is also that of the bucket.
    const inRegion = accessKey === undefined ? { ...happening, region: this.regionOf(account) ?? region } : happening;
    this.add(dataRecord(inRegion, call, target, answer), at);
    const keyUse = keyRecord(inRegion, target, answer);
    if (keyUse) this.add(keyUse, at);
  }

  private regionOf(account: string): string | undefined {
    return this.trails.all.find((trail) => trail.account === account)?.region;
  }

  private add(record: CloudTrailRecord, at: Date): void {
    for (const { account, started, waiting } of this.trails.all) {
      if (started && account === record.recipientAccountId) waiting.push({ record, at });
    }
  }
}

function errorCode({ status, headers, body }: Answer): string | undefined {
  if (status < 400) return undefined;
  const named = headers["x-amzn-errortype"] ?? /<Code>(\w+)<\/Code>/.exec(body.toString())?.[1];
  const json = /"__type":\s*"(?:[^"#]*#)?(\w+)"/.exec(body.toString())?.[1];
  const byStatus: Readonly<Record<number, string>> = { 403: "AccessDenied", 404: "NoSuchKey" };
  return String(named ?? json ?? byStatus[status] ?? "InternalError");
}
