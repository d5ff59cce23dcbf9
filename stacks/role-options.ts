import type { EnvironmentConfig } from "../environments/schema";
import { arnsIn, parseArn } from "../modules/policy";
import type { RoleOptions } from "../modules/role";

/**
 * The environment's requirements for a role in one of its accounts. A boundary given by name is a policy of that
 * account.
 */
export function roleOptions({ iam = {}, region }: EnvironmentConfig, account: string): RoleOptions {
  const { path, permissionsBoundary: boundary } = iam;
  const isName = boundary !== undefined && parseArn(boundary) === undefined;
  return { path, permissionsBoundary: isName ? arnsIn({ account, region }).policy(boundary) : boundary };
}
