import { setMaxListeners } from "node:events";
import { clientsFor, identityOf, noIdentity, wrongAccount, type AccessOptions, type Identity } from "../aws/connect";
import { AwsFailure } from "../aws/errors";
import { AwsReader } from "../aws/reader";
import type { Context } from "./context";
import { detectorsOf, keysOf, RealKeys } from "./keys";
import type { Environment } from "../model/environment";
import { terraformRole } from "../model/resources";
import { locationsOf } from "./locations";
import { UserError } from "../framework/user-error";
import { escapeTerminal } from "../render/escape";
import { parseArn, type Location } from "../../modules/policy";

export interface SessionOptions extends Omit<AccessOptions, "defaultRole"> {
  readonly timeoutMs: number;
  /** Cancels the run. */
  readonly signal: AbortSignal;
  /** @default now */
  readonly now?: Date;
  /** @default whether there is an endpoint */
  readonly emulated?: boolean;
}

export interface Session {
  readonly context: Context;
  /** Throws a `UserError` if AWS has stopped answering since the session was opened. */
  readonly checkReachable: () => Promise<void>;
  readonly end: () => void;
}

/**
 * Connects to every account of the environment. Throws a `UserError` if none answers, the credentials are another's, or a
 * role belongs to another account.
 */
export async function openSession(environment: Environment, options: SessionOptions): Promise<Session> {
  const { endpoint, timeoutMs, now = new Date(), emulated = endpoint !== undefined } = options;
  checkRoles(environment, options.roles);
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  // Each pending call listens to it.
  setMaxListeners(0, signal);
  const access = { ...options, defaultRole: (account: string) => terraformRole(environment, account) };
  const open = ({ account, region }: Location): AwsReader => {
    return new AwsReader(clientsFor({ account, region }, access), signal, timeoutMs);
  };
  const readers = new Map<string, AwsReader>();
  const aws = (place: Location): AwsReader => {
    const name = `${place.account} ${place.region}`;
    const known = readers.get(name) ?? open(place);
    readers.set(name, known);
    return known;
  };
  // Pending calls would keep the process alive.
  const end = () => {
    ending.abort();
    readers.forEach((one) => one.end());
  };
  const made = new Map<string, Promise<unknown>>();
  const shared = <Value>(name: string, make: () => Promise<Value>): Promise<Value> => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known as Promise<Value>;
  };
  try {
    await checkAccounts(environment, endpoint, aws);
  } catch (error) {
    end();
    throw error;
  }
  const checkReachable = async (): Promise<void> => {
    if (![...readers.values()].some(({ hadOutage }) => hadOutage)) return;
    const opened: AwsReader[] = [];
    const reopen = (place: Location): AwsReader => {
      const reader = open(place);
      opened.push(reader);
      return reader;
    };
    await checkAccounts(environment, endpoint, reopen).finally(() => opened.forEach((one) => one.end()));
  };
  return {
    context: {
      environment,
      keys: new RealKeys(keysOf(environment), detectorsOf(environment), aws),
      now,
      endpoint,
      emulated,
      signal,
      aws,
      shared,
    },
    checkReachable,
    end,
  };
}

/** A role of another account would never be assumed. */
function checkRoles(environment: Environment, roles: readonly string[]): void {
  const accounts = [...new Set(locationsOf(environment).map(({ account }) => account))];
  for (const arn of roles) {
    if (accounts.includes(parseArn(arn)?.account ?? "")) continue;
    throw new UserError(
      `--role must be in an account of ${environment.name} (${accounts.join(", ")}), got ${escapeTerminal(arn)}`,
    );
  }
}

/** Checks whose credentials they are, account by account: nothing is compared in a wrong account. */
async function checkAccounts(
  environment: Environment,
  endpoint: string | undefined,
  aws: (place: Location) => AwsReader,
): Promise<void> {
  const places = locationsOf(environment);
  const firstOfEach = places.filter(({ account }, at) => places.findIndex((one) => one.account === account) === at);
  const callers = await Promise.all(
    firstOfEach.map((place) => identityOf(aws(place)).catch((error: AwsFailure) => error)),
  );
  for (const [index, caller] of callers.entries()) {
    const { account } = firstOfEach[index]!;
    if (isIdentity(caller) && caller.account !== account) throw wrongAccount(caller.account, environment.name, account);
  }
  if (callers.some(isIdentity)) return;
  throw noIdentity(callers[0] as AwsFailure, endpoint);
}

function isIdentity(caller: Identity | AwsFailure): caller is Identity {
  return !(caller instanceof AwsFailure);
}
