import { HISTORY_DAYS, type PastEvent } from "../../aws/event-history";
import { isObject } from "../../framework/is-object";
import type { Bucket, Environment } from "../../model/environment";
import { terraformRole } from "../../model/resources";
import { showTime } from "../../render/time";
import { pass, type Check, type Finding } from "../check";
import type { Context } from "../context";
import { keysOf, type NamedKey } from "../keys";
import { isNamed } from "./identities";

/** Pages of 50 events, the newest first: AWS allows two a second. */
const CHANGE_PAGES = 2;
const USE_PAGES = 5;

/** Since when the policies are in place, and who read, from CloudTrail's event history. */
export function historyChecks(environment: Environment): Check[] {
  const { trail, logBucket } = environment;
  const key = keysOf(environment).find(({ impliedArn }) => impliedArn === (trail.keyArn ?? logBucket.keyArn));
  return [...(key ? [keyPolicyAge(environment, key), readers(environment, key)] : []), bucketPolicyAge(environment)];
}

function keyPolicyAge(environment: Environment, key: NamedKey): Check {
  return {
    id: "key.policy-age",
    group: "Key",
    title: "who changed the policy last, and when",
    controls: [],
    expected: expectedChange(environment, key.account),
    needs: "key.alias",
    run: onAws(async (context) => {
      const { Arn = "", CreationDate } = (await context.keys.metadata(key)) ?? {};
      const { events } = await context.aws(key).history.named("PutKeyPolicy", CHANGE_PAGES);
      const change = events.find((event) => event.resources.includes(Arn));
      return changeFinding(context, key.account, change, CreationDate);
    }),
  };
}

function bucketPolicyAge(environment: Environment): Check {
  const { logBucket } = environment;
  return {
    id: "bucket.policy-age",
    group: "Log bucket",
    title: "who changed the policy last, and when",
    controls: [],
    expected: expectedChange(environment, logBucket.account),
    needs: "bucket.region",
    run: onAws(async (context) => {
      const { Buckets = [] } = await context.aws(logBucket).buckets(logBucket.name);
      const created = Buckets.find(({ Name }) => Name === logBucket.name)?.CreationDate;
      const changes = await Promise.all(
        ["PutBucketPolicy", "DeleteBucketPolicy"].map((name) =>
          context.aws(logBucket).history.named(name, CHANGE_PAGES),
        ),
      );
      const [change] = changes
        .flatMap(({ events }) => events)
        .filter(({ request }) => request["bucketName"] === logBucket.name)
        .sort((one, other) => other.time.getTime() - one.time.getTime());
      return changeFinding(context, logBucket.account, change, created);
    }),
  };
}

function expectedChange(environment: Environment, account: string): string {
  const role = terraformRole(environment, account);
  return role === undefined ? "any change" : `no change but by ${role}`;
}

function changeFinding(
  { environment, now }: Context,
  account: string,
  change: PastEvent | undefined,
  created: Date | undefined,
): Finding {
  if (!change) {
    const isNew = created && now.getTime() - created.getTime() < HISTORY_DAYS * 86_400_000;
    return pass(isNew ? `as created ${showTime(created)}` : `no change in the last ${HISTORY_DAYS} days`);
  }
  const role = terraformRole(environment, account);
  const found = `${showTime(change.time)} by ${change.caller}`;
  if (role === undefined || change.caller === role) return pass(found);
  return { state: "warn", found, details: [`Terraform uses ${role}`] };
}

/** Whoever reads a log file decrypts it, unless S3 still has the Bucket Key from an earlier call. */
function readers(environment: Environment, key: NamedKey): Check {
  const { logBucket } = environment;
  return {
    id: "logs.readers",
    group: "Logs",
    title: "who used the key to read logs",
    controls: ["access-named-principals"],
    expected: "only roles and users of the configured policies",
    needs: "key.alias",
    run: onAws(async (context) => {
      const { events, hasMore } = await context.aws(key).history.ofResource(await context.keys.arnOf(key), USE_PAGES);
      const oldest = events.at(-1)?.time;
      const since = hasMore && oldest ? `since ${showTime(oldest)}` : `in the last ${HISTORY_DAYS} days`;
      const uses = events.filter((event) => readsFrom(event, logBucket));
      const callers = [...new Set(uses.map(({ caller }) => caller))].sort();
      if (callers.length === 0) return pass(`nobody ${since}`);
      const strangers = callers.filter((caller) => !isNamed(environment, caller));
      const counted = callers.map((caller) => `${caller} (${uses.filter((use) => use.caller === caller).length})`);
      const found = `${since}: ${counted.join("; ")}`;
      if (strangers.length === 0) return pass(found);
      return { state: "warn", found, details: strangers.map((caller) => `no configured policy names ${caller}`) };
    }),
  };
}

/** With a Bucket Key, the encryption context names the bucket, otherwise the object. */
function readsFrom({ name, request }: PastEvent, { arn }: Bucket): boolean {
  const context = request["encryptionContext"];
  const object = isObject(context) ? String(context["aws:s3:arn"]) : "";
  return name === "Decrypt" && (object === arn || object.startsWith(`${arn}/`));
}

function onAws(run: (context: Context) => Promise<Finding>): Check["run"] {
  return (context) =>
    context.emulated ? { state: "not enforced", found: "an emulator keeps no event history" } : run(context);
}
