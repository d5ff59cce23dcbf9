import { sourceOf } from "../model/policies";
import type { Environment } from "../model/environment";
import { ofType } from "../model/resources";
import { resourcePolicies } from "./environment";
import { at } from "../model/blocks";
import { comparesWith, differences, faultyAllows, forEach, principalsOf, unless } from "./rule";

const keys = (environment: Environment) => ofType(environment, "aws_kms_key");

export const rotatesKeys = forEach(keys, (key) => [
  ...differences(key, { enable_key_rotation: true }),
  ...unless(key.values["is_enabled"] !== false, `${sourceOf(key)}: is_enabled must not be false`),
]);

export const staysInOneRegion = forEach(keys, (key) => differences(key, { multi_region: false }));

/** 30 days is also what AWS takes if nothing is set. */
export const outlivesMistakes = forEach(keys, (key) => [
  ...((key.values["deletion_window_in_days"] ?? null) === null
    ? []
    : differences(key, { deletion_window_in_days: 30 })),
  ...unless(
    at(key.values, "lifecycle.prevent_destroy") === true,
    `${sourceOf(key)}: lifecycle.prevent_destroy must be true`,
  ),
]);

/** Condition keys with which principal "*" means an account or an organization. */
const LIMITS_CALLERS = ["aws:PrincipalOrgID", "aws:PrincipalAccount", "kms:CallerAccount"];

export const letsNobodyInUnnamed = forEach(resourcePolicies, (policy) =>
  faultyAllows(
    policy,
    (statement) =>
      (principalsOf(statement, "AWS").includes("*") || statement.NotPrincipal !== undefined) &&
      !LIMITS_CALLERS.some((key) => comparesWith(statement, key)),
    "allows everyone",
  ),
);
