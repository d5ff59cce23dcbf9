import type { TerraformProvider } from "cdktf";
import { S3AccountPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-account-public-access-block";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { publicAccessBlockOf, takeNames } from "../taken-names";

export interface AccountPublicAccessBlockProps {
  readonly account: string;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Blocks public access to every bucket of the account, including those of other teams. An account has only one such
 * block, so create it in one stack only.
 */
export class AccountPublicAccessBlock extends Construct {
  constructor(scope: Construct, id: string, props: AccountPublicAccessBlockProps) {
    assertKnown(scope, id, props, OPTIONS, "account");
    super(scope, id);
    const { account, provider } = props;
    takeNames(this, publicAccessBlockOf(account));
    new S3AccountPublicAccessBlock(this, "Block", {
      accountId: account,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      provider,
    });
  }
}

const OPTIONS: KeysOf<AccountPublicAccessBlockProps> = { account: true, provider: true };
