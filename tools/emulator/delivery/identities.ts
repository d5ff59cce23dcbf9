import { identityOf } from "../clients";
import type { Caller } from "./record";

/** The identity behind an access key. Asks the emulator once for each key. */
export class Identities {
  private readonly known = new Map<string, Promise<Caller | undefined>>();

  constructor(private readonly emulator: string) {}

  /** Undefined if the call is unsigned, or the emulator does not know the key. */
  async of(accessKeyId: string | undefined): Promise<Caller | undefined> {
    if (accessKeyId === undefined) return undefined;
    const known = this.known.get(accessKeyId) ?? this.request(accessKeyId);
    this.known.set(accessKeyId, known);
    return known;
  }

  private async request(accessKeyId: string): Promise<Caller | undefined> {
    try {
      return { ...(await identityOf(this.emulator, accessKeyId)), accessKeyId };
    } catch {
      this.known.delete(accessKeyId);
      return undefined;
    }
  }
}
