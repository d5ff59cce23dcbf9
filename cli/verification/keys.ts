import type { AwsReader } from "../aws/reader";
import type { Environment } from "../model/environment";
import type { Location } from "../../modules/policy";

/** A key that the stacks create. AWS assigns its id, so only the alias identifies it. */
export interface AliasedKey extends Location {
  /** The ARN in the synthesized policies, which represents the real one. */
  readonly impliedArn: string;
  /** `alias/…` */
  readonly alias: string;
}

/** The keys of the stacks that have an alias. */
export function keysOf(environment: Environment): AliasedKey[] {
  return environment.resources
    .filter(({ type }) => type === "aws_kms_alias")
    .flatMap(({ values, account, region }) => {
      const target = String(values["target_key_id"]);
      const key = environment.keys.find(({ arn }) => arn === target || arn.endsWith(`:key/${target}`));
      return key ? [{ impliedArn: key.arn, alias: String(values["name"]), account, region }] : [];
    });
}

/** Finds the real keys that replace the implied ones. */
export class RealKeys {
  constructor(
    private readonly keys: readonly AliasedKey[],
    private readonly aws: (place: Location) => AwsReader,
  ) {}

  /** The key behind the alias. Throws an `AwsFailure`. */
  async arnOf(key: AliasedKey): Promise<string> {
    const { KeyMetadata } = await this.aws(key).key(key.alias);
    return KeyMetadata?.Arn ?? "";
  }

  /** The alias of an implied ARN, to show an expected key. */
  nameOf(impliedArn: string): string {
    return this.keys.find((key) => key.impliedArn === impliedArn)?.alias ?? impliedArn;
  }

  /** A key as AWS returns it, by id or ARN: its alias if it is the expected one, otherwise unchanged. */
  async nameOfFound(found: string | undefined, expected: string | undefined): Promise<string> {
    const key = this.keys.find(({ impliedArn }) => impliedArn === expected);
    if (found === undefined) return "no key";
    if (!key) return found;
    const real = await this.arnOf(key);
    return found === real || found === real.split("/").at(-1) ? key.alias : found;
  }

  /** A synthesized text in which the real keys replace the implied ones. */
  async inText(text: string): Promise<string> {
    let real = text;
    for (const key of this.keys.filter(({ impliedArn }) => text.includes(impliedArn))) {
      real = real.replaceAll(key.impliedArn, await this.arnOf(key));
    }
    return real;
  }
}
