import { arnsIn, isArnOf, parseArn, type Statement } from "../../modules/policy";
import type { Policy } from "../policy/document";
import type { Key } from "./environment";
import { impliedAttributes } from "./implied";
import { readPolicy, sourceOf } from "./policies";
import type { StackResource } from "./stack";

/** Every key that the stacks create, or whose policy they manage. */
export function readKeys(resources: readonly StackResource[]): Key[] {
  const created = keysIn(resources);
  const named = new Set(created.flatMap(namesOf));
  return [
    ...created.map((resource) => ({
      arn: arnOf(resource),
      account: resource.account,
      region: resource.region,
      policy: keyPolicy(resource, resources),
      created: true,
    })),
    ...resources.filter(({ type, values }) => type === POLICY && !named.has(values["key_id"])).flatMap(existingKey),
  ];
}

const POLICY = "aws_kms_key_policy";

/** The key that a policy resource names by its ARN or id; none if the name is known only to Terraform. */
function existingKey(resource: StackResource): Key[] {
  const name = String(resource.values["key_id"]);
  const arn = /^[0-9a-z-]+$/.test(name) ? arnsIn(resource).key(name) : name;
  const { account = "", region = "" } = isArnOf(arn, "kms", "key/") ? parseArn(arn)! : {};
  return account === "" ? [] : [{ arn, account, region, policy: readPolicy(resource, "policy"), created: false }];
}

/** The ARN of the key that an argument names by its ARN, id or alias; `undefined` if it names none. */
export function keyNamed(name: unknown, resources: readonly StackResource[]): string | undefined {
  // Terraform's state has an empty string if there is no key.
  if (typeof name !== "string" || name === "") return undefined;
  const aliases = resources.filter(({ type }) => type === "aws_kms_alias");
  const alias = aliases.find((one) => [one.values["name"], arnOf(one)].includes(name));
  const named = alias?.values["target_key_id"] ?? name;
  const key = keysIn(resources).find((one) => namesOf(one).includes(named));
  return key ? arnOf(key) : name;
}

/**
 * A separate policy resource overrides the key's policy. A key without either gets AWS's default policy.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function keyPolicy(key: StackResource, resources: readonly StackResource[]): Policy {
  const override = resources.find(({ type, values }) => type === POLICY && namesOf(key).includes(values["key_id"]));
  if (override) return readPolicy(override, "policy");
  if (key.values["policy"]) return readPolicy(key, "policy");
  const Principal = { AWS: arnsIn(key).root() };
  const statement = { Sid: "Enable IAM User Permissions", Effect: "Allow", Principal, Action: "kms:*", Resource: "*" };
  return { source: sourceOf(key), statements: [statement as Statement] };
}

function keysIn(resources: readonly StackResource[]): StackResource[] {
  return resources.filter(({ type }) => type === "aws_kms_key" || type === "aws_kms_replica_key");
}

function namesOf(key: StackResource): unknown[] {
  const { key_id: id, arn } = impliedAttributes(key);
  return [id, arn];
}

function arnOf(resource: StackResource): string {
  return String(impliedAttributes(resource)["arn"]);
}
