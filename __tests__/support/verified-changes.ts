import type { AwsOptions } from "../../cli/aws/clients";
import type { Verification } from "../../cli/verification/verify";
import { parseArn, type Location } from "../../modules/policy";
import { prod } from "../fixtures/environments";
import { awsError, fakeAws } from "./fake-aws";
import { NOWHERE, verified } from "./verified";

/** What AWS says instead of a whole answer; `undefined` leaves it. */
export type Change = (
  answer: Readonly<Record<string, unknown>>,
  input: Record<string, unknown>,
) => object | Error | undefined;

export interface AwsWithChanges {
  /** Folder of `prod`, synthesized. */
  readonly outdir: string;
  /** Whole answers in an account and Region, by operation. */
  readonly answersIn: (place: Location) => Readonly<Record<string, (input: Record<string, unknown>) => object | Error>>;
  /** Where answers are changed. */
  readonly isChangedIn: (place: Location) => boolean;
  /** @default false */
  readonly emulated?: boolean;
}

/** Verifies `prod` where all is as configured, but for these answers, by operation. */
export function verifiedWithChanges(
  { outdir, answersIn, isChangedIn, emulated = false }: AwsWithChanges,
  changes: Readonly<Record<string, Change>>,
): Promise<Verification> {
  const roles = Object.values(prod.accounts).map(({ assumeRole }) => assumeRole);
  const connect = (options: AwsOptions) => {
    const { account } = parseArn(options.roleArn!)!;
    const place = { account, region: options.region };
    const answers = answersIn(place);
    return fakeAws((operation, input) => {
      if (operation === "GetCallerIdentity") return { Account: account };
      const answer = answers[operation]?.(input) ?? awsError("AccessDenied", 403);
      const change = isChangedIn(place) ? changes[operation] : undefined;
      return change?.(answer as Record<string, unknown>, input) ?? answer;
    })(options);
  };
  return verified({ outdir, environment: "prod", endpoint: NOWHERE, roles, connect, emulated });
}
