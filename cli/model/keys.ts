import { arnsIn, isArnOf, parseArn, type Statement } from "../../modules/policy";
import type { Policy } from "../policy/document";
import type { KmsGrant } from "../policy/evaluate";
import { blocks, texts } from "./blocks";
import type { Key } from "./environment";
import { impliedAttributes } from "./implied";
import { readPolicy, sourceOf } from "./policies";
import type { StackResource } from "./stack";

/** Every key that the stacks create, or whose policy they manage. */
export function readKeys(resources: readonly StackResource[]): Key[] {
  const created = keysIn(resources);
  const named = new Set(created.flatMap(namesOf));
  const keys = [
    ...created.map((resource) => ({
      arn: arnOf(resource),
      account: resource.account,
      region: resource.region,
      policy: keyPolicy(resource, resources),
      created: true,
    })),
    ...resources.filter(({ type, values }) => type === POLICY && !named.has(values["key_id"])).flatMap(existingKey),
  ];
  return keys.map((key) => ({ ...key, grants: grantsOf(key, resources) }));
}

const POLICY = "aws_kms_key_policy";

/** The key that a policy resource names by its ARN or id; none if the name is known only to Terraform. */
function existingKey(resource: StackResource): Omit<Key, "grants">[] {
  const name = String(resource.values["key_id"]);
  const arn = /^[0-9a-z-]+$/.test(name) ? arnsIn(resource).key(name) : name;
  const { account = "", region = "" } = isArnOf(arn, "kms", "key/") ? parseArn(arn)! : {};
  return account === "" ? [] : [{ arn, account, region, policy: readPolicy(resource, "policy"), created: false }];
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
function grantsOf({ arn }: Pick<Key, "arn">, resources: readonly StackResource[]): KmsGrant[] {
  return resources
    .filter((one) => isKnownGrant(one) && isNamed(arn, keyNamed(one.values["key_id"], resources)))
    .map((resource): KmsGrant => {
      const { grantee_principal: grantee, retiring_principal: retiring, operations } = resource.values;
      return {
        key: arn,
        grantee: String(grantee),
        ...(retiring !== undefined && { retiring: String(retiring) }),
        operations: texts(operations),
        ...constraintsIn(resource),
        source: sourceOf(resource),
      };
    });
}

/** A plan may not know whom a new grant is for, or its key. */
export function isKnownGrant({ type, values }: StackResource): boolean {
  return (
    type === "aws_kms_grant" &&
    typeof values["grantee_principal"] === "string" &&
    Array.isArray(values["operations"]) &&
    typeof values["key_id"] === "string"
  );
}

/** A grant may name a key by its id. */
function isNamed(arn: string, name: string | undefined): boolean {
  return name === arn || name === parseArn(arn)?.resource.replace(/^key\//, "");
}

function constraintsIn({ values }: StackResource): Pick<KmsGrant, "constraints"> {
  const [first] = blocks(values, "constraints");
  if (!first) return {};
  const context = (name: string) => first[name] as Readonly<Record<string, string>> | undefined;
  return {
    constraints: {
      EncryptionContextEquals: context("encryption_context_equals"),
      EncryptionContextSubset: context("encryption_context_subset"),
    },
  };
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
