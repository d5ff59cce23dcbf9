import type { TerraformProvider } from "cdktf";
import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import type { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { KEY_DELETION_WINDOW_DAYS } from "../limits/numbers";
import { tagProblems, type Tags } from "../tags";
import { invalidArn, outOfRange, assertValid } from "../validation";
import { KeyBase, type KeyPolicyProps } from "./key-base";
import { aliasProblems, createAliases } from "./key";
import { assertKnown, type KeysOf } from "../known-options";
import { inRegion, takeNames } from "../taken-names";

export interface ReplicaKeyProps extends KeyPolicyProps {
  /** ARN of a multi-Region primary in another Region. */
  readonly primaryKeyArn: string;
  /** Names without `alias/`; at least one. */
  readonly aliases: readonly string[];
  /** @default "Replica of the audit trail's key" */
  readonly description?: string;
  /** 7 to 30 days. @default 30 */
  readonly deletionWindowInDays?: number;
  /** Prevents every Terraform plan from destroying the key. @default false */
  readonly preventDestroy?: boolean;
  /** The provider of the replica's Region. */
  readonly provider: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

/**
 * The replica of a multi-Region key in another Region: the same key material, which rotates with its primary,
 * under a policy of its own.
 */
export class ReplicaKey extends KeyBase {
  readonly arn: string;
  readonly policyResource: KmsReplicaKey;

  constructor(scope: Construct, id: string, props: ReplicaKeyProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "primaryKeyArn", "aliases");
    super(scope, id, props);
    const {
      primaryKeyArn,
      aliases,
      description = "Replica of the audit trail's key",
      deletionWindowInDays = 30,
      preventDestroy = false,
      provider,
      tags,
    } = props;
    assertValid(this, [
      invalidArn("primaryKeyArn", primaryKeyArn, "kms", "key/"),
      ...aliasProblems(aliases),
      ...tagProblems(tags),
      outOfRange("deletionWindowInDays", deletionWindowInDays, KEY_DELETION_WINDOW_DAYS, "days"),
    ]);
    this.policyResource = new KmsReplicaKey(this, "Key", {
      primaryKeyArn,
      description,
      deletionWindowInDays,
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
  }
}

const OPTIONS: KeysOf<ReplicaKeyProps> = {
  account: true,
  administrators: "list",
  aliases: "list",
  deletionWindowInDays: true,
  description: true,
  preventDestroy: "flag",
  primaryKeyArn: true,
  provider: true,
  region: true,
  rootAccess: true,
  tags: true,
};
