import { moduleOf } from "../../../model/references";
import type { PlannedResource } from "../../../terraform/plan/plan";

/** All resources of the same plan. */
export type Planned = readonly PlannedResource[];

/** No part of it is a template, which may have the same value. Text that `fill` escaped is not a template. */
export function isConcrete(value: unknown): boolean {
  const json = JSON.stringify(value) ?? "";
  return !/[$%]\{/.test(json.replace(/\$\$\{|%%\{/g, ""));
}

/** Whether the plan contains an argument, or its block, neither as value nor as template. */
export function isLate(resource: PlannedResource, path: string): boolean {
  return latePaths(resource).some((late) => `${path}.`.startsWith(`${late}.`));
}

/** The same for a part of it. */
export function isPartlyLate(resource: PlannedResource, path: string): boolean {
  return latePaths(resource).some((late) => late.startsWith(`${path}.`)) || isLate(resource, path);
}

function latePaths({ unknown }: PlannedResource): string[] {
  return unknown.map((path) => path.replace(/\.\d+(?=\.|$)/g, ""));
}

/** A template of a resource that this plan creates, which cannot have had the value `before`. */
export function isOfNew(template: unknown, before: unknown, resource: PlannedResource, plan: Planned): boolean {
  const made = madeBy(template, resource, plan);
  const { name, bucket } = made?.after ?? {};
  // Created again under the old name, after it was removed outside Terraform.
  const isOldName = [name, bucket].some(
    (own) =>
      typeof own === "string" && own !== "" && new RegExp(`(^|[:/])${escapeRegExp(own)}(:\\*)?$`).test(String(before)),
  );
  return made !== undefined && !isOldName;
}

/** Whether the same plan creates the bucket of a setting. */
export function isOfNewBucket(resource: PlannedResource, plan: Planned): boolean {
  const bucket = resource.after?.["bucket"];
  const made = plan.filter(({ type, action }) => type === "aws_s3_bucket" && action === "create");
  if (isLate(resource, "bucket")) return made.length > 0;
  if (typeof bucket !== "string" || bucket === "") return false;
  return madeBy(bucket, resource, made) !== undefined || made.some(({ after }) => after?.["bucket"] === bucket);
}

function madeBy(template: unknown, resource: PlannedResource, plan: Planned): PlannedResource | undefined {
  if (typeof template !== "string" || !template.startsWith("${")) return undefined;
  return plan.find(
    (one) =>
      one.action === "create" &&
      (template.startsWith(`\${${one.address}.`) ||
        (moduleOf(one.address) === moduleOf(resource.address) &&
          template.startsWith(`\${${one.address.slice(moduleOf(one.address).length)}.`))),
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
