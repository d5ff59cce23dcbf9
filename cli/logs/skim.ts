import { isAscii } from "node:buffer";
import { isAt } from "./bytes";
import type { RawRecord } from "./log-file";
import { Escapes, Term } from "./term";

/** In the order in which CloudTrail writes them, one after the other. */
const HEAD = ["eventTime", "eventSource", "eventName", "awsRegion", "sourceIPAddress"] as const;

/** Fields that can be read from a record's bytes. */
export type SkimmedField = (typeof HEAD)[number] | "userIdentity.arn" | "eventID" | "recipientAccountId";

/**
 * Reads a few fields of records without parsing them, which would take most of the time of counting. It relies on the order in which
 * CloudTrail writes fields: the version, the identity and the fields of `HEAD`; then the parameters and the answer of the
 * call, whose keys the caller may choose; then the ids. What is in another order, or has escapes, is left to JSON.parse.
 */
export class Skim {
  private readonly otherIds: Term;
  /** The fields of `HEAD` up to the last one that is asked for. */
  private readonly head: readonly { readonly name: string; readonly key: Buffer; readonly isAsked: boolean }[];
  private readonly readsArn: boolean;
  private readonly readsAccount: boolean;
  /** Decoding ASCII takes half the time. */
  private readonly encoding: "latin1" | "utf8";
  /** The next backslash, as far as it is known. */
  private backslash = -1;

  constructor(
    private readonly json: Buffer,
    fields: readonly SkimmedField[],
  ) {
    this.encoding = isAscii(json) ? "latin1" : "utf8";
    // A key that is written with escapes is found as one of these.
    this.otherIds = new Term(json, [OTHER_IDS], new Escapes(json));
    this.head = HEAD.slice(0, HEAD.findLastIndex((field) => fields.includes(field)) + 1).map((name) => ({
      name,
      key: Buffer.from(`,"${name}":"`),
      isAsked: fields.includes(name),
    }));
    this.readsArn = fields.includes("userIdentity.arn");
    this.readsAccount = fields.includes("recipientAccountId");
  }

  /** The fields of the record between two places, as parsing would have them. Undefined if only parsing can tell. */
  read(from: number, to: number): RawRecord | undefined {
    const otherIds = this.otherIds.next(from);
    if (otherIds !== -1 && otherIds < to) return undefined;
    const record: Record<string, unknown> = {};
    return this.readHead(record, from, to) && this.readIds(record, from, to) ? record : undefined;
  }

  private readHead(record: Record<string, unknown>, from: number, to: number): boolean {
    const { json } = this;
    const version = from + VERSION.length;
    const identity = json.indexOf(QUOTE, version);
    if (!isAt(json, from, VERSION) || !isAt(json, identity, IDENTITY)) return false;
    if (this.readsArn) {
      const arn = this.arnFrom(identity + IDENTITY.length);
      if (arn === undefined) return false;
      record["userIdentity"] = { arn };
    }
    let at = this.head.length === 0 ? to : json.indexOf(TIME, identity) + 1;
    if (at === 0) return false;
    for (const { name, key, isAsked } of this.head) {
      if (!isAt(json, at, key)) return false;
      const start = at + key.length;
      if (isAsked && !this.set(record, name, start)) return false;
      at = json.indexOf(QUOTE, start) + 1;
    }
    return at <= to;
  }

  /** The ARN of the caller, if the identity has it before any object. */
  private arnFrom(start: number): string | undefined {
    const { json } = this;
    const place = json.indexOf(ARN, start);
    const nested = json.indexOf(OPEN, start);
    const end = json.indexOf(CLOSE, start);
    if (place === -1 || place > end || (nested !== -1 && place > nested)) return undefined;
    return json[place - 1] === QUOTE ? this.text(place + ARN.length) : undefined;
  }

  /** The ids, which CloudTrail writes after whatever the caller may choose. */
  private readIds(record: Record<string, unknown>, from: number, to: number): boolean {
    const id = this.lastOf(EVENT_ID, to);
    if (id < from || !this.set(record, "eventID", id)) return false;
    if (!this.readsAccount) return true;
    const account = this.lastOf(ACCOUNT, to);
    return account > id && this.set(record, "recipientAccountId", account);
  }

  /** Where the last text with a key starts; -1 if something else that contains its mark follows it. */
  private lastOf({ key, mark, markAt }: typeof EVENT_ID, to: number): number {
    const start = this.json.lastIndexOf(mark, to) - markAt;
    return isAt(this.json, start, key) ? start + key.length : -1;
  }

  private set(record: Record<string, unknown>, name: string, start: number): boolean {
    const text = this.text(start);
    if (text === undefined) return false;
    record[name] = text;
    return true;
  }

  /** The text that starts at a place, which must not decrease. Undefined if it is empty or has escapes. */
  private text(start: number): string | undefined {
    const { json } = this;
    const end = json.indexOf(QUOTE, start);
    if (this.backslash < start) this.backslash = placeOf(json, BACKSLASH, start);
    return end === start || this.backslash < end ? undefined : json.toString(this.encoding, start, end);
  }
}

/** The first place of a byte at or after another; the length of the file if there is none. */
function placeOf(json: Buffer, byte: number, from: number): number {
  const place = json.indexOf(byte, from);
  return place === -1 ? json.length : place;
}

const [QUOTE, BACKSLASH, OPEN, CLOSE] = [0x22, 0x5c, 0x7b, 0x7d] as const;
const VERSION = Buffer.from('{"eventVersion":"');
const IDENTITY = Buffer.from('","userIdentity":{');
/** Without the quote before it: there are many quotes to look at. */
const ARN = Buffer.from('arn":"');
const TIME = Buffer.from('},"eventTime":"');

/** A key, and a part of it that is found fast: one without quotes, of which there are many. */
function markedKey(key: string, mark: string) {
  return { key: Buffer.from(key), mark: Buffer.from(mark), markAt: key.indexOf(mark) };
}

const EVENT_ID = markedKey(',"eventID":"', "ntID");
const ACCOUNT = markedKey(',"recipientAccountId":"', "ntAccountId");

/** `sharedEventID` and `originalEventID`: which event such a record is of depends on more than its own id. */
const OTHER_IDS = "EventID";
