import type { TerraformProvider } from "cdktf";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import type { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { isArnOf, parseArn, partitionOf } from "../policy";
import { keyPolicyOf, takeNames } from "../taken-names";
import { invalidArn, assertValid } from "../validation";
import { KeyBase, type KeyPolicyProps } from "./key-base";

export interface ExistingKeyProps extends KeyPolicyProps {
  /** ARN of the key itself: an alias can be pointed at another key. */
  readonly arn: string;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * An existing key whose policy this construct takes over: the statements given here replace the whole policy,
 * also what it allowed to others, such as log groups and topics. A trail with this key keeps the existing log group and
 * topic that it is given allowed. To leave
 * the policy to the key's owner, do not create this construct, and pass the ARN to the bucket and the trail.
 */
export class ExistingKey extends KeyBase {
  readonly arn: string;
  readonly policyResource: KmsKeyPolicy;
  override readonly existed = true;

  constructor(scope: Construct, id: string, props: ExistingKeyProps) {
    assertKnown(scope, id, props, OPTIONS, "account", "region", "arn");
    super(scope, id, props);
    const { arn, account, region, provider } = props;
    const key = isArnOf(arn, "kms", "key/") ? parseArn(arn) : undefined;
    assertValid(this, [
      invalidArn("arn", arn, "kms", "key/"),
      key !== undefined && key.account !== account && `arn must be in account ${account}, got "${arn}"`,
      key !== undefined && key.region !== region && `arn must be in Region ${region}, got "${arn}"`,
      key !== undefined &&
        key.region === region &&
        key.partition !== partitionOf(region) &&
        `arn must be in partition ${partitionOf(region)} of Region ${region}, got "${arn}"`,
    ]);
    takeNames(this, keyPolicyOf(arn));
    this.arn = arn;
    this.policyResource = new KmsKeyPolicy(this, "Policy", { keyId: arn, policy: this.renderedPolicy, provider });
    this.awaitPrincipals(this.policyResource);
  }
}

const OPTIONS: KeysOf<ExistingKeyProps> = {
  account: true,
  administrators: "list",
  arn: true,
  provider: true,
  region: true,
  rootAccess: true,
};
