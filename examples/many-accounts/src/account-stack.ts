import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ARCHIVE, type Account } from "./accounts";

export const REGION = "eu-central-1";

/** A stack in one account, deployed by the role `Deploy` of that account. All states are in one bucket. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, account: Account) {
    super(scope, id);
    new AwsProvider(this, "Aws", {
      region: REGION,
      allowedAccountIds: [account.id],
      assumeRole: [{ roleArn: `arn:aws:iam::${account.id}:role/Deploy` }],
    });
    const backend = new S3Backend(this, {
      bucket: "example-log-archive-state",
      key: `${id}.tfstate`,
      region: REGION,
      encrypt: true,
      allowedAccountIds: [ARCHIVE.id],
    });
    // Missing from the types of cdktf 0.21. Terraform 1.10 and later.
    backend.addOverride("use_lockfile", true);
  }
}
