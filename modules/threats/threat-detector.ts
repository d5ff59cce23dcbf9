import type { TerraformProvider } from "cdktf";
import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature";
import { GuarddutyOrganizationConfiguration } from "@cdktf/provider-aws/lib/guardduty-organization-configuration";
import { GuarddutyOrganizationConfigurationFeature } from "@cdktf/provider-aws/lib/guardduty-organization-configuration-feature";
import { Construct } from "constructs";
import { atSynth } from "../at-synth";
import { constructId } from "../ids";
import { assertKnown, type KeysOf } from "../known-options";
import type { Location } from "../policy";
import { acceptProviderRange } from "../provider-range";
import { tagProblems, type Tags } from "../tags";
import { assertValid, locationProblems } from "../validation";
import { FEATURE_OPTIONS, featureProblems, statedFeatures, type ThreatFeatures } from "./features";
import { ThreatAdministrator } from "./threat-administrator";
import { EXPORT_OPTIONS, FindingsExport, type FindingsExportOptions } from "./findings-export";

export interface ThreatDetectorProps extends Location, ThreatFeatures {
  /** Copies findings to a bucket: GuardDuty itself keeps them for 90 days. @default no copies */
  readonly export?: FindingsExportOptions;
  /**
   * `true` enrolls every account of the organization, today's and future ones, with the same features. Members need no
   * detector of their own. This account must be GuardDuty's delegated administrator in the Region; an object registers it
   * once the detector exists. @default false
   */
  readonly organization?: boolean | ThreatOrganization;
  /** @default the stack's provider */
  readonly provider?: TerraformProvider;
  /** In addition to the provider's default tags. @default none */
  readonly tags?: Tags;
}

export interface ThreatOrganization {
  /** A provider of the management account, in the Region. */
  readonly management: TerraformProvider;
}

/**
 * GuardDuty in one account and Region. Each Region has its own detector; give each a stack, so that any of them can fail
 * or be destroyed alone.
 */
export class ThreatDetector extends Construct {
  readonly resource: GuarddutyDetector;
  /** AWS generates the id, so this is a token. */
  readonly arn: string;
  readonly export: FindingsExport | undefined;

  constructor(scope: Construct, id: string, props: ThreatDetectorProps) {
    assertKnown(scope, id, props, OPTIONS);
    super(scope, id);
    acceptProviderRange(this);
    const { account, region, organization = false, provider, tags } = props;
    assertValid(this, [...locationProblems(props), ...featureProblems(props), ...tagProblems(tags)]);
    this.resource = new GuarddutyDetector(this, "Detector", {
      enable: true,
      // How often GuardDuty repeats a finding that goes on. New ones arrive within five minutes.
      findingPublishingFrequency: "FIFTEEN_MINUTES",
      provider,
      tags,
    });
    this.arn = atSynth(() => this.resource.arn);
    const detectorId = atSynth(() => this.resource.id);
    for (const { name, on, agents } of statedFeatures(props)) {
      new GuarddutyDetectorFeature(this, constructId("Feature", name), {
        detectorId,
        name,
        status: status(on),
        additionalConfiguration: agents.map((agent) => ({ name: agent.name, status: status(agent.on) })),
        provider,
      });
    }
    if (organization) this.enroll(detectorId, props, organization);
    this.export =
      props.export &&
      new FindingsExport(this, "Export", {
        ...props.export,
        account,
        region,
        detector: { id: detectorId, arn: this.arn },
        provider,
        tags,
      });
  }

  private enroll(detectorId: string, props: ThreatDetectorProps, organization: true | ThreatOrganization): void {
    const { account, provider } = props;
    const administrator =
      organization === true
        ? undefined
        : new ThreatAdministrator(this, "Administrator", {
            administrator: account,
            provider: organization.management,
            // With the registration, GuardDuty makes a detector where there is none, which Terraform does not know.
            dependsOn: [this.resource],
          });
    const configuration = new GuarddutyOrganizationConfiguration(this, "Organization", {
      detectorId,
      autoEnableOrganizationMembers: "ALL",
      dependsOn: administrator && [administrator.resource],
      provider,
    });
    for (const { name, on, agents } of statedFeatures(props)) {
      new GuarddutyOrganizationConfigurationFeature(this, constructId("OrganizationFeature", name), {
        detectorId,
        name,
        autoEnable: whom(on),
        additionalConfiguration: agents.map((agent) => ({ name: agent.name, autoEnable: whom(agent.on) })),
        dependsOn: [configuration],
        provider,
      });
    }
  }
}

function status(on: boolean): string {
  return on ? "ENABLED" : "DISABLED";
}

function whom(on: boolean): string {
  return on ? "ALL" : "NONE";
}

const OPTIONS: KeysOf<ThreatDetectorProps> = {
  ...FEATURE_OPTIONS,
  account: true,
  export: EXPORT_OPTIONS,
  organization: () => ({ management: true }),
  provider: true,
  region: true,
  tags: true,
};
