import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  alertedAccounts,
  announcesArrivals,
  regionsToForward,
  type AlertedAccount,
} from "../environments/schema/alerted";
import { detectorAccounts } from "../environments/schema/detectors";
import type { EnvironmentConfig } from "../environments/schema";
import {
  AlertForwarder,
  Alerts,
  DigestHeartbeat,
  GLOBAL_SERVICES,
  REPLICA_SERVICES,
  TrailAlarms,
  TrailHealth,
} from "../modules/alerts";
import { parseArn } from "../modules/policy";
import { FindingAlerts } from "../modules/threats";
import { trailNames } from "../modules/trail";
import { alertsIdentity, watchEverywhere, watchIn, type KeyArns } from "./alerts-watch";
import { configureBackend, readState } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { alertsPart, OUTPUTS } from "./names";
import { output } from "./outputs";
import { addAliasedProvider, configureProvider } from "./providers";
import { recordedTrails, type RecordedTrail } from "./recorded-trails";
import { roleOptions } from "./role-options";
import { siemAlarms } from "./siem-feed";

/**
 * The alerts of one account, which watch what the account holds: its trail, the archive, the archive's copy. They have
 * a stack of their own, because nothing that they watch may depend on them, or they on it.
 */
export class AlertsStack extends EnvironmentStack {
  readonly alerts: Alerts;

  constructor(
    scope: Construct,
    private readonly environment: EnvironmentConfig,
    private readonly account: AlertedAccount,
    private readonly options: EmulatorOptions,
  ) {
    const part = alertsPart(account.name);
    const named = account.name === undefined ? {} : { account: account.name };
    super(scope, { environment: environment.name, kind: "alerts", ...named }, part);
    configureProvider(this, environment, account, options);
    configureBackend(this, environment, part, options);
    const trails = recordedTrails(environment);
    const keys = this.keyArns();
    const alerts = this.addAlerts(trails, keys);
    this.alerts = alerts;
    this.addForwarders(alerts);
    const hasDetectors = detectorAccounts(environment).some(({ id }) => id === account.id);
    if (hasDetectors) new FindingAlerts(this, "Findings", { alerts });
    if (account.id === environment.accounts.archive.id) {
      siemAlarms(environment).forEach((alarm) => alerts.addAlarm(alarm));
    }
    // Elsewhere, the trail of the archive's account is asked.
    if (account.path === "accounts.archive" && announcesArrivals(environment)) {
      const { bucketName, prefix } = environment.logs;
      new DigestHeartbeat(this, "DigestHeartbeat", { alerts, bucketName, prefix });
    }
    const own = trails.find(({ use }) => use.account === account.id);
    if (own) this.watchDelivery(alerts, own, keys);
    output(this, OUTPUTS.alerts.topicArn, alerts.topic.arn, "Sends the alerts");
    output(this, OUTPUTS.alerts.queueArn, alerts.deadLetters.arn, "Holds events for which no alert could be sent");
  }

  /** The log key and its copy, read from the archive's state once. */
  private keyArns(): KeyArns {
    let state: ReturnType<typeof readState> | undefined;
    const read = (name: string) =>
      (state ??= readState(this, this.environment, "archive", this.options)).getString(name);
    const { keyArn, replicaKeyArn } = OUTPUTS.archive;
    return { logs: () => read(keyArn), replica: () => read(replicaKeyArn) };
  }

  private addAlerts(trails: readonly RecordedTrail[], keys: KeyArns): Alerts {
    const { environment, account } = this;
    const { emails, queues, runbook, logRetentionInDays, runtime, deployRoles } = environment.alerts!;
    const { accounts: _, ...watch } = watchIn(environment, account, trails, keys);
    const roles = deployRoles ?? [account.assumeRole ?? []].flat();
    return new Alerts(this, "Alerts", {
      ...alertsIdentity(environment, account),
      emails,
      queues,
      runbook,
      logRetentionInDays,
      runtime,
      preventDestroy: environment.protected,
      watch,
      recordedBy: account.recordedBy,
      deployRoles: roles.filter((arn) => parseArn(arn)?.account === account.id),
      iam: roleOptions(environment, account.id),
    });
  }

  private addForwarders(alerts: Alerts): void {
    const { environment, account, options } = this;
    for (const { region, hasGlobalServices, hasReplica } of regionsToForward(environment, account.id)) {
      const alias = region.replaceAll("-", "");
      new AlertForwarder(this, `From${alias}`, {
        alerts,
        region,
        services: [
          ...new Set([...(hasGlobalServices ? GLOBAL_SERVICES : []), ...(hasReplica ? REPLICA_SERVICES : [])]),
        ],
        provider: addAliasedProvider(this, alias, environment, account, { ...options, region }),
      });
    }
  }

  /** Alarms on what the account's own trail delivers, and on whether it does. */
  private watchDelivery(alerts: Alerts, trail: RecordedTrail, keys: KeyArns): void {
    const { environment } = this;
    const { trailArn, logGroupName } = trailNames(trail.use);
    const cloudWatchLogs = trail.options.cloudWatchLogs !== undefined;
    if (cloudWatchLogs) {
      new TrailAlarms(this, "TrailAlarms", {
        alerts,
        logGroupName,
        cis: environment.alerts?.cis,
        watch: trail.use.organization ? watchEverywhere(environment, this.account, [trail], keys) : undefined,
      });
    }
    new TrailHealth(this, "TrailHealth", { alerts, trailArn, cloudWatchLogs });
  }
}

/** Adds the alerts of every account, each after what it watches. Their stacks, by account. */
export function addAlertsStacks(
  scope: Construct,
  environment: EnvironmentConfig,
  options: EmulatorOptions,
  { archive, trails }: { readonly archive: TerraformStack; readonly trails: ReadonlyMap<string, TerraformStack> },
): ReadonlyMap<string, AlertsStack> {
  const stacks = alertedAccounts(environment).map((account) => {
    const stack = new AlertsStack(scope, environment, account, options);
    stack.addDependency(trails.get(account.id) ?? archive);
    return [account.id, stack] as const;
  });
  return new Map(stacks);
}
