import type { Matrix } from "../../../access/compute";
import { settingsOf } from "../../../access/settings";
import type { Environment } from "../../../model/environment";
import { numberAt } from "../../../model/blocks";
import { sourceOf } from "../../../model/policies";
import { trailResource } from "../../../model/resources";
import type { StackResource } from "../../../model/stack";
import type { ProtectionFinding } from "./protection";

/** The protection for a setting of the matrix, by the end of its id. */
const OF_SETTINGS: readonly (readonly [setting: RegExp, protection: string])[] = [
  [/^trail-logging$/, "logging-off"],
  [/^trail-validation$/, "validation-off"],
  [/^(trail-key|.*-encryption)$/, "key-removed"],
  [/-bucket-public-access-block$/, "public-access-flag-off"],
  [/-no-acls$/, "acls-on"],
  [/-versioning$/, "versioning-suspended"],
  [/-kept-on-destroy$/, "force-destroy-on"],
];

/** Id of the finding that requests without TLS are allowed. */
export const TLS_NOT_REQUIRED = "tls-not-required";

/**
 * Settings and access that do not protect a new trail, with the ids of the protections that report changes to them.
 * Leaves out settings of the account, which belong to its owner.
 */
export function unsafeWhenNew(environment: Environment, matrix: Matrix): ProtectionFinding[] {
  const trail = sourceOf(trailResource(environment));
  return [
    ...settingsOf(environment).flatMap(({ id, target, title, value, safe }): ProtectionFinding[] => {
      const protection = OF_SETTINGS.find(([setting]) => setting.test(id))?.[1];
      // Log files are encrypted with the trail's key, whatever the bucket's default key is.
      const isMoot = id === "log-bucket-encryption" && environment.trail.keyArn !== undefined;
      if (safe || isMoot || protection === undefined) return [];
      return [
        { protection, address: bucketAddress(environment, target) ?? trail, what: `${target}: ${title} is ${value}` },
      ];
    }),
    ...plainTargets(matrix).map((target) => ({
      protection: TLS_NOT_REQUIRED,
      address: bucketAddress(environment, target) ?? trail,
      what: `${target}: no Deny statement refuses requests without TLS`,
    })),
    ...environment.resources.filter(({ type }) => type === "aws_kms_key").flatMap(ofKey),
  ];
}

/** Root can change the policy of a bucket even if the policy denies it. */
const PLAIN = /-(read|write|list|delete|deliver|publish)-plain$/;

/** Targets with content that someone can use over plain HTTP. */
function plainTargets({ accessCases, cells }: Matrix): string[] {
  const open = accessCases.filter(
    ({ id }, row) => PLAIN.test(id) && cells[row]!.some(({ decision }) => decision === "allowed"),
  );
  return [...new Set(open.map(({ target }) => target))];
}

/** AWS's defaults: deletion after 30 days, rotation once a year. */
function ofKey(key: StackResource): ProtectionFinding[] {
  const days = numberAt(key.values, "deletion_window_in_days") || 30;
  const period = numberAt(key.values, "rotation_period_in_days") || 365;
  const address = sourceOf(key);
  return [
    ...(days < 30
      ? [{ protection: "deletion-window-shortened", address, what: `deletion_window_in_days is ${days}` }]
      : []),
    ...(period > 365 ? [{ protection: "rotation-slowed", address, what: `rotation_period_in_days is ${period}` }] : []),
  ];
}

function bucketAddress(environment: Environment, target: string): string | undefined {
  const { logBucket, accessLogBucket, replicaBucket, stateBucket, resultsBucket, resources } = environment;
  const buckets = {
    "log bucket": logBucket,
    "access-log bucket": accessLogBucket,
    "replica bucket": replicaBucket,
    "state bucket": stateBucket,
    "results bucket": resultsBucket,
  };
  const bucket = buckets[target as keyof typeof buckets];
  const made = resources.find(({ type, values }) => type === "aws_s3_bucket" && values["bucket"] === bucket?.name);
  return made && sourceOf(made);
}
