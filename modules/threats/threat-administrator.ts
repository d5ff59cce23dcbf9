import type { TerraformProvider } from "cdktf";
import { GuarddutyOrganizationAdminAccount } from "@cdktf/provider-aws/lib/guardduty-organization-admin-account";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { isAccountId } from "../limits";
import { acceptProviderRange } from "../provider-range";
import { assertValid, invalidFormat } from "../validation";

export interface ThreatAdministratorProps {
  /** The account that administers GuardDuty for the organization. 12 digits. */
  readonly administrator: string;
  /** A provider of the management account, in the Region. @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Makes an account GuardDuty's delegated administrator in one Region. Belongs into a stack of the management account,
 * one for each Region, which is deployed before that of the administrator's `ThreatDetector`.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 */
export class ThreatAdministrator extends Construct {
  constructor(scope: Construct, id: string, props: ThreatAdministratorProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    const { administrator, provider } = props;
    assertValid(this, [invalidFormat("administrator", administrator, isAccountId, "12 digits")]);
    new GuarddutyOrganizationAdminAccount(this, "Administrator", { adminAccountId: administrator, provider });
  }
}

const OPTIONS: KeysOf<ThreatAdministratorProps> = { administrator: true, provider: true };
