import { setMaxListeners } from "node:events";
import { parseArn } from "../../modules/policy";
import { awsClients, type AwsClients, type AwsOptions } from "../aws/clients";
import { AwsFailure } from "../aws/errors";
import { escapeTerminal } from "../render/escape";
import { UserError } from "../framework/user-error";
import { AwsReader } from "../aws/reader";
import type { Context } from "./context";
import { keysOf, RealKeys } from "./keys";
import type { Environment } from "../model/environment";
import { terraformRole } from "../model/resources";
import { locationsOf } from "./locations";
import type { Location } from "../../modules/policy";

export interface SessionOptions {
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
  /** ARNs: of each account the one that is its own. @default the roles that Terraform takes */
  readonly roles: readonly string[];
  /** Takes the place of the trail's Region. @default the trail's Region */
  readonly region: string | undefined;
  readonly timeoutMs: number;
  /** Ends the run. */
  readonly signal: AbortSignal;
  /** @default now */
  readonly now?: Date;
  /** @default whether there is an endpoint */
  readonly emulated?: boolean;
  /** @default the SDK's clients */
  readonly connect?: (options: AwsOptions) => AwsClients;
}

export interface Session {
  readonly context: Context;
  /** Throws a `UserError` where AWS, which answered at first, cannot be asked any more. */
  readonly checkReach: () => Promise<void>;
  readonly end: () => void;
}

/** Reaches AWS in every account that the environment uses. Throws a `UserError` where that cannot be, or is another. */
export async function openSession(environment: Environment, options: SessionOptions): Promise<Session> {
  const { endpoint, timeoutMs, now = new Date(), emulated = endpoint !== undefined } = options;
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  // Each call under way listens to it.
  setMaxListeners(0, signal);
  const answers = new Map<string, AwsReader>();
  const aws = (place: Location): AwsReader => {
    const name = `${place.account} ${place.region}`;
    const known = answers.get(name) ?? new AwsReader(clientsFor(place, environment, options), signal, timeoutMs);
    answers.set(name, known);
    return known;
  };
  // What is still under way would keep the process alive.
  const end = () => {
    ending.abort();
    answers.forEach((one) => one.end());
  };
  const made = new Map<string, Promise<unknown>>();
  const shared = <Value>(name: string, make: () => Promise<Value>): Promise<Value> => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known as Promise<Value>;
  };
  try {
    await checkAccounts(environment, options, aws);
  } catch (error) {
    end();
    throw error;
  }
  const checkReach = async (): Promise<void> => {
    if (![...answers.values()].some(({ metNobody }) => metNobody)) return;
    const again: AwsReader[] = [];
    const request = (place: Location): AwsReader => {
      const anew = new AwsReader(clientsFor(place, environment, options), signal, timeoutMs);
      again.push(anew);
      return anew;
    };
    await checkAccounts(environment, options, request).finally(() => again.forEach((one) => one.end()));
  };
  return {
    context: {
      environment,
      keys: new RealKeys(keysOf(environment), aws),
      now,
      endpoint,
      emulated,
      signal,
      aws,
      shared,
    },
    checkReach,
    end,
  };
}

function clientsFor({ account, region }: Location, environment: Environment, options: SessionOptions): AwsClients {
  const { endpoint, profile, roles, connect = awsClients } = options;
  const home = environment.trail.region;
  const given = roles.find((arn) => parseArn(arn)?.account === account);
  return connect({
    region: region === home ? (options.region ?? region) : region,
    profile,
    endpoint,
    roleArn: given ?? (endpoint === undefined ? terraformRole(environment, account) : undefined),
  });
}

/** Asks who the caller is, account by account: nothing is compared in a wrong one. */
async function checkAccounts(
  environment: Environment,
  { endpoint }: SessionOptions,
  aws: (place: Location) => AwsReader,
): Promise<void> {
  const places = locationsOf(environment);
  const firstOfEach = places.filter(({ account }, at) => places.findIndex((one) => one.account === account) === at);
  const results = await Promise.all(firstOfEach.map(async (place) => ({ place, found: await identityOf(aws(place)) })));
  for (const { place, found } of results) {
    if (typeof found === "string" && found !== place.account) {
      throw new UserError(
        `the credentials belong to account ${escapeTerminal(found)}, ${environment.name} uses ${place.account}; ` +
          "give --profile or --role for that account",
      );
    }
  }
  const failures = results.flatMap(({ found }) => (typeof found === "string" ? [] : [found]));
  if (failures.length < results.length) return;
  const [{ kind, message }] = failures as [AwsFailure];
  const where = endpoint === undefined ? "AWS" : endpoint;
  if (kind === "credentials")
    throw new UserError(
      `no valid credentials for AWS (${escapeTerminal(message)}); give --profile, set AWS_PROFILE or sign in`,
    );
  throw new UserError(`${where} cannot be reached: ${escapeTerminal(message)}`);
}

async function identityOf(answers: AwsReader): Promise<string | AwsFailure> {
  try {
    const { Account } = await answers.identity();
    return Account ?? new AwsFailure("broken", "sts:GetCallerIdentity", "NoAccount", "it names no account");
  } catch (error) {
    return error as AwsFailure;
  }
}
