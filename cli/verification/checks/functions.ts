import type { GetMetricStatisticsCommandInput } from "@aws-sdk/client-cloudwatch";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { arnsIn, policyJson, type Statement } from "../../../modules/policy";
import { isObject } from "../../framework/is-object";
import { at, texts } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { impliedAttributes } from "../../model/implied";
import { ofType } from "../../model/resources";
import type { StackResource } from "../../model/stack";
import { showAge } from "../../render/time";
import { fail, pass, same, sameLines, skipped, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { comparePolicies } from "./policy";

/** A function that sends alerts or checks a trail: its code, its settings, and who may call it how often. */
export function functionChecks(environment: Environment, resource: StackResource, label: string): Check[] {
  const { stack, address, values } = resource;
  const name = String(values["function_name"]);
  const id = (part: string) => `alerts.function.${label}.${part}`;
  const shared = { group: "Alerts", controls: ["alerts-tampering"] } as const;
  const found = ({ aws }: Context) => aws(resource).alerts.functionConfiguration(name);
  const hash = values["source_code_hash"];
  const reserved = values["reserved_concurrent_executions"];
  const code: Check = {
    ...shared,
    id: id("code"),
    title: `${label}: runs the configured code`,
    expected: typeof hash === "string" ? hash : "nothing: the stack states no hash",
    run: async (context) => {
      if (typeof hash !== "string") return skipped("the stack states no hash of the code");
      return same(hash, (await found(context)).CodeSha256 ?? "no code");
    },
  };
  const parts: Check[] = [
    {
      ...shared,
      id: id("settings"),
      title: `${label}: settings match, without layers`,
      expected: `those of ${stack}/${address}`,
      run: async (context) => {
        const expected = await Promise.all(configuredLines(resource).map((line) => context.keys.inText(line)));
        const { state, details } = sameLines(expected, linesOf(await found(context)));
        return state === "pass" ? pass("as configured") : { state, found: "other settings", details };
      },
    },
    {
      ...shared,
      id: id("concurrency"),
      title: `${label}: may run`,
      expected: limit(reserved),
      run: async ({ aws }) => {
        const answer = await aws(resource).alerts.functionConcurrency(name);
        return same(limit(reserved), limit(answer.ReservedConcurrentExecutions));
      },
    },
    {
      ...shared,
      id: id("callers"),
      title: `${label}: only its rules may call it`,
      controls: ["alerts-function-callers"],
      expected: `the permissions of ${stack}`,
      run: async ({ aws }) => {
        const { Policy } = await aws(resource).alerts.functionPolicy(name);
        return comparePolicies(policyJson(callersOf(environment, resource)), Policy);
      },
    },
    ...retryChecks(environment, resource, name, {
      ...shared,
      id: id("retries"),
      title: `${label}: keeps failed events`,
    }),
    ...healthChecks(resource, {
      ...shared,
      controls: ["alerts-delivery"],
      id: id("health"),
      title: `${label}: has reported a healthy trail recently`,
    }),
  ];
  return [code, ...parts.map((check) => ({ ...check, needs: code.id }))];
}

type Named = Pick<Check, "id" | "group" | "title" | "controls">;

function configuredLines({ values }: StackResource): string[] {
  const variables = at(values, "environment.variables");
  return linesOf({
    Role: String(values["role"]),
    Handler: String(values["handler"]),
    Runtime: values["runtime"] as FunctionConfiguration["Runtime"],
    Timeout: values["timeout"] as number,
    MemorySize: values["memory_size"] as number,
    Layers: texts(values["layers"]).map((Arn) => ({ Arn })),
    DeadLetterConfig: { TargetArn: at(values, "dead_letter_config.target_arn") as string },
    Environment: { Variables: isObject(variables) ? (variables as Record<string, string>) : {} },
  });
}

function linesOf(found: FunctionConfiguration): string[] {
  const { Role, Handler, Runtime, Timeout, MemorySize, Layers = [], DeadLetterConfig, Environment } = found;
  return [
    `role ${String(Role)}`,
    `handler ${String(Handler)}`,
    `runtime ${String(Runtime)}`,
    // Defaults of Lambda.
    `timeout ${Timeout ?? 3} s`,
    `memory ${MemorySize ?? 128} MB`,
    `dead letters to ${DeadLetterConfig?.TargetArn ?? "nobody"}`,
    ...Layers.map(({ Arn }) => `layer ${String(Arn)}`),
    ...Object.entries(Environment?.Variables ?? {}).map(([name, value]) => `variable ${name}: ${value}`),
  ];
}

function limit(concurrency: unknown): string {
  if (concurrency === undefined || concurrency === null || concurrency === -1) return "no limit of its own";
  return concurrency === 0 ? "throttled: at most 0 at a time" : `at most ${String(concurrency)} at a time`;
}

/** The function's policy as Lambda makes it from permissions. */
function callersOf(environment: Environment, resource: StackResource): Statement[] {
  const { function_name: name, arn } = impliedAttributes(resource);
  const ownPermissions = ofType(environment, "aws_lambda_permission").filter(
    ({ account, region, values }) =>
      account === resource.account && region === resource.region && [name, arn].includes(values["function_name"]),
  );
  return ownPermissions.map(({ values }) => {
    const { statement_id: Sid, action, principal, source_arn: source, source_account: account } = values;
    const isService = String(principal).includes(".");
    return {
      Sid: String(Sid),
      Effect: "Allow",
      Principal: isService ? { Service: String(principal) } : { AWS: principalArn(String(principal), resource) },
      Action: String(action),
      Resource: String(arn),
      ...((source !== undefined || account !== undefined) && {
        Condition: {
          ...(account !== undefined && { StringEquals: { "AWS:SourceAccount": String(account) } }),
          ...(source !== undefined && { ArnLike: { "AWS:SourceArn": String(source) } }),
        },
      }),
    };
  });
}

function principalArn(principal: string, { region }: StackResource): string {
  return /^\d{12}$/.test(principal) ? arnsIn({ account: principal, region }).root() : principal;
}

function retryChecks(
  environment: Environment,
  { account, region }: StackResource,
  name: string,
  named: Named,
): Check[] {
  const config = ofType(environment, "aws_lambda_function_event_invoke_config").find(
    (one) => one.account === account && one.region === region && one.values["function_name"] === name,
  );
  if (!config) return [];
  const { maximum_retry_attempts: retries, maximum_event_age_in_seconds: age } = config.values;
  const expected = [
    `retries ${String(retries)}`,
    `for ${String(age)} s`,
    `failures to ${String(at(config.values, "destination_config.on_failure.destination") ?? "nobody")}`,
  ];
  return [
    {
      ...named,
      expected: expected.join("; "),
      run: async ({ aws }) => {
        const found = await aws({ account, region }).alerts.functionRetries(name);
        return sameLines(expected, [
          `retries ${String(found.MaximumRetryAttempts)}`,
          `for ${String(found.MaximumEventAgeInSeconds)} s`,
          `failures to ${found.DestinationConfig?.OnFailure?.Destination ?? "nobody"}`,
        ]);
      },
    },
  ];
}

/** Three runs of the function: as long as the alarm waits. */
const FRESH_MS = 45 * 60_000;
const PERIOD_S = 15 * 60;

/** The metric of a function that checks a trail: whether its last result is recent and good. */
function healthChecks(resource: StackResource, named: Named): Check[] {
  const settings = healthSettings(resource);
  if (!settings) return [];
  return [
    {
      ...named,
      expected: `in the last ${showAge(FRESH_MS)}`,
      run: async (context) => {
        const { alerts } = context.aws(resource);
        const { Datapoints = [] } = await alerts.metric(metricOf(settings, context.now));
        const latest = Datapoints.reduce<(typeof Datapoints)[number] | undefined>(
          (one, other) => (one && one.Timestamp! > other.Timestamp! ? one : other),
          undefined,
        );
        if (latest) return latest.Minimum === 1 ? pass("healthy") : fail("not healthy");
        if (context.emulated) return { state: "not enforced", found: "an emulator runs no functions" };
        const { LastModified } = await alerts.functionConfiguration(String(resource.values["function_name"]));
        return noResult(LastModified, context.now);
      },
    },
  ];
}

function noResult(deployed: string | undefined, now: Date): Finding {
  const age = deployed === undefined ? Infinity : now.getTime() - Date.parse(deployed);
  if (age <= FRESH_MS) return { state: "warn", found: `none yet; the function was deployed ${showAge(age)} ago` };
  return fail("none");
}

interface HealthMetric {
  readonly trailArn: string;
  readonly namespace: string;
  readonly metric: string;
}

function healthSettings({ values }: StackResource): HealthMetric | undefined {
  try {
    const settings: unknown = JSON.parse(String(at(values, "environment.variables.SETTINGS")));
    if (!isObject(settings)) return undefined;
    const { trailArn, namespace, metric } = settings as Partial<HealthMetric>;
    return trailArn && namespace && metric ? { trailArn, namespace, metric } : undefined;
  } catch {
    return undefined;
  }
}

function metricOf({ trailArn, namespace, metric }: HealthMetric, now: Date): GetMetricStatisticsCommandInput {
  return {
    Namespace: namespace,
    MetricName: metric,
    Dimensions: [{ Name: "Trail", Value: trailArn }],
    StartTime: new Date(now.getTime() - FRESH_MS),
    EndTime: now,
    Period: PERIOD_S,
    Statistics: ["Minimum"],
  };
}
