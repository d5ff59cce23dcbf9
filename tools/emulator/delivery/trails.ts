import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { selectorsFromAws, type EventSelectors } from "../../../cli/model/event-selectors";
import { succeeded, type Step } from "../gateway/call";
import { jsonOf, operationOf } from "../gateway/operation";
import { cloudTrailAt, credentialsOf, type Credentials } from "../clients";
import type { DigestedLog, WrittenDigest } from "./digest";
import type { Identities } from "./identities";
import type { CloudTrailRecord } from "./record";

/** The digests of one Region. Each one signs the one before. */
export interface Chain {
  logs: DigestedLog[];
  /** Time of delivery of the oldest of `logs`. */
  since: Date;
  last: WrittenDigest | undefined;
  /** Time of delivery of the newest log file. */
  delivered: Date | undefined;
}

/** A trail of the emulator, with its pending deliveries. */
export interface WatchedTrail {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  started: Date | undefined;
  readonly waiting: { readonly record: CloudTrailRecord; readonly at: Date }[];
  readonly chains: Map<string, Chain>;
  error: string | undefined;
}

/** The current state of a trail, as AWS would report it. */
export interface TrailSettings {
  readonly bucket: string;
  readonly prefix: string | undefined;
  readonly keyArn: string | undefined;
  readonly multiRegion: boolean;
  readonly validation: boolean;
  readonly logging: boolean;
  readonly selectors: EventSelectors;
  readonly credentials: Credentials;
}

/** The trails that were created through the gateway. */
export class Trails {
  readonly all: WatchedTrail[] = [];

  constructor(
    private readonly emulator: string,
    private readonly identities: Identities,
  ) {}

  find(nameOrArn: string, account: string | undefined): WatchedTrail | undefined {
    const [head, name] = nameOrArn.split(":trail/");
    const owner = name === undefined ? account : head!.split(":")[4];
    return this.all.find((trail) => trail.name === (name ?? nameOrArn) && trail.account === owner);
  }

  /** Follows the calls that create, start and delete trails. */
  readonly step: Step = async (call, next) => {
    const answer = await next(call);
    const { service, action, accessKey, region } = operationOf(call);
    if (service !== "cloudtrail" || !succeeded(answer)) return answer;
    if (!["CreateTrail", "StartLogging", "DeleteTrail"].includes(action ?? "")) return answer;
    const account = (await this.identities.of(accessKey))?.account;
    const named = String(jsonOf(call)["Name"]);
    const known = this.find(named, account);
    if (action === "CreateTrail" && account !== undefined && !known) this.all.push(newTrail(account, region, named));
    if (action === "StartLogging" && known) known.started ??= new Date();
    if (action === "DeleteTrail" && known) this.all.splice(this.all.indexOf(known), 1);
    return answer;
  };

  async settings({ account, region, name }: WatchedTrail): Promise<TrailSettings> {
    const credentials = await credentialsOf(this.emulator, account);
    const client = cloudTrailAt(this.emulator, region, credentials);
    try {
      const { trailList = [] } = await client.send(new DescribeTrailsCommand({}));
      const trail = trailList.find((candidate) => candidate.Name === name && candidate.HomeRegion === region);
      const { IsLogging } = await client.send(new GetTrailStatusCommand({ Name: name }));
      const selectors = await client.send(new GetEventSelectorsCommand({ TrailName: name }));
      return {
        bucket: trail!.S3BucketName!,
        prefix: trail!.S3KeyPrefix || undefined,
        keyArn: trail!.KmsKeyId || undefined,
        multiRegion: trail!.IsMultiRegionTrail === true,
        validation: trail!.LogFileValidationEnabled === true,
        logging: IsLogging === true,
        // moto keeps both kinds; if there are basic ones, they are newer.
        selectors: selectors.EventSelectors?.length
          ? selectorsFromAws(selectors.EventSelectors)
          : selectorsFromAws([], selectors.AdvancedEventSelectors),
        credentials,
      };
    } finally {
      client.destroy();
    }
  }
}

function newTrail(account: string, region: string, name: string): WatchedTrail {
  return {
    account,
    region,
    name,
    started: undefined,
    waiting: [],
    chains: new Map(),
    error: undefined,
  };
}
