import { DescribeTrailsCommand, GetEventSelectorsCommand, GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { selectorsFromAws, type EventSelectors } from "../../../cli/model/event-selectors";
import { succeeded, type Step } from "../gateway/call";
import { jsonOf, operationOf } from "../gateway/operation";
import { cloudTrailAt, credentialsOf, type Credentials } from "../clients";
import type { DigestedLog, WrittenDigest } from "./digest";
import type { Identities } from "./identities";
import type { CloudTrailRecord } from "./record";

/** The digests of one Region, each of which signs the one before. */
export interface Chain {
  logs: DigestedLog[];
  /** When the oldest of `logs` was delivered. */
  since: Date;
  last: WrittenDigest | undefined;
  /** When the newest log file was delivered. */
  delivered: Date | undefined;
}

/** A trail of the emulator, with what waits to be delivered. */
export interface WatchedTrail {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  started: Date | undefined;
  readonly waiting: { readonly record: CloudTrailRecord; readonly at: Date }[];
  readonly chains: Map<string, Chain>;
  error: string | undefined;
}

/** What AWS would know of a trail at this moment. */
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

/** The trails that were made while the gateway stood. */
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

  /** Learns of trails from the calls that make, start and delete them. */
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
        // moto keeps both kinds; the basic ones are then the newer.
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
