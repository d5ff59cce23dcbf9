import type { RoleTrust } from "../access";
import { SCOPE_OPTIONS, type ReaderScope } from "../access/log-scope";
import type { KeysOf } from "../known-options";

/** A subscriber, without its feed. */
export interface SubscriberOptions
  extends ReaderScope, Pick<RoleTrust, "trustedPrincipals" | "externalId" | "maxSessionHours"> {
  /** Part of the names of its resources. 1 to 20 lower-case letters, digits and dashes. */
  readonly name: string;
  /**
   * ARN of an existing role that reads, instead of a new role for `trustedPrincipals`: that of a function or an
   * instance, or one with a web identity. It must exist when the policies of the key, the bucket and the queue name it.
   * @default a role is created
   */
  readonly existingRole?: string;
  /**
   * How log files are announced. `"queue"` creates a queue, which the role consumes. `"topic"` is for subscribers that
   * bring a queue of their own; requires `subscribers` and a list of `accounts`. @default "queue"
   */
  readonly via?: "queue" | "topic";
  /**
   * Who may subscribe their queues to the topic: ARNs of IAM users or roles, or of an account
   * (`arn:aws:iam::111122223333:root`). In the bucket's own account, IAM alone decides. @default none
   */
  readonly subscribers?: readonly string[];
  /**
   * Seconds for which a message is hidden while it is processed, 0 to 43,200. For a Lambda function, at least six times
   * its timeout. @default 900
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
   */
  readonly visibilityTimeoutSeconds?: number;
}

export const SUBSCRIBER_OPTIONS: KeysOf<SubscriberOptions> = {
  ...SCOPE_OPTIONS,
  existingRole: true,
  externalId: true,
  maxSessionHours: true,
  name: true,
  subscribers: "list",
  trustedPrincipals: "list",
  via: true,
  visibilityTimeoutSeconds: true,
};
