import type { TerraformProvider } from "cdktf";
import { CloudtrailOrganizationDelegatedAdminAccount } from "@cdktf/provider-aws/lib/cloudtrail-organization-delegated-admin-account";
import { Construct } from "constructs";
import { isAccountId } from "../limits";
import { invalidFormat, assertValid } from "../validation";

export interface TrailDelegatedAdministratorProps {
  /** Member account that may manage the organization's trails. 12 digits. */
  readonly account: string;
  /** Of the management account. @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/** Lets a member account manage the organization's trails, which stay the management account's. */
export class TrailDelegatedAdministrator extends Construct {
  constructor(scope: Construct, id: string, { account, provider }: TrailDelegatedAdministratorProps) {
    super(scope, id);
    assertValid(this, [invalidFormat("account", account, isAccountId, "12 digits")]);
    new CloudtrailOrganizationDelegatedAdminAccount(this, "Account", { accountId: account, provider });
  }
}
