import { idOfPrincipal } from "../../cli/model/ids";
import { auditedAccounts } from "../../environments/schema/audited";
import type { EnvironmentConfig } from "../../environments/schema";
import { nameBase } from "../../modules/derived-names";
import { arnsIn, parseArn } from "../../modules/policy";

/** The feed for a SIEM, as the options of an environment have it. */
export interface SiemFacts {
  readonly archive: string;
  readonly region: string;
  readonly logBucketArn: string;
  /** Name of the feed and of its topic. */
  readonly name: string;
  readonly subscribers: readonly SiemSubscriber[];
  /** Accounts of principals who may subscribe to the topic; `undefined` without a topic. */
  readonly topicAccounts: readonly string[] | undefined;
  /** Those of them of whom the matrix must say so: of the archive account, and of accounts that are not the environment's. */
  readonly topicSubscribers: readonly string[];
}

interface SiemSubscriber {
  /** Id of the role that reads. */
  readonly role: string;
  /** Whether nothing is said of the role, because its own account and organization decide. */
  readonly isOpen: boolean;
  /** Whether it reads logs of the trail's own account and Region. */
  readonly isHere: boolean;
  /** Name of its queue; `undefined` via topic. */
  readonly queue: string | undefined;
}

/** `first`: the account of the trail from which the matrix is seen. */
export function siemFacts(environment: EnvironmentConfig, first: string): SiemFacts | undefined {
  const { siem, accounts, region, logs, iam, replica } = environment;
  if (siem === undefined) return undefined;
  const archive = accounts.archive.id;
  const own = [archive, ...auditedAccounts(accounts.audited).map(({ id }) => id), replica?.account?.id ?? archive];
  const arns = arnsIn({ account: archive, region });
  const name = `${nameBase(environment)}-audit-feed`;
  const mayTopic = siem.subscribers.filter(({ via }) => via === "topic").flatMap(({ subscribers = [] }) => subscribers);
  return {
    archive,
    region,
    logBucketArn: arns.bucket(logs.bucketName),
    name,
    subscribers: siem.subscribers.map(({ existingRole, via = "queue", ...subscriber }) => {
      const owner = existingRole === undefined ? archive : parseArn(existingRole)!.account;
      const isInScope =
        subscriber.accounts?.includes(first) !== false && subscriber.regions?.includes(region) !== false;
      return {
        role: idOfPrincipal(existingRole ?? arns.role(`${name}-${subscriber.name}`, iam?.path)),
        isOpen: owner !== archive,
        // Of an existing role, only the policies here limit what it reads, and they let it in.
        isHere: existingRole !== undefined || isInScope,
        queue: via === "queue" ? `${name}-${subscriber.name}` : undefined,
      };
    }),
    topicAccounts: siem.subscribers.some(({ via }) => via === "topic")
      ? mayTopic.map((arn) => parseArn(arn)!.account)
      : undefined,
    topicSubscribers: mayTopic.flatMap((arn) => {
      const { account, resource } = parseArn(arn)!;
      if (resource === "root") return own.includes(account) ? [] : [`${account}-role-any-administrator`];
      return account === archive || !own.includes(account) ? [idOfPrincipal(arn)] : [];
    }),
  };
}
