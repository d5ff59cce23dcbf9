import { createValidatedPolicy, validateIdentityPolicy, validateResourcePolicy } from "@cloud-copilot/iam-policy";
import type { Statement } from "../../../modules/policy";
import type { Policy } from "../document";
import { UserError } from "../../framework/user-error";
import { isObject } from "../../framework/is-object";

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

export type SimulatorPolicy = ReturnType<typeof createValidatedPolicy>;

export type PolicyKind = "identity" | "resource";

interface Prepared {
  readonly whole: SimulatorPolicy;
  readonly excerpts: Map<string, SimulatorPolicy>;
}

const cache = new WeakMap<Policy, Prepared>();

/** Whether the simulator takes a policy at all. Throws as `simulatorPolicy` does. */
export function isSound(policy: Policy, kind: PolicyKind): boolean {
  return prepare(policy, kind).whole.errors.length === 0;
}

/**
 * Some statements of a policy as the simulator takes them; the whole policy where there are none, or where it is not
 * sound. Throws a `UserError` where a Terraform reference is left: the simulator would take it for a policy variable
 * and might answer "allowed".
 */
export function simulatorPolicy(policy: Policy, kind: PolicyKind, kept: readonly Statement[]): SimulatorPolicy {
  const { whole, excerpts } = prepare(policy, kind);
  if (whole.errors.length > 0 || kept.length === 0 || kept.length === policy.statements.length) return whole;
  const name = kept.map((statement) => policy.statements.indexOf(statement)).join(" ");
  const known = excerpts.get(name);
  if (known) return known;
  const excerpt = createValidatedPolicy(documentOf(kept), () => []);
  excerpts.set(name, excerpt);
  return excerpt;
}

/** Validates a policy once, and not with each call. */
function prepare(policy: Policy, kind: PolicyKind): Prepared {
  const known = cache.get(policy);
  if (known) return known;
  const document = documentOf(policy.statements);
  const token = /\$\{(?![A-Za-z0-9-]+:(?!:)|[*?$]\})[^}]*\}/.exec(JSON.stringify(document));
  if (token) throw new UserError(`${policy.source}: ${token[0]} is not resolved; run npm run synth`);
  const validate = kind === "identity" ? validateIdentityPolicy : validateResourcePolicy;
  const prepared = { whole: createValidatedPolicy(document, validate), excerpts: new Map() };
  cache.set(policy, prepared);
  return prepared;
}

function documentOf(statements: readonly Statement[]): unknown {
  const json = JSON.stringify({ Version: "2012-10-17", Statement: statements }, (_, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), inner])) : value,
  );
  return JSON.parse(json);
}
