import type { KeyMetadata } from "@aws-sdk/client-kms";
import type { AwsReader } from "../aws/reader";
import type { Environment } from "../model/environment";
import { impliedAttributes } from "../model/implied";
import { ofType } from "../model/resources";
import { parseArn, type Location } from "../../modules/policy";

/** A key whose policy the stacks set. */
export interface NamedKey extends Location {
  /** The ARN in the synthesized policies, which represents the real one. */
  readonly impliedArn: string;
  /** For people: `alias/…`, the ARN of a key that has none, or the resource that creates it. */
  readonly name: string;
  /** What AWS finds it by: its ARN or its alias. `undefined` if it has no alias, and nothing shows its ARN. */
  readonly id: string | undefined;
  readonly alias: string | undefined;
}

/** The keys that the stacks create, and those whose policy they take over. */
export function keysOf({ resources, keys }: Environment): NamedKey[] {
  const aliases = resources.filter(({ type }) => type === "aws_kms_alias");
  return keys.map(({ arn, realArn, account, region, created, policy }) => {
    const own = aliases.find(({ values }) => isTarget(String(values["target_key_id"]), arn));
    const alias = created && own ? String(own.values["name"]) : undefined;
    const id = created ? (realArn ?? alias) : arn;
    return { impliedArn: arn, name: alias ?? id ?? policy.source, id, alias, account, region };
  });
}

function isTarget(target: string, arn: string): boolean {
  return arn === target || arn.endsWith(`:key/${target}`);
}

/** The ARNs of GuardDuty's detectors in the configured policies, which represent the real ones. */
export function detectorsOf(environment: Environment): string[] {
  return ofType(environment, "aws_guardduty_detector").map((one) => String(impliedAttributes(one)["arn"]));
}

/** Finds the real keys, and detectors, that replace the implied ones. */
export class RealKeys {
  constructor(
    private readonly keys: readonly NamedKey[],
    private readonly detectors: readonly string[],
    private readonly aws: (place: Location) => AwsReader,
  ) {}

  /** What AWS knows of a key. Throws an `AwsFailure`, or an error if nothing says which key it is. */
  async metadata(key: NamedKey): Promise<KeyMetadata | undefined> {
    if (key.id !== undefined) return (await this.aws(key).key(key.id)).KeyMetadata;
    throw new Error(`${key.name} has no alias, and only a state or a plan after the apply shows its ARN`);
  }

  async arnOf(key: NamedKey): Promise<string> {
    if (key.id?.startsWith("arn:")) return key.id;
    return (await this.metadata(key))?.Arn ?? "";
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

  /** A configured text in which the real keys and detectors replace the implied ones. */
  async inText(text: string): Promise<string> {
    let real = text;
    for (const key of this.keys.filter(({ impliedArn }) => text.includes(impliedArn))) {
      real = real.replaceAll(key.impliedArn, await this.arnOf(key));
    }
    for (const arn of this.detectors.filter((one) => text.includes(one))) {
      const id = await this.aws(parseArn(arn)!).threats.detectorId();
      if (id !== undefined) real = real.replaceAll(arn, arn.replace(/[^/]+$/, id));
    }
    return real;
  }
}
