import { isObject } from "../../framework/is-object";
import { isAction } from "./actions";
import type { Asked } from "./context";
import { EACH } from "./effort";
import type { GrantConstraints, KmsGrant } from "./request";
import { and, everyHolds, noted, type Tri } from "./tri";

type Constraint = (wanted: unknown, request: Asked) => Tri;

const CONSTRAINTS: ReadonlyMap<string, Constraint> = new Map(
  Object.entries({
    EncryptionContextEquals: (wanted, request) => hasContext(wanted, request, true),
    EncryptionContextSubset: (wanted, request) => hasContext(wanted, request, false),
    SourceArn: isOnBehalfOf,
  } satisfies Record<keyof GrantConstraints, Constraint>),
);

/** Whether a grant has any constraint. */
export function isConstrained(grant: KmsGrant): boolean {
  return constraintsOf(grant)?.length !== 0;
}

/**
 * Whether a request meets all constraints of a grant. They do not apply to RetireGrant.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html
 */
export function meetsConstraints(grant: KmsGrant, request: Asked): Tri {
  const constraints = constraintsOf(grant);
  if (constraints === undefined) return noted(request.unknown, "the constraints of the grant");
  return everyHolds(constraints, ([name, wanted]) => {
    const meets = CONSTRAINTS.get(name);
    return meets ? meets(wanted, request) : noted(request.unknown, `the constraint ${name}`);
  });
}

/** `undefined` for anything that AWS would not take. */
function constraintsOf({ constraints = {} }: KmsGrant): [name: string, wanted: unknown][] | undefined {
  if (!isObject(constraints)) return undefined;
  return Object.entries(constraints).filter(([, wanted]) => wanted !== undefined);
}

const CONTEXT = "kms:encryptioncontext:";
const ANY_CONTEXT = "kms:EncryptionContext:*";

/** Constraints of an encryption context do not apply to them; what CreateGrant may pass on is another question. */
const WITHOUT_CONTEXT: readonly string[] = ["kms:DescribeKey", "kms:CreateGrant"];

/**
 * Only cryptographic operations with symmetric encryption keys have an encryption context. For others, one page says that
 * the constraint does not apply, and another that there is no such grant. Names are not case-sensitive in a constraint;
 * values are.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html#KMS-CreateGrant-request-Constraints
 */
function hasContext(wanted: unknown, { action, context, unknown }: Asked, isExact: boolean): Tri {
  if (isAction(action, ...WITHOUT_CONTEXT)) return true;
  const algorithms = context.valuesOf("kms:encryptionalgorithm");
  const isSymmetric = algorithms === "unknown" || algorithms.every((one) => one === "SYMMETRIC_DEFAULT");
  if (!isSymmetric || !/crypt|DataKey/i.test(action)) return noted(unknown, "the constraints of the grant");
  if (!isObject(wanted)) return noted(unknown, ANY_CONTEXT);
  const pairs = Object.entries(wanted);
  context.effort.spend(EACH * pairs.length);
  const names = isExact ? context.namesAfter(CONTEXT) : pairs;
  const isWhole = names === "unknown" ? names : names.length === pairs.length;
  const isMet = everyHolds(pairs, ([name, value]): Tri => {
    context.effort.spend(name.length);
    const values = context.valuesOf(`${CONTEXT}${name.toLowerCase()}`);
    return values === "unknown" ? values : values.length === 1 && values[0] === value;
  });
  const holds = and(isMet, isWhole);
  if (holds === false && algorithms === "unknown") return noted(unknown, "kms:EncryptionAlgorithm");
  return holds === "unknown" ? noted(unknown, ANY_CONTEXT) : holds;
}

/** For DescribeKey it applies "when specified in the request", which does not say whether it must be. */
function isOnBehalfOf(wanted: unknown, { action, context, unknown }: Asked): Tri {
  const sources = context.valuesOf("aws:sourcearn");
  const isOpen = sources === "unknown" || (sources.length === 0 && isAction(action, "kms:DescribeKey"));
  if (isOpen || typeof wanted !== "string") return noted(unknown, "aws:SourceArn");
  return sources.length === 1 && sources[0] === wanted;
}
