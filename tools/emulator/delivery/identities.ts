import { identityOf } from "../clients";
import type { Caller } from "./record";

/** Who is behind an access key, asked of the emulator once. */
export class Identities {
  private readonly known = new Map<string, Promise<Caller | undefined>>();

  constructor(private readonly emulator: string) {}

  /** Undefined where nobody signed, or the emulator does not say. */
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
