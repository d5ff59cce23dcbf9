import { deadLettersName, feedSubscriberName, logFeedName, nameBase } from "../../modules/derived-names";
import type { Partially } from "../../modules/limits/option-problem";
import type { Environment } from "./rule";
import type { EnvironmentConfig } from "./environment";

type Subscriber = Partially<NonNullable<EnvironmentConfig["siem"]>["subscribers"][number]>;

interface SubscriberWithPath {
  /** `siem.subscribers[0]` */
  readonly path: string;
  readonly subscriber: Subscriber;
}

export function subscribersWithPaths({ siem }: Environment): SubscriberWithPath[] {
  // The schema may have refused an item.
  return (siem?.subscribers ?? []).flatMap((subscriber: Subscriber | undefined, index) =>
    subscriber ? [{ path: `siem.subscribers[${index}]`, subscriber }] : [],
  );
}

/** What the environment calls a subscriber's resources in AWS. */
interface SubscriberResource {
  readonly kind: "queue" | "role" | "topic";
  /** Of a queue for what the consumer of another fails to process. */
  readonly isDeadLetters?: true;
  readonly name: string;
  /** The option from which the name derives. */
  readonly path: string;
  /** `the queue of siem.subscribers[0]` */
  readonly of: string;
}

/** The queues and roles that subscribers get, and the topic that they share. Each name once: a rule compares theirs. */
export function subscriberResources(environment: Environment): SubscriberResource[] {
  const feed = logFeedName(nameBase(environment));
  const all = subscribersWithPaths(environment).flatMap(
    ({ path: subscriberPath, subscriber }): SubscriberResource[] => {
      const { name: last, via = "queue", existingRole } = subscriber;
      if (last === undefined) return [];
      const name = feedSubscriberName(feed, last);
      const path = `${subscriberPath}.name`;
      const queue = { kind: "queue" as const, path, of: `the queue of ${subscriberPath}` };
      return [
        ...(existingRole === undefined
          ? [{ kind: "role" as const, name, path, of: `the role of ${subscriberPath}` }]
          : []),
        ...(via === "queue"
          ? [
              { ...queue, name },
              { ...queue, name: deadLettersName(name), isDeadLetters: true as const },
            ]
          : [{ kind: "topic" as const, name: feed, path: "name", of: "the topic of siem" }]),
      ];
    },
  );
  return all.filter(
    ({ kind, name }, index) => all.findIndex((other) => other.kind === kind && other.name === name) === index,
  );
}
