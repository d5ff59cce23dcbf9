import { asText, textIn } from "./fields";
import type { RawRecord } from "./log-file";

/** Numbers per record that `marksOf` returns. */
export const MARKS = 6;

const ORIGINAL = ["addendum", "originalEventID"];

/**
 * Hashes that tell whether two records are of the same event: of the event's id, of the id that it shares with the
 * records of other accounts, and of the latter with the account. Zeros for what a record does not have.
 */
export function marksOf(record: RawRecord): number[] {
  // A correction repeats the event, with its own id or with that of the original.
  const id = textIn(record, ORIGINAL) ?? asText(record["eventID"]);
  const shared = record["eventType"] === "AwsCloudTrailInsight" ? undefined : asText(record["sharedEventID"]);
  const marks = [0, 0, 0, 0, 0, 0];
  if (id !== undefined) setHash(marks, 0, id);
  if (shared === undefined) return marks;
  const call = `${shared} ${String(record["eventName"])}`;
  setHash(marks, 2, call);
  setHash(marks, 4, `${call} ${String(record["recipientAccountId"])}`);
  return marks;
}

/**
 * Recognizes what was seen before: the late correction of a record, and the record of the same call in another account.
 * Takes 16 bytes for each event.
 */
export class Once {
  private readonly seen = new HashSet();

  /** @param eachAccount whether the record of another account is new */
  constructor(private readonly eachAccount = false) {}

  /** Whether the event is new. `marks` may be those of many records, one after the other. */
  add(marks: ArrayLike<number>, at = 0): boolean {
    const { seen } = this;
    if (isSet(marks, at) && !seen.add(marks[at]!, marks[at + 1]!)) return false;
    if (this.eachAccount || !isSet(marks, at + 2)) return true;
    const isFirstCall = seen.add(marks[at + 2]!, marks[at + 3]!);
    // The same account may have several records of one call.
    const isOwn = isFirstCall || seen.has(marks[at + 4]!, marks[at + 5]!);
    if (isOwn) seen.add(marks[at + 4]!, marks[at + 5]!);
    return isOwn;
  }
}

function isSet(marks: ArrayLike<number>, at: number): boolean {
  return marks[at] !== 0 || marks[at + 1] !== 0;
}

/** A set of 64-bit hashes in one array: objects would take ten times as much memory. */
class HashSet {
  private slots = new Uint32Array(2 * 1024);
  private size = 0;

  has(high: number, low: number): boolean {
    const at = this.find(high, low);
    return this.slots[at] !== 0 || this.slots[at + 1] !== 0;
  }

  /** Whether it is new. */
  add(high: number, low: number): boolean {
    const at = this.find(high, low);
    if (this.slots[at] !== 0 || this.slots[at + 1] !== 0) return false;
    this.slots[at] = high;
    this.slots[at + 1] = low;
    this.size += 1;
    if (this.size * 4 > this.slots.length) this.grow();
    return true;
  }

  private find(high: number, low: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let at = (high * 2) & mask;
    while ((slots[at] !== 0 || slots[at + 1] !== 0) && (slots[at] !== high || slots[at + 1] !== low)) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === 0 && old[at + 1] === 0) continue;
      const free = this.find(old[at]!, old[at + 1]!);
      this.slots[free] = old[at]!;
      this.slots[free + 1] = old[at + 1]!;
    }
  }
}

/** Sets 64 bits of a text, never all zeros. Not for texts that an attacker chooses: CloudTrail chooses these. */
function setHash(marks: number[], at: number, text: string): void {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  marks[at] = high >>> 0;
  marks[at + 1] = (low | 1) >>> 0;
}
