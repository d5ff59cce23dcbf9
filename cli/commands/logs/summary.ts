import type { Streams } from "../../framework/streams";
import type { Listing } from "../../logs/local-files";
import type { Report } from "../../logs/scan";
import { count } from "../../render/count";
import { escapeTerminal } from "../../render/escape";

/** A folder of broken files must not fill the terminal. */
const SHOWN_PROBLEMS = 10;

/** What a search read and could not read. */
export class Summary {
  files = 0;
  /** Unpacked. */
  bytes = 0;
  /** Events, each once. */
  found = 0;
  /** Records of events that were found before. */
  repeated = 0;
  bucketOnly = 0;
  unreadable = 0;
  skipped: Listing["skipped"] = new Map();
  private readonly problems: string[] = [];

  /** @param eachAccount whether the records of a call in several accounts are all kept */
  constructor(private readonly eachAccount = false) {}

  add({ name, bytes, problem, bucketOnly }: Report): void {
    this.files += 1;
    this.bytes += bytes;
    this.bucketOnly += bucketOnly;
    if (problem !== undefined) this.addProblem(`${name}: ${problem}`);
  }

  addProblem(problem: string): void {
    this.unreadable += 1;
    if (this.problems.length < SHOWN_PROBLEMS) this.problems.push(escapeTerminal(problem));
  }

  /** What explains the result, in lines for a terminal. */
  notes(): string[] {
    const { repeated, bucketOnly, eachAccount } = this;
    const copies = eachAccount ? "late corrections" : "late corrections, copies in other accounts";
    const calls = `${count(bucketOnly, "call")} to KMS ${bucketOnly === 1 ? "names" : "name"} only the bucket`;
    return [
      ...(repeated > 0
        ? [`left out: ${count(repeated, "record")} of events ${eachAccount ? "read" : "shown"} before (${copies})`]
        : []),
      ...(bucketOnly > 0
        ? [`${calls}: with an S3 Bucket Key, KMS does not record the object; only S3's data events do`]
        : []),
    ];
  }

  /** For a terminal, on which a search that finds nothing would print nothing. */
  noneFound({ err }: Streams): string[] {
    const { files, bytes, found } = this;
    if (found > 0 || files === 0 || err.isTTY !== true) return [];
    return [`no record matches in ${count(files, "file")} of ${(bytes / 1e6).toFixed(1)} MB unpacked`];
  }

  /** Whether nothing can be missing in the result as far as anybody knows. */
  isComplete(): boolean {
    return this.files > 0 && this.unreadable === 0;
  }

  /** What makes the result incomplete. Never left out. */
  problemLines(): string[] {
    const { files, unreadable, problems } = this;
    if (files + unreadable === 0) {
      const advice = "give a source with log files, or other --account, --region, --from and --to";
      return [`no log file was read, so nothing was searched${this.skippedText()}; ${advice}`];
    }
    if (unreadable === 0) return [];
    const more = unreadable - problems.length;
    return [
      `incomplete: ${count(unreadable, "file")} could not be read`,
      ...problems.map((problem) => `  ${problem}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ];
  }

  private skippedText(): string {
    const parts = [...this.skipped].map(([reason, number]) => `${number} ${WORDS[reason]}`);
    return parts.length === 0 ? "" : `; skipped: ${parts.join(", ")}`;
  }
}

const WORDS: Readonly<Record<Parameters<Listing["skipped"]["get"]>[0], string>> = {
  digest: "digests",
  "other service": "of other services",
  outside: "outside the accounts, Regions or days",
  "other name": "with other names",
};
