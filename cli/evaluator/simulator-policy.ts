import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from "@cloud-copilot/iam-policy";
import type { Policy } from "../configuration/model";
import { Problem } from "../problem";

/**
 * The simulator drops `kms:EncryptionContext:…` from request and policy without a word. Under another name of
 * free form it takes them, with the same operators and the same meaning.
 */
const CONTEXT_KEY = /^kms:EncryptionContext:(.+)$/;

const rename = (key: string) =>
  key.replace(CONTEXT_KEY, (_, name: string) => `aws:RequestTag/context-${name.replaceAll(":", ".")}`);

export function renameContext(context: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [rename(key), value]));
}

type Validated = ReturnType<typeof createValidatedPolicy>;

const cache = new WeakMap<Policy, Validated>();

/**
 * A policy as the simulator takes it, validated once and not with each call. Throws a `Problem` where a Terraform reference is left: the simulator would
 * take it for a policy variable and might answer "allowed".
 */
export function simulatorPolicy(policy: Policy, kind: "identity" | "resource"): Validated {
  const known = cache.get(policy);
  if (known) return known;
  const json = JSON.stringify({ Version: "2012-10-17", Statement: policy.statements }, (_, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), inner])) : value,
  );
  const token = /\$\{(?![A-Za-z0-9-]+:(?!:)|[*?$]\})[^}]*\}/.exec(json);
  if (token) throw new Problem(`${policy.source}: ${token[0]} is not resolved; run npm run synth`);
  const validate = kind === "identity" ? validateIdentityPolicy : validateResourcePolicy;
  const validated = createValidatedPolicy(JSON.parse(json), validate);
  cache.set(policy, validated);
  return validated;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
