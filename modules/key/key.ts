import type { TerraformProvider } from "cdktf";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { isAliasName, ALIAS_NAME } from "../limits/formats";
import { KEY_DELETION_WINDOW_DAYS, KEY_ROTATION_DAYS } from "../limits/numbers";
import { arnsIn } from "../policy";
import { constructId } from "../ids";
import { stableName } from "../stable-name";
import { tagProblems, type Tags } from "../tags";
import { assertValid, invalidFormat, notList, outOfRange, type Problem } from "../validation";
import { KeyBase, type KeyPolicyProps } from "./key-base";
import { assertKnown, type KeysOf } from "../known-options";
import { inRegion, takeNames } from "../taken-names";

export interface KeyProps extends KeyPolicyProps {
  /** Names without `alias/`; at least one. The first is the main name of the key. */
  readonly aliases: readonly string[];
  /** @default "Encrypts the audit trail" */
  readonly description?: string;
  /**
   * Days between rotations, 90 to 2,560. Rotation itself is always on. @default 365
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
   */
  readonly rotationPeriodInDays?: number;
  /**
   * Days between scheduling a deletion and the loss of every log under the key, 7 to 30. @default 30
   * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
   */
  readonly deletionWindowInDays?: number;
  /** `true` creates the primary key of a multi-Region key. Cannot be changed later. @default false */
  readonly multiRegion?: boolean;
  /** Prevents every Terraform plan from destroying the key. @default false */
  readonly preventDestroy?: boolean;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/** A customer-managed symmetric KMS key that rotates, with its aliases. */
export class Key extends KeyBase {
  readonly arn: string;
  readonly policyResource: KmsKey;
  /** ARN of the first alias, known before the key exists. */
  readonly aliasArn: string;

  constructor(scope: Construct, id: string, props: KeyProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "aliases");
    super(scope, id, props);
    const {
      aliases,
      description = "Encrypts the audit trail",
      rotationPeriodInDays = 365,
      deletionWindowInDays = 30,
      multiRegion = false,
      preventDestroy = false,
      provider,
      tags,
    } = props;
    assertValid(this, [
      ...aliasProblems(aliases),
      ...tagProblems(tags),
      outOfRange("rotationPeriodInDays", rotationPeriodInDays, KEY_ROTATION_DAYS, "days"),
      outOfRange("deletionWindowInDays", deletionWindowInDays, KEY_DELETION_WINDOW_DAYS, "days"),
    ]);
    this.policyResource = new KmsKey(this, "Key", {
      description,
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      enableKeyRotation: true,
      rotationPeriodInDays,
      deletionWindowInDays,
      multiRegion,
      policy: this.renderedPolicy,
      lifecycle: preventDestroy ? { preventDestroy } : undefined,
      provider,
      tags,
    });
    this.awaitPrincipals(this.policyResource);
    takeNames(this, ...aliases.map((alias) => inRegion("an alias", props, alias, "aliases")));
    createAliases(
      this,
      aliases,
      atSynth(() => this.policyResource.keyId),
      provider,
    );
    this.arn = atSynth(() => this.policyResource.arn);
    this.aliasArn = arnsIn(props).alias(aliases[0]!);
  }
}

export function aliasProblems(aliases: readonly string[]): Problem[] {
  if (!Array.isArray(aliases)) return [notList("aliases", aliases)];
  return [
    aliases.length === 0 && "aliases must name at least one alias, got none",
    new Set(aliases).size < aliases.length && `aliases must differ, got "${aliases.join('", "')}"`,
    ...aliases.map((alias) => invalidFormat("aliases", alias, isAliasName, ALIAS_NAME)),
  ];
}

export function createAliases(
  scope: Construct,
  aliases: readonly string[],
  targetKeyId: string,
  provider: TerraformProvider | undefined,
): void {
  aliases.forEach((alias) => {
    // The id contains the name, not the position, so that removing one alias does not affect the others.
    new KmsAlias(scope, constructId("Alias", stableName(scope, alias)), {
      name: `alias/${alias}`,
      targetKeyId,
      provider,
    });
  });
}

/** What is the key's own, and not its surroundings'. */
export const OWN_KEY_OPTIONS = {
  administrators: "list",
  aliases: "list",
  deletionWindowInDays: true,
  description: true,
  multiRegion: "flag",
  rootAccess: true,
  rotationPeriodInDays: true,
} as const;

const OPTIONS: KeysOf<KeyProps> = {
  ...OWN_KEY_OPTIONS,
  account: true,
  preventDestroy: "flag",
  provider: true,
  region: true,
  tags: true,
};
