import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

export const REGION = "eu-central-1";

/** Keeps the archive, so that whoever administers payments cannot change its logs. */
export const SECURITY = "111122223333";
export const PAYMENTS = "444455556666";

/** A stack of this team: one account, and its state in the team's own bucket. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, account: string) {
    super(scope, id);
    new AwsProvider(this, "Aws", { region: REGION, allowedAccountIds: [account] });
    // All stacks take one version, in the range of the audit trail's constructs. Otherwise the bindings pin their own.
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100, < 7.0");
    const backend = new S3Backend(this, {
      bucket: "example-payments-terraform-state",
      key: `infrastructure/${id}.tfstate`,
      region: REGION,
      encrypt: true,
    });
    // Missing from the types of cdktf 0.21. Terraform 1.10 and later.
    backend.addOverride("use_lockfile", true);
  }
}
