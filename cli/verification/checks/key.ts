import { same, fail, pass, skipped, walkthrough, logging, type Check, type Finding, type Group } from "../check";
import type { Context } from "../context";
import { keysOf, type NamedKey } from "../keys";
import { stateFileOf } from "../locations";
import type { Environment } from "../../model/environment";
import { impliedAttributes } from "../../model/implied";
import { sourceOf } from "../../model/policies";
import { markOf, otherTrails } from "../../model/trails";
import { terraformOutputs } from "../../terraform/outputs";
import { OUTPUTS } from "../../../stacks/names";
import type { StackResource } from "../../model/stack";
import { showDate } from "../../render/time";
import { grantCheck } from "./grants";
import { comparePolicies } from "./policy";

/**
 * The keys that encrypt logs: those of the trails and of the log bucket, each once, and the replica's; also those of the
 * state, of the alerts and of findings.
 */
export function keyChecks(environment: Environment): Check[] {
  const { trail, logBucket, replicaBucket, stateBucket, findingBuckets, resultsBucket } = environment;
  const first = trail.keyArn ?? logBucket.keyArn;
  const further = new Map(
    [
      ...otherTrails(environment).map((other): Further => [other.keyArn, markOf(other, environment)]),
      [logBucket.keyArn, { id: "log-bucket", title: "the log bucket" }] satisfies Further,
    ].filter(([arn]) => arn !== undefined && arn !== first),
  );
  const roles: Role[] = [
    { prefix: "key", group: "Key", arn: first, output: OUTPUTS.archive.keyArn },
    ...[...further].map(([arn, { id, title }]): Role => ({ prefix: `key-of-${id}`, group: "Key", arn, of: title })),
    { prefix: "replica-key", group: "Replica", arn: replicaBucket?.keyArn, output: OUTPUTS.archive.replicaKeyArn },
    { prefix: "state-key", group: "State bucket", arn: stateBucket?.keyArn },
    ...findingBuckets.map(({ name, keyArn }): Role => ({
      prefix: `findings-key.${name}`,
      group: "Threats",
      arn: keyArn,
      output: OUTPUTS.threats.keyArn,
      of: name,
    })),
    { prefix: "results-key", group: "Queries", arn: resultsBucket?.keyArn },
  ];
  const all = [...roles, ...keysOfAlerts(environment, new Set(roles.map(({ arn }) => arn)))];
  return all.flatMap(({ arn, ...role }) => {
    const key = keysOf(environment).find(({ impliedArn }) => impliedArn === arn);
    const policy = key && policyHolder(environment, key);
    return key && policy ? checksOf(environment, { ...role, key, policy }) : [];
  });
}

/** The keys of topics that are not already checked as keys of logs. */
function keysOfAlerts({ channels, logBucket }: Environment, known: ReadonlySet<string | undefined>): Role[] {
  const topics = channels.filter(({ kind, keyArn }) => kind === "topic" && !known.has(keyArn));
  return topics
    .filter(({ keyArn }, index) => topics.findIndex((one) => one.keyArn === keyArn) === index)
    .map(({ name, account, keyArn }) => {
      const label = account === logBucket.account ? name : `${account}/${name}`;
      return { prefix: `alerts-key.${label}`, group: "Alerts", arn: keyArn, of: `topic ${label}` };
    });
}

/** A key's ARN, and whose it is. */
type Further = [arn: string | undefined, of: ReturnType<typeof markOf>];

/** What a key encrypts. */
interface Role {
  readonly prefix: string;
  readonly group: Group;
  readonly arn: string | undefined;
  /** Terraform's output with the key's ARN. @default none */
  readonly output?: string;
  /** Whose key it is. @default the one that its group says */
  readonly of?: string;
}

/** The resource that holds the policy: the key itself, or a policy of its own. */
function policyHolder(environment: Environment, { impliedArn }: NamedKey): StackResource | undefined {
  const source = environment.keys.find(({ arn }) => arn === impliedArn)?.policy.source;
  return environment.resources.find((one) => sourceOf(one) === source);
}

function creatorOf(environment: Environment, { impliedArn }: NamedKey): StackResource | undefined {
  return environment.resources.find(
    (one) => /^aws_kms_(replica_)?key$/.test(one.type) && impliedAttributes(one)["arn"] === impliedArn,
  );
}

/** A stack of another app has outputs of other names, or none. */
function hasOutput({ stacks }: Environment, resource: StackResource, output: string): boolean {
  const stack = stacks.find(({ name }) => name === resource.stack);
  return stack !== undefined && Object.hasOwn(stack.outputs, output);
}

interface CheckedKey extends Omit<Role, "arn"> {
  readonly key: NamedKey;
  readonly policy: StackResource;
}

function checksOf(environment: Environment, { prefix, group, output, of, key, policy }: CheckedKey): Check[] {
  const creator = creatorOf(environment, key);
  const created = creator !== undefined;
  const { values } = creator ?? policy;
  const shared = { group, exampleStep: walkthrough(1), controls: [] };
  const metadata = ({ keys }: Context) => keys.metadata(key);
  const usage = `${textOf(values["key_usage"], "ENCRYPT_DECRYPT")}, ${textOf(values["customer_master_key_spec"], "SYMMETRIC_DEFAULT")}`;
  const regions = values["multi_region"] === true ? "several Regions" : "one Region";
  const checks: Check[] = [
    { ...shared, ...existence(prefix, key) },
    ...(output === undefined || !creator || !hasOutput(environment, creator, output)
      ? []
      : [
          {
            ...shared,
            id: `${prefix}.terraform`,
            title: "is the key that Terraform created",
            expected: `Terraform's output ${output} is the key behind ${key.name}`,
            run: (context: Context) => compareOutput(context, key, creator.stack, output),
          },
        ]),
    {
      ...shared,
      id: `${prefix}.enabled`,
      title: "is enabled",
      controls: ["key-rotation"],
      expected: "Enabled",
      run: async (context) => same("Enabled", (await metadata(context))?.KeyState ?? "no state"),
    },
    {
      ...shared,
      id: `${prefix}.deletion`,
      title: "is not scheduled for deletion",
      controls: ["key-deletion"],
      expected: "no deletion date",
      run: async (context) => {
        const found = await metadata(context);
        if (found?.KeyState !== "PendingDeletion" && !found?.DeletionDate) return pass("no deletion date");
        return fail(
          `scheduled for deletion on ${found.DeletionDate ? showDate(found.DeletionDate) : "an unknown date"}`,
        );
      },
    },
    {
      ...shared,
      id: `${prefix}.kind`,
      title: "is symmetric",
      expected: usage,
      run: async (context) => {
        const found = await metadata(context);
        return same(
          usage,
          `${found?.KeyUsage ?? "no usage"}, ${found?.KeySpec ?? found?.CustomerMasterKeySpec ?? "?"}`,
        );
      },
    },
    {
      ...shared,
      id: `${prefix}.manager`,
      title: "is customer-managed, with key material from KMS",
      exampleStep: logging(3),
      expected: "CUSTOMER, AWS_KMS",
      run: async (context) => {
        const found = await metadata(context);
        return same("CUSTOMER, AWS_KMS", `${found?.KeyManager ?? "?"}, ${found?.Origin ?? "?"}`);
      },
    },
    ...(created
      ? [
          {
            ...shared,
            id: `${prefix}.regions`,
            title: "multi-Region setting matches",
            controls: ["key-single-region"],
            expected: regions,
            run: async (context: Context) =>
              same(regions, (await metadata(context))?.MultiRegion === true ? "several Regions" : "one Region"),
          },
        ]
      : []),
    {
      ...shared,
      id: `${prefix}.rotation`,
      title: values["enable_key_rotation"] === true ? "automatic rotation is enabled" : "rotation setting matches",
      controls: ["key-rotation"],
      expected: created ? rotation(values["enable_key_rotation"] === true, values["rotation_period_in_days"]) : "on",
      run: async (context) => {
        const { aws, keys } = context;
        const found = await aws(key).keyRotation(await keys.arnOf(key));
        const { KeyRotationEnabled = false, RotationPeriodInDays = 365 } = found;
        // The owner of an existing key chooses the period.
        if (!created) return same("on", KeyRotationEnabled ? "on" : "off");
        const expected = rotation(values["enable_key_rotation"] === true, values["rotation_period_in_days"]);
        return same(expected, rotation(KeyRotationEnabled, RotationPeriodInDays));
      },
    },
    {
      ...shared,
      id: `${prefix}.policy`,
      title: "policy matches the configured one",
      exampleStep: logging(3),
      controls: ["key-nobody-unnamed", "trail-confused-deputy"],
      expected: `the statements of ${sourceOf(policy)}`,
      run: async ({ aws, keys }) => {
        const { Policy } = await aws(key).keyPolicy(await keys.arnOf(key));
        return comparePolicies(await keys.inText(String(policy.values["policy"])), Policy);
      },
    },
    { ...shared, ...grantCheck(environment, prefix, key) },
  ];
  return of === undefined ? checks : checks.map((check) => ({ ...check, title: `key of ${of}: ${check.title}` }));
}

function existence(prefix: string, key: NamedKey): Omit<Check, "group"> {
  const { alias, id } = key;
  const known = id?.startsWith("arn:") ? id : undefined;
  const shared = { id: `${prefix}.alias`, controls: [] };
  if (alias === undefined) {
    const run = async ({ keys }: Context) => same(key.name, (await keys.metadata(key))?.Arn ?? "");
    return { ...shared, title: "exists", expected: key.name, run };
  }
  return {
    ...shared,
    title: "exists under its alias",
    expected: `${alias} points to ${known ?? `a key of ${key.account} in ${key.region}`}`,
    run: async ({ aws }) => {
      const arn = (await aws(key).key(alias)).KeyMetadata?.Arn ?? "";
      const isExpected = known === undefined ? arn.includes(`:kms:${key.region}:${key.account}:key/`) : arn === known;
      return isExpected ? pass(`${alias} points to ${arn}`) : fail(`${alias} leads to ${arn}`);
    },
  };
}

async function compareOutput(context: Context, key: NamedKey, stack: string, name: string): Promise<Finding> {
  const { environment, signal, shared } = context;
  const own = environment.stacks.find((one) => one.name === stack);
  const state = { folder: own?.folder ?? "", stateFile: own && stateFileOf(own), signal };
  const outputs = await shared(`terraform output ${stack}`, () => terraformOutputs(state));
  if (typeof outputs === "string") return skipped(outputs);
  const made = outputs[name];
  if (typeof made !== "string") return fail(`Terraform's state has no output ${name}`);
  return made === (await context.keys.arnOf(key)) ? pass(made) : fail(`Terraform created ${made}`);
}

function rotation(enabled: boolean, days: unknown): string {
  return enabled ? `every ${typeof days === "number" ? days : 365} days` : "off";
}

function textOf(value: unknown, fallback: string): string {
  return typeof value === "string" ? value : fallback;
}
