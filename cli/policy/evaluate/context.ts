import { derivedKeys, isThroughService } from "./derived-keys";
import type { Context, Principal, Request } from "./request";

type Values = ReadonlyMap<string, readonly string[]>;

/** The condition keys of one request. */
export class RequestContext {
  private given: Values | undefined;
  private derived: Values | undefined;

  constructor(private readonly request: Omit<Request, "action" | "resource">) {}

  /**
   * The values of a key by its name in lower case: names of condition keys are case-insensitive. Empty if the request
   * does not carry the key.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
   */
  valuesOf(key: string): readonly string[] | "unknown" {
    this.given ??= inLowerCase(this.request.context);
    this.derived ??= derivedFor(this.request);
    const found = this.given.get(key) ?? this.derived.get(key);
    if (found) return found;
    const { absent } = this.request;
    return absent === "all others" || isListed(absent, key) ? NONE : "unknown";
  }
}

const NONE: readonly string[] = [];

function inLowerCase(context: Context): Values {
  const values = new Map<string, readonly string[]>();
  for (const key of Object.keys(context)) {
    const value = context[key]!;
    values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
  }
  return values;
}

const derivedOf = new WeakMap<Principal, Map<string, Values>>();

/** Cached, because the same principal makes many requests. */
function derivedFor(request: Omit<Request, "action" | "resource">): Values {
  const known = derivedOf.get(request.principal) ?? new Map<string, Values>();
  derivedOf.set(request.principal, known);
  const rest = `${request.account} ${isThroughService(request.context)}`;
  const values = known.get(rest) ?? inLowerCase(derivedKeys(request));
  known.set(rest, values);
  return values;
}

interface Absent {
  readonly names: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

const absentIn = new WeakMap<readonly string[], Absent>();

function isListed(list: readonly string[], key: string): boolean {
  const { names, beginnings } = absentIn.get(list) ?? readAbsent(list);
  return names.has(key) || beginnings.some((beginning) => key.startsWith(beginning));
}

function readAbsent(list: readonly string[]): Absent {
  const lower = list.map((key) => key.toLowerCase());
  const beginnings = lower.filter((key) => key.endsWith("*")).map((key) => key.slice(0, -1));
  const absent = { names: new Set(lower), beginnings };
  absentIn.set(list, absent);
  return absent;
}
