import { parseArn, type Location } from "../../modules/policy";
import { UserError } from "../framework/user-error";
import { escapeTerminal } from "../render/escape";
import { awsClients, type AwsClients, type AwsOptions } from "./clients";
import { AwsFailure } from "./errors";
import type { AwsReader } from "./reader";

/** The credentials for each account. */
export interface AccessOptions {
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
  /** ARNs of roles, each to assume in its own account. */
  readonly roles: readonly string[];
  /** Role to assume in an account that `roles` does not cover. Not used on an emulator, which has no such roles. */
  readonly defaultRole: (account: string) => string | undefined;
  /** @default the SDK's clients */
  readonly connect?: ((options: AwsOptions) => AwsClients) | undefined;
}

/** Clients for an account and Region. */
export function clientsFor(
  { account, region }: Location,
  options: AccessOptions,
  roleArn = roleIn(account, options),
): AwsClients {
  const { profile, endpoint, connect = awsClients } = options;
  return connect({ region, profile, endpoint, roleArn });
}

function roleIn(account: string, { roles, endpoint, defaultRole }: AccessOptions): string | undefined {
  const given = roles.find((arn) => parseArn(arn)?.account === account);
  return given ?? (endpoint === undefined ? defaultRole(account) : undefined);
}

export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** The caller. Throws an `AwsFailure`. */
export async function identityOf(aws: AwsReader): Promise<Identity> {
  const { Account, Arn = "" } = await aws.identity();
  if (Account !== undefined) return { account: Account, arn: Arn };
  throw new AwsFailure("broken", "sts:GetCallerIdentity", "NoAccount", "it names no account");
}

/** The error for a user whose caller AWS did not identify. */
export function noIdentity({ kind, message }: AwsFailure, endpoint: string | undefined): UserError {
  if (kind !== "credentials")
    return new UserError(`${endpoint ?? "AWS"} cannot be reached: ${escapeTerminal(message)}`);
  return new UserError(
    `no valid credentials for AWS (${escapeTerminal(message)}); give --profile, set AWS_PROFILE or sign in`,
  );
}

/** The error for a user whose credentials belong to another account than the environment uses. */
export function wrongAccount(found: string, environment: string, expected: string): UserError {
  return new UserError(
    `the credentials belong to account ${escapeTerminal(found)}, ${environment} uses ${expected}; ` +
      "give --profile or --role for that account",
  );
}
