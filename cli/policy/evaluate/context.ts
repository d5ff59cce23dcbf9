import { isOfService } from "./actions";
import { derivedKeys, impliedValues } from "./derived-keys";
import { EACH, LimitedEffort, UNLIMITED, type Effort } from "./effort";
import { isTexts } from "./grammar";
import type { Context, Principal, Request } from "./request";
import { or, type Tri } from "./tri";

interface Key {
  /** As it is written. */
  readonly name: string;
  readonly value: Context[string];
  readonly values: readonly string[] | "unknown";
}

/** Condition keys by their names in lower case. */
type Keys = ReadonlyMap<string, Key>;
type Given = Pick<Request, "principal" | "action" | "account" | "context" | "absent">;

const NONE: readonly string[] = [];

/**
 * The condition keys of one request. Nothing else reads the context of a request: names of keys are case-insensitive,
 * and an empty list is a key that the request does not carry.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
export class RequestContext {
  private given: Keys | undefined;
  private derived: Keys | undefined;
  /** Keys that the request does not give, as far as they were asked for. */
  private others: Map<string, readonly string[] | "unknown"> | undefined;
  private names: Map<string, readonly string[] | "unknown"> | undefined;

  constructor(
    private readonly request: Given,
    readonly effort: Effort = UNLIMITED,
  ) {}

  /** The values of a key by its name in lower case; empty if the request does not carry the key. */
  valuesOf(key: string): readonly string[] | "unknown" {
    const found = this.ofRequest().get(key) ?? this.fromPrincipal().get(key);
    if (found) return found.values;
    this.others ??= new Map();
    const known = this.others.get(key);
    if (known) return known;
    const values = this.withoutValue(key);
    this.others.set(key, values);
    return values;
  }

  /** Whether the request carries a key, by its name in lower case. */
  has(key: string): Tri {
    const values = this.valuesOf(key);
    return values === "unknown" ? values : values.length > 0;
  }

  /** What follows this beginning in the names of the request's keys. "unknown" if there may be others. */
  namesAfter(beginning: string): readonly string[] | "unknown" {
    // Every grant asks for the same names.
    this.names ??= new Map();
    const names = this.names.get(beginning) ?? this.findNames(beginning);
    this.names.set(beginning, names);
    return names;
  }

  private findNames(beginning: string): readonly string[] | "unknown" {
    const names: string[] = [];
    let isKnown = this.isAbsent(beginning);
    for (const [key, { name, values }] of this.ofRequest()) {
      if (!key.startsWith(beginning)) continue;
      if (values === "unknown") isKnown = false;
      else if (values.length > 0) names.push(name.slice(beginning.length));
    }
    return isKnown ? names : "unknown";
  }

  /** All keys that the request carries, as they are written. */
  all(): Context {
    const all = new Map([...this.fromPrincipal(), ...this.ofRequest()]);
    const carried = [...all.values()].filter(({ values }) => values !== "unknown" && values.length > 0);
    return Object.fromEntries(carried.map(({ name, value }) => [name, value]));
  }

  /** The values of a key that the request does not give. A list of absent keys may name it, whatever others imply. */
  private withoutValue(key: string): readonly string[] | "unknown" {
    const implied = impliedValues(key, this);
    if (implied === undefined) return this.isAbsent(key) ? NONE : "unknown";
    if (implied !== "unknown") return implied;
    return this.request.absent !== "all others" && this.isAbsent(key) ? NONE : "unknown";
  }

  private ofRequest(): Keys {
    return (this.given ??= byName(this.request.context));
  }

  private fromPrincipal(): Keys {
    return (this.derived ??= derivedFor(this.request, this.isThroughService()));
  }

  /** Whether an AWS service makes the request for the principal. */
  private isThroughService(): Tri {
    const carries = (key: string): Tri => {
      const values = this.ofRequest().get(key)?.values;
      if (values === undefined) return this.isAbsent(key) ? false : "unknown";
      return values === "unknown" ? values : values.length > 0;
    };
    return or(carries("kms:viaservice"), carries("aws:calledvia"));
  }

  private isAbsent(key: string): boolean {
    const { absent } = this.request;
    return absent === "all others" || isListed(absent, key, this.effort);
  }
}

/** A request as the rules see it: they ask for its keys by name. */
export interface Asked extends Omit<Request, "context" | "absent"> {
  readonly context: RequestContext;
  readonly hasBoundary: boolean;
  /** Collects what is not known. */
  readonly unknown: string[];
}

export function asked(request: Request, hasBoundary = false): Asked {
  const { principal, action, resource, account } = request;
  const context = new RequestContext(request, new LimitedEffort());
  return { principal, action, resource, account, context, hasBoundary, unknown: [] };
}

/** The first context with the keys of the second in place of its own, in whatever case. */
export function withKeys(context: Context, more: Context): Context {
  const names = new Set(Object.keys(more).map((name) => name.toLowerCase()));
  const isReplaced = (key: string) => names.has(key.toLowerCase());
  if (!Object.keys(context).some(isReplaced)) return { ...context, ...more };
  const kept = Object.entries(context).filter(([key]) => !isReplaced(key));
  return { ...Object.fromEntries(kept), ...more };
}

/** A key that is given several times, in different case, has the values of all. */
function byName(context: Context): Keys {
  const keys = new Map<string, Key>();
  const repeated = new Map<string, Context[string][]>();
  for (const [name, value] of Object.entries(context)) {
    const key = name.toLowerCase();
    const known = keys.get(key);
    if (!known) keys.set(key, { name, value, values: valuesIn(value) });
    else if (!repeated.get(key)?.push(value)) repeated.set(key, [known.value, value]);
  }
  for (const [key, all] of repeated) {
    const value = all.flat() as string[];
    keys.set(key, { ...keys.get(key)!, value, values: valuesIn(value) });
  }
  return keys;
}

/** Whatever else somebody passes is nothing that a policy's values could be compared with. */
function valuesIn(value: Context[string]): Key["values"] {
  if (typeof value === "string") return [value];
  return isTexts(value) ? value : "unknown";
}

const derivedOf = new WeakMap<Principal, Map<string, Keys>>();

/** Cached, because the same principal makes many requests. */
function derivedFor({ principal, action, account }: Given, isThroughService: Tri): Keys {
  const isToS3 = isOfService(action, "s3");
  const known = derivedOf.get(principal) ?? new Map<string, Keys>();
  derivedOf.set(principal, known);
  const request = `${account} ${isToS3} ${isThroughService}`;
  const keys = known.get(request) ?? byName(derivedKeys(principal, { account, isToS3, isThroughService }));
  known.set(request, keys);
  return keys;
}

interface Absent {
  readonly names: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

const absentIn = new WeakMap<readonly string[], Absent>();

function isListed(list: readonly string[], key: string, effort: Effort): boolean {
  const { names, beginnings } = absentIn.get(list) ?? readAbsent(list);
  effort.spend(beginnings.length * (1 + key.length / EACH));
  return names.has(key) || beginnings.some((beginning) => key.startsWith(beginning));
}

function readAbsent(list: readonly string[]): Absent {
  const lower = list.map((key) => key.toLowerCase());
  const beginnings = lower.filter((key) => key.endsWith("*")).map((key) => key.slice(0, -1));
  const absent = { names: new Set(lower), beginnings };
  absentIn.set(list, absent);
  return absent;
}
