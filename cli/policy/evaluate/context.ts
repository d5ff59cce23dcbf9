import { derivedKeys } from "./derived-keys";
import type { Request } from "./request";

/** The condition keys of one request. */
export class RequestContext {
  private readonly values = new Map<string, readonly string[]>();
  private readonly absent: Absent;

  constructor(request: Omit<Request, "action" | "resource">) {
    for (const keys of [derivedKeys(request), request.context]) {
      for (const key of Object.keys(keys)) {
        const value = keys[key]!;
        this.values.set(key.toLowerCase(), typeof value === "string" ? [value] : value);
      }
    }
    this.absent = request.absent === "all others" ? ALL : absentIn(request.absent);
  }

  /**
   * The values of a key by its name in lower case: names of condition keys ignore case. None where the request does not
   * carry it.
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
   */
  valuesOf(key: string): readonly string[] | "unknown" {
    const found = this.values.get(key);
    if (found) return found;
    const { names, beginnings } = this.absent;
    return names.has(key) || beginnings.some((beginning) => key.startsWith(beginning)) ? NONE : "unknown";
  }
}

interface Absent {
  readonly names: ReadonlySet<string>;
  readonly beginnings: readonly string[];
}

const NONE: readonly string[] = [];
const ALL: Absent = { names: new Set(), beginnings: [""] };

const known = new WeakMap<readonly string[], Absent>();

function absentIn(list: readonly string[]): Absent {
  const found = known.get(list);
  if (found) return found;
  const lower = list.map((key) => key.toLowerCase());
  const absent = {
    names: new Set(lower),
    beginnings: lower.filter((key) => key.endsWith("*")).map((key) => key.slice(0, -1)),
  };
  known.set(list, absent);
  return absent;
}
