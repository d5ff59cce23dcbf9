import type { EnvironmentConfig } from "../environments/schema";
import { arnsIn, parseArn } from "../modules/policy";
import type { RoleOptions } from "../modules/role";

/** What the environment asks of a role in one of its accounts. A boundary given by name is that account's own. */
export function roleOptions({ iam = {}, region }: EnvironmentConfig, account: string): RoleOptions {
  const { path, permissionsBoundary: boundary } = iam;
  const isName = boundary !== undefined && parseArn(boundary) === undefined;
  return { path, permissionsBoundary: isName ? arnsIn({ account, region }).policy(boundary) : boundary };
}
