import { INSTANCE_KEY } from "../../model/references";
import type { ExpressionJson } from "./plan-json";

/** `aws_s3_bucket.this`, `aws_s3_bucket.this["a"]`: a resource, of which no attribute is taken. */
const WHOLE = new RegExp(String.raw`^(\w+)\.[\w-]+(?:${INSTANCE_KEY})?$`);
const KEY_AT_END = new RegExp(`${INSTANCE_KEY}$`);
const OF_EACH = /^each\.value(\.\w+)$/;

/**
 * The references of one instance of a resource or module, with the key of the instance in place of `each` and `count`: a plan lists
 * `aws_s3_bucket.this[each.key].id` as `aws_s3_bucket.this` and `each.key`. `undefined` if they depend on `each` or
 * `count` in another way, so that every instance may have another value.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function ofInstance(
  references: readonly string[],
  address: string,
  config: { readonly for_each_expression?: ExpressionJson } | undefined,
): readonly string[] | undefined {
  if (!references.some(isOfInstance)) return references;
  const key = KEY_AT_END.exec(address)?.[0] ?? "";
  const [head = "", ...others] = references.filter((one) => one !== "each.key" && one !== "count.index");
  if (others.length > 0 || key === "") return undefined;
  const [, attribute] = OF_EACH.exec(head) ?? [];
  if (attribute === undefined) return WHOLE.test(head) && !isOfInstance(head) ? [head + key] : undefined;
  // `for_each = aws_s3_bucket.this` repeats a resource for each instance of another, with the same keys.
  const [whole, ...more] = config?.for_each_expression?.references ?? [];
  return whole !== undefined && more.length === 0 ? [whole + key + attribute] : undefined;
}

function isOfInstance(reference: string): boolean {
  return /^(each|count)\./.test(reference);
}

/** The attributes by which arguments name a resource of a type. */
const NAMED_BY: Readonly<Record<string, string>> = {
  aws_s3_bucket: "id",
  aws_kms_key: "arn",
  aws_iam_role: "name",
  aws_iam_user: "name",
  aws_iam_group: "name",
  aws_iam_policy: "arn",
  aws_sns_topic: "arn",
};

/** Parts of a bucket pass on its name. */
const OF_BUCKET = /^aws_s3_bucket_/;

/**
 * The attribute that an argument takes from a resource, where a plan lists the whole resource only: from
 * `one(aws_s3_bucket.this[*].id)`, it lists `aws_s3_bucket.this`. The resource must have one instance, among the planned
 * ones of the module. `undefined` for anything else.
 */
export function onlyInstance(
  reference: string,
  argument: string,
  planned: ReadonlySet<string>,
  module: string,
): string | undefined {
  const [, type = ""] = WHOLE.exec(reference) ?? [];
  const attribute = Object.hasOwn(NAMED_BY, type) ? NAMED_BY[type] : OF_BUCKET.test(type) ? "bucket" : undefined;
  if (attribute === undefined) return undefined;
  const address = module + reference;
  const isInstance = (one: string) => one.startsWith(`${address}[`) && one.replace(KEY_AT_END, "") === address;
  const instances = planned.has(address) ? [address] : [...planned].filter(isInstance);
  const [instance, ...others] = instances;
  if (instance === undefined || others.length > 0) return undefined;
  return `${instance.slice(module.length)}.${/_arn$/.test(argument) ? "arn" : attribute}`;
}
