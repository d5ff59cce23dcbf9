import { Token } from "cdktf";
import { isRolePath, ROLE_PATH } from "./limits/formats";
import { isArnOf, parseArn } from "./policy";
import type { KeysOf } from "./known-options";
import { invalidFormat, type Problem } from "./validation";

/** What an account requires of every IAM role in it. */
export interface RoleOptions {
  /**
   * Path of the role, part of its ARN. Begins and ends with a slash. A role name must be unique in its account whatever
   * the path. @default "/"
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
   */
  readonly path?: string;
  /**
   * ARN of the managed policy that is the role's permissions boundary: a policy of the role's account, or an AWS
   * managed policy. It must allow what the role does, which this construct cannot check. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
   */
  readonly permissionsBoundary?: string;
}

export const ROLE_OPTIONS: KeysOf<RoleOptions> = { path: true, permissionsBoundary: true };

/** `option` precedes the names of the options in messages: `iam.`, or nothing. */
export function roleProblems({ path, permissionsBoundary }: RoleOptions, account: string, option = ""): Problem[] {
  return [
    path !== undefined && invalidFormat(`${option}path`, path, isRolePath, ROLE_PATH),
    permissionsBoundary !== undefined && boundaryProblem(`${option}permissionsBoundary`, permissionsBoundary, account),
  ];
}

function boundaryProblem(option: string, arn: string, account: string): Problem {
  if (Token.isUnresolved(arn)) return undefined;
  const owner = isArnOf(arn, "iam", "policy/") ? parseArn(arn)!.account : undefined;
  const fits = owner === account || owner === "aws";
  return !fits && `${option} must be the ARN of a managed policy of account ${account} or of AWS, got "${arn}"`;
}
