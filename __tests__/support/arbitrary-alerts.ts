import * as fc from "fast-check";
import { alertedAccounts } from "../../environments/schema/alerted";
import type { EnvironmentConfig } from "../../environments/schema";
import { LOG_RETENTION_DAYS } from "../../modules/limits/numbers";
import { ACCOUNTS, maybe, optional, type TestContext } from "./arbitraries";

type AlertsConfig = NonNullable<EnvironmentConfig["alerts"]>;

const email = fc.stringMatching(/^[a-z0-9.+_-]{1,20}@[a-z0-9-]{1,20}\.(com|example)$/);
const queueName = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/);
const roleName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,64}$/);

/** The environment with alerts, or without; without where its trail does not record what they must see. */
export function withAlerts(on: TestContext, environment: EnvironmentConfig): fc.Arbitrary<EnvironmentConfig> {
  const { management = "all", excludeManagementSources = [] } = environment.trail.events ?? {};
  const sees =
    environment.trail.multiRegion !== false &&
    management === "all" &&
    !excludeManagementSources.includes("kms.amazonaws.com");
  if (!sees) return fc.constant(environment);
  // They double the time of an environment: as often without.
  return fc
    .option(alerts(on, environment), { freq: 2, nil: undefined })
    .map((given) => (given === undefined ? environment : { ...recordedReplica(on, environment), alerts: given }));
}

function alerts({ partition, regions }: TestContext, environment: EnvironmentConfig): fc.Arbitrary<AlertsConfig> {
  const own = alertedAccounts({ ...environment, alerts: {} }).map(({ id }) => id);
  const queue = fc
    .tuple(fc.constantFrom(...regions), fc.constantFrom(...ACCOUNTS), queueName)
    .map(([region, account, name]) => `arn:${partition}:sqs:${region}:${account}:${name}`);
  const deployRole = fc
    .tuple(fc.constantFrom(...own), fc.constantFrom("", "team/"), roleName)
    .map(([account, path, name]) => `arn:${partition}:iam::${account}:role/${path}${name}`);
  const { cloudWatchLogs } = environment.trail;
  // How long an existing log group keeps events is not known.
  const unknownDays = cloudWatchLogs && "existing" in cloudWatchLogs ? 365 : 0;
  const { retentionInDays = unknownDays } = cloudWatchLogs ?? {};
  return optional<AlertsConfig>({
    emails: maybe(fc.uniqueArray(email, { minLength: 1, maxLength: 2 })),
    queues: maybe(fc.uniqueArray(queue, { minLength: 1, maxLength: 2 })),
    runbook: maybe(fc.constant("https://wiki.example.com/alerts?page=1")),
    deployRoles: maybe(fc.array(deployRole, { maxLength: 3 })),
    cis: retentionInDays < 365 ? maybe(fc.constant(false)) : maybe(fc.boolean()),
    logRetentionInDays: maybe(fc.constantFrom(...LOG_RETENTION_DAYS)),
    runtime: maybe(fc.constantFrom("nodejs22.x" as const, "nodejs24.x" as const)),
  })
    .map((one) => (one.emails || one.queues ? one : { ...one, emails: ["security@example.com"] }))
    .map((one) => (one.cis && (one.logRetentionInDays ?? 365) < 365 ? { ...one, logRetentionInDays: 365 } : one));
}

/** An account of the copy that no trail records must say what does. */
function recordedReplica({ ofOrganization, audited, archive }: TestContext, environment: EnvironmentConfig) {
  const { replica } = environment;
  const account = replica?.account;
  if (account === undefined || ofOrganization || [...audited, archive].includes(account.id)) return environment;
  return {
    ...environment,
    replica: { ...replica!, account: { ...account, recordedBy: "the trail of Control Tower" } },
  };
}
