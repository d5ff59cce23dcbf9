import type { Step } from "../call";
import { anonymousCalls } from "./anonymous-calls";
import { bucketPolicies, type WrittenPolicies } from "./bucket-policies";
import { bucketSettings } from "./bucket-settings";
import { oneKindOfSelectors } from "./event-selectors";
import { detectorFeatures } from "./detector-features";
import { functionSettings } from "./functions";
import { keyRotation } from "./key-rotation";
import { missingOperations } from "./missing-operations";
import { deletedQueries } from "./saved-queries";
import { suspendedVersions } from "./suspended-versions";
import { describedTrails, trailByArn } from "./trail-names";

/** Repairs of faults and gaps in moto 5.2. */
export function repairs(): Step[] {
  const policies: WrittenPolicies = new Map();
  return [
    missingOperations,
    trailByArn,
    describedTrails,
    oneKindOfSelectors,
    anonymousCalls(policies),
    bucketPolicies(policies),
    bucketSettings(),
    detectorFeatures(),
    functionSettings(),
    keyRotation(),
    suspendedVersions,
    deletedQueries,
  ];
}
