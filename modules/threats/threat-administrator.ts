import type { ITerraformDependable, TerraformProvider } from "cdktf";
import { GuarddutyOrganizationAdminAccount } from "@cdktf/provider-aws/lib/guardduty-organization-admin-account";
import { Construct } from "constructs";
import { assertKnown, type KeysOf } from "../known-options";
import { isAccountId } from "../limits/formats";
import { acceptProviderRange } from "../provider-range";
import { assertValid, invalidFormat } from "../validation";

export interface ThreatAdministratorProps {
  /** The account that administers GuardDuty for the organization. 12 digits. */
  readonly administrator: string;
  /** What must exist before. @default nothing */
  readonly dependsOn?: ITerraformDependable[];
  /** A provider of the management account, in the Region. @default the stack's provider */
  readonly provider?: TerraformProvider;
}

/**
 * Makes an account GuardDuty's delegated administrator in one Region, with credentials of the management account.
 * `ThreatDetector` has one where its `organization` names a provider of the management account. A separate one must come
 * after the detector: GuardDuty makes a detector of its own for an administrator that has none.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/organizations_permissions.html
 */
export class ThreatAdministrator extends Construct {
  readonly resource: GuarddutyOrganizationAdminAccount;

  constructor(scope: Construct, id: string, props: ThreatAdministratorProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    const { administrator, dependsOn, provider } = props;
    assertValid(this, [invalidFormat("administrator", administrator, isAccountId, "12 digits")]);
    this.resource = new GuarddutyOrganizationAdminAccount(this, "Administrator", {
      adminAccountId: administrator,
      dependsOn,
      provider,
    });
  }
}

const OPTIONS: KeysOf<ThreatAdministratorProps> = { administrator: true, dependsOn: "list", provider: true };
