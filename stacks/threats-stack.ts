import type { Construct } from "constructs";
import { regionsToForward } from "../environments/schema/alerted";
import { detectorsOf, type Detector } from "../environments/schema/detectors";
import type { EnvironmentConfig } from "../environments/schema";
import type { Alerts } from "../modules/alerts";
import { parseArn } from "../modules/policy";
import { FindingForwarder, ThreatDetector, type ThreatDetectorProps } from "../modules/threats";
import type { AlertsStack } from "./alerts-stack";
import { configureBackend } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS, threatsPart } from "./names";
import { output } from "./outputs";
import { preventsDestroy } from "./prevent-destroy";
import { addAliasedProvider, configureProvider } from "./providers";

/**
 * GuardDuty in one account and Region. Each Region has a stack with a state of its own: any of them can fail or be
 * destroyed alone, and none needs the providers of the others.
 */
export class ThreatsStack extends EnvironmentStack {
  constructor(
    scope: Construct,
    private readonly environment: EnvironmentConfig,
    private readonly detector: Detector,
    alerts: Alerts,
    private readonly options: EmulatorOptions,
  ) {
    const { account, region } = detector;
    const part = threatsPart(account.name, region);
    const named = account.name === undefined ? {} : { account: account.name };
    super(scope, { environment: environment.name, kind: "threats", ...named, region }, part);
    configureProvider(this, environment, account, { ...options, region });
    configureBackend(this, environment, part, options);
    const threats = new ThreatDetector(this, "Threats", this.detectorProps());
    // At home, the stack of the alerts receives the findings.
    if (region !== environment.region)
      new FindingForwarder(this, "Findings", { alerts, region, buckets: this.watched() });
    output(this, OUTPUTS.threats.detectorArn, threats.arn, "Detects threats in this Region");
    if (threats.export) this.addExportOutputs(threats.export);
  }

  private detectorProps(): ThreatDetectorProps {
    const { environment, detector } = this;
    const { account, region } = detector;
    const { features, agents, organization, delegatedAdministrator } = environment.threats!;
    return {
      account: account.id,
      region,
      features,
      agents,
      organization: organization && delegatedAdministrator ? { management: this.managementProvider() } : organization,
      export: this.exportOptions(),
    };
  }

  /** What the alerts do not see in this Region already. */
  private watched(): string[] {
    const { environment, detector } = this;
    const { account, region, bucketName } = detector;
    const isSeen = regionsToForward(environment, account.id).some((one) => one.region === region && one.hasReplica);
    return bucketName === undefined || isSeen ? [] : [bucketName];
  }

  private managementProvider() {
    const { environment, options, detector } = this;
    const management = {
      id: environment.organization!.managementAccount,
      ...environment.threats!.delegatedAdministrator,
    };
    return addAliasedProvider(this, "Management", environment, management, { ...options, region: detector.region });
  }

  private exportOptions(): ThreatDetectorProps["export"] {
    const { environment, detector } = this;
    const { lifecycle, readers = [] } = environment.threats!.export ?? {};
    if (detector.bucketName === undefined) return undefined;
    return {
      bucketName: detector.bucketName,
      lifecycle,
      readers: readers.filter((arn) => parseArn(arn)?.account === detector.account.id),
      forceDestroy: environment.logs.forceDestroy,
      preventDestroy: preventsDestroy(environment),
    };
  }

  private addExportOutputs({ bucket, key }: NonNullable<ThreatDetector["export"]>): void {
    output(this, OUTPUTS.threats.bucket, bucket.bucketName, "Holds the findings of this Region");
    output(this, OUTPUTS.threats.keyArn, key.arn, "Encrypts the findings of this Region");
  }
}

/** Adds the detectors of every account and Region, each after the alerts that send its findings. */
export function addThreatsStacks(
  scope: Construct,
  environment: EnvironmentConfig,
  options: EmulatorOptions,
  alerts: ReadonlyMap<string, AlertsStack>,
): void {
  for (const detector of detectorsOf(environment)) {
    const home = alerts.get(detector.account.id)!;
    const stack = new ThreatsStack(scope, environment, detector, home.alerts, options);
    stack.addDependency(home);
  }
}
