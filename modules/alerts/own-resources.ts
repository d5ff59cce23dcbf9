import { arnsIn } from "../policy";
import type { RoleOptions } from "../role";
import { alertsNames, functionNames, type AlertsIdentity } from "./names";
import type { WatchedResources } from "./watched";

/** What alerts consist of, except their key, whose ARN AWS assigns: they watch it too. */
export function ownResources(identity: AlertsIdentity, iam: RoleOptions = {}): WatchedResources {
  const { name, account } = identity;
  const names = alertsNames(identity);
  const arns = arnsIn(identity);
  const functions = [names.functionName, names.healthFunctionName];
  return {
    accounts: [account],
    roles: functions.map((one) => arns.role(functionNames(one).roleName, iam.path)),
    logGroups: functions.map((one) => arns.logGroup(functionNames(one).logGroupName)),
    eventRulePrefixes: [`${name}-`],
    functions: functions.map(arns.function),
    topics: [names.topicArn],
    queues: [names.queueArn],
    alarmPrefixes: [names.alarmPrefix],
  };
}
