import type { TerraformProvider } from "cdktf";
import { CloudtrailOrganizationDelegatedAdminAccount } from "@cdktf/provider-aws/lib/cloudtrail-organization-delegated-admin-account";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { isAccountId } from "../limits/formats";
import { invalidFormat, assertValid } from "../validation";

export interface TrailDelegatedAdministratorProps {
  /** Member account that may manage the organization's trails. 12 digits. */
  readonly account: string;
  /** Provider of the management account. @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/** Lets a member account manage the organization's trails, which the management account still owns. */
export class TrailDelegatedAdministrator extends Construct {
  /** Exists once the account may create the organization's trails. */
  readonly resource: CloudtrailOrganizationDelegatedAdminAccount;

  constructor(scope: Construct, id: string, props: TrailDelegatedAdministratorProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    const { account, provider } = props;
    assertValid(this, [invalidFormat("account", account, isAccountId, "12 digits")]);
    this.resource = new CloudtrailOrganizationDelegatedAdminAccount(this, "Account", { accountId: account, provider });
  }
}

const OPTIONS: KeysOf<TrailDelegatedAdministratorProps> = { account: true, provider: true };
