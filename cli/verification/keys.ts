import type { AwsReader } from "../aws/reader";
import type { Environment } from "../model/environment";
import type { Location } from "../../modules/policy";

/** A key whose policy the stacks set. */
export interface NamedKey extends Location {
  /** The ARN in the synthesized policies, which represents the real one. */
  readonly impliedArn: string;
  /** `alias/…` of a key that the stacks create, whose id AWS assigns; the ARN of one that exists already. */
  readonly name: string;
}

/** The keys that the stacks create with an alias, and those whose policy they take over. */
export function keysOf(environment: Environment): NamedKey[] {
  const aliased = environment.resources
    .filter(({ type }) => type === "aws_kms_alias")
    .flatMap(({ values, account, region }) => {
      const target = String(values["target_key_id"]);
      const key = environment.keys.find(({ arn }) => arn === target || arn.endsWith(`:key/${target}`));
      return key ? [{ impliedArn: key.arn, name: String(values["name"]), account, region }] : [];
    });
  const existing = environment.keys
    .filter(({ created }) => !created)
    .map(({ arn, account, region }) => ({ impliedArn: arn, name: arn, account, region }));
  return [...aliased, ...existing];
}

/** Finds the real keys that replace the implied ones. */
export class RealKeys {
  constructor(
    private readonly keys: readonly NamedKey[],
    private readonly aws: (place: Location) => AwsReader,
  ) {}

  /** The key behind the name. Throws an `AwsFailure`. */
  async arnOf(key: NamedKey): Promise<string> {
    const { KeyMetadata } = await this.aws(key).key(key.name);
    return KeyMetadata?.Arn ?? "";
  }

  /** The name of an implied ARN, to show an expected key. */
  nameOf(impliedArn: string): string {
    return this.keys.find((key) => key.impliedArn === impliedArn)?.name ?? impliedArn;
  }

  /** A key as AWS returns it, by id or ARN: its name if it is the expected one, otherwise unchanged. */
  async nameOfFound(found: string | undefined, expected: string | undefined): Promise<string> {
    const key = this.keys.find(({ impliedArn }) => impliedArn === expected);
    if (found === undefined) return "no key";
    if (!key) return found;
    const real = await this.arnOf(key);
    return found === real || found === real.split("/").at(-1) ? key.name : found;
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
