import { LookupEventsCommand, type CloudTrailClient, type LookupAttribute } from "@aws-sdk/client-cloudtrail";
import { isObject } from "../framework/is-object";
import type { CallCache } from "./call-cache";

/** CloudTrail keeps management events for 90 days, with or without a trail. */
export const HISTORY_DAYS = 90;

/** A record of the event history that succeeded. */
export interface PastEvent {
  readonly name: string;
  readonly time: Date;
  /** ARN of the role or user, or the service that called. */
  readonly caller: string;
  readonly resources: readonly string[];
  /** The call's arguments. */
  readonly request: Readonly<Record<string, unknown>>;
}

export interface PastEvents {
  /** The newest first. */
  readonly events: readonly PastEvent[];
  /** Whether there are older ones, which were not read. */
  readonly hasMore: boolean;
}

/** Reads the event history of an account and Region. AWS allows two calls a second. */
export class EventHistory {
  constructor(
    private readonly calls: CallCache,
    private readonly client: CloudTrailClient,
  ) {}

  named = (EventName: string, pages: number) =>
    this.lookUp({ AttributeKey: "EventName", AttributeValue: EventName }, pages);

  ofResource = (ResourceName: string, pages: number) =>
    this.lookUp({ AttributeKey: "ResourceName", AttributeValue: ResourceName }, pages);

  /** Throws an `AwsFailure`. */
  private async lookUp(attribute: LookupAttribute, pages: number): Promise<PastEvents> {
    const events: PastEvent[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < pages; page += 1) {
      const command = new LookupEventsCommand({ LookupAttributes: [attribute], NextToken });
      const answer = await this.calls.request("CloudTrail", command, (...request) => this.client.send(...request));
      events.push(...(answer.Events ?? []).flatMap(({ CloudTrailEvent }) => pastEvent(CloudTrailEvent)));
      NextToken = answer.NextToken;
      if (NextToken === undefined) break;
    }
    return { events, hasMore: NextToken !== undefined };
  }
}

function pastEvent(text = ""): PastEvent[] {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return [];
  }
  if (!isObject(record) || record["errorCode"] !== undefined) return [];
  const { eventName, eventTime, resources, requestParameters } = record;
  return [
    {
      name: String(eventName),
      time: new Date(String(eventTime)),
      caller: callerIn(record["userIdentity"]),
      resources: (Array.isArray(resources) ? resources : []).map((one) => String(isObject(one) ? one["ARN"] : "")),
      request: isObject(requestParameters) ? requestParameters : {},
    },
  ];
}

/** A session is named by its role. */
function callerIn(identity: unknown): string {
  if (!isObject(identity)) return "unknown";
  const session = isObject(identity["sessionContext"]) ? identity["sessionContext"]["sessionIssuer"] : undefined;
  const issuer = isObject(session) ? session["arn"] : undefined;
  return String(issuer ?? identity["arn"] ?? identity["invokedBy"] ?? identity["type"] ?? "unknown");
}
