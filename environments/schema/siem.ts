import * as v from "valibot";
import { EXTERNAL_ID, FEED_SUBSCRIBER, isExternalId, isFeedSubscriber } from "../../modules/limits/formats";
import { SESSION_HOURS, VISIBILITY_SECONDS } from "../../modules/limits/numbers";
import { isArnOf, principalAdvice } from "../../modules/policy";
import { arn, atLeastOne, oneOf, only, text, whole } from "./options";
import { account, region, trustedPrincipals } from "./shapes";

/** A SIEM, or another consumer of log files. */
const subscriber = only({
  /** Last part of the names of its queue, rule and role. */
  name: text(isFeedSubscriber, FEED_SUBSCRIBER),
  /**
   * How log files are announced. `queue` creates a queue, which the role consumes. `topic` is for subscribers that bring
   * a queue of their own; requires `accounts`. @default "queue"
   */
  via: v.optional(oneOf("queue", "topic")),
  /**
   * ARNs of the users and roles of the SIEM, which may assume the role that is created. With `externalId`, also the
   * SIEM's account, such as `arn:aws:iam::111122223333:root`. @default none; requires `existingRole`
   */
  trustedPrincipals: v.optional(trustedPrincipals),
  /**
   * External id agreed with the SIEM, which prevents the confused deputy problem. Required for principals of an account
   * that is not `accounts.archive`. @default none
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
   */
  externalId: v.optional(text(isExternalId, EXTERNAL_ID)),
  /**
   * Longest session. @default 1
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
   */
  maxSessionHours: v.optional(whole(SESSION_HOURS, "hours")),
  /**
   * ARN of a role that exists already and reads, instead of one that is created: that of a function or an instance, or
   * one with a web identity. @default a role is created
   */
  existingRole: v.optional(arn("iam", "role/")),
  /** Accounts whose log files are announced and read. @default all that the trail records */
  accounts: v.optional(atLeastOne(account)),
  /** Regions whose log files are announced and read. @default all */
  regions: v.optional(atLeastOne(region)),
  /**
   * Via topic: who may subscribe queues to it. ARNs of users or roles, or of an account
   * (`arn:aws:iam::111122223333:root`). In `accounts.archive`, IAM alone decides. @default none
   */
  subscribers: v.optional(
    atLeastOne(
      text(
        (value) => isArnOf(value, "iam", "user/", "role/", "root"),
        "an ARN of iam (user/..., role/... or root) without wildcards",
        principalAdvice,
      ),
    ),
  ),
  /**
   * Via queue: seconds for which a message is hidden while it is processed. For a Lambda function, at least six times
   * its timeout. @default 900
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
   */
  visibilityTimeoutSeconds: v.optional(whole(VISIBILITY_SECONDS, "seconds")),
});

/** Announces each log file to a SIEM. */
export const siem = only({
  /** Each has a queue, or the topic, and a role that reads what is announced to it. */
  subscribers: atLeastOne(subscriber),
});
