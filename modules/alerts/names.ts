import {
  deadLettersName,
  forwarderRoleName,
  functionLogGroupName,
  functionRoleName,
  healthFunctionName,
} from "../derived-names";
import { arnsIn, type Location } from "../policy";

export interface AlertsIdentity extends Location {
  /**
   * What the names of the function, topic, queue, rules and alarms begin with. 1 to 40 lower-case letters, digits and
   * dashes.
   */
  readonly name: string;
}

export function isAlertsName(name: string): boolean {
  // The name of an EventBridge rule has at most 64 characters, and the longest service name follows.
  return /^[a-z0-9-]{1,40}$/.test(name);
}

/** Names and ARNs that derive from the configuration, so that policies can name what does not exist yet. */
export function alertsNames({ name, ...location }: AlertsIdentity) {
  const arns = arnsIn(location);
  const topicName = name;
  const queueName = deadLettersName(name);
  return {
    topicName,
    topicArn: arns.topic(topicName),
    queueName,
    queueArn: arns.queue(queueName),
    ...functionNames(name),
    functionArn: arns.function(name),
    /** Of `TrailHealth`. */
    healthFunctionName: healthFunctionName(name),
    forwarderRoleName: (region: string) => forwarderRoleName(name, region),
    ruleArns: arns.eventRule(`${name}-*`),
    alarmPrefix: `${name}-`,
    alarmArns: arns.alarm(`${name}-*`),
  };
}

export function functionNames(functionName: string) {
  return {
    functionName,
    logGroupName: functionLogGroupName(functionName),
    roleName: functionRoleName(functionName),
  };
}
