import { DescribeAccountPoliciesCommand, DescribeSubscriptionFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
} from "@aws-sdk/client-sns";
import type { CallCache } from "./call-cache";
import type { AwsClients } from "./clients";
import { allPages } from "./pages";

/** Reads who receives what log groups and topics pass on. Each call throws an `AwsFailure`. */
export class ReceiverReader {
  constructor(
    private readonly calls: CallCache,
    private readonly clients: Pick<AwsClients, "logs" | "sns">,
  ) {}

  subscriptionFilters = (logGroupName: string) =>
    allPages(
      (nextToken) =>
        this.calls.request(
          "CloudWatch Logs",
          new DescribeSubscriptionFiltersCommand({ logGroupName, nextToken }),
          (...request) => this.clients.logs.send(...request),
        ),
      ({ subscriptionFilters }) => subscriptionFilters,
      ({ nextToken }) => nextToken,
    );

  /** The account's own filters, which apply to its log groups. */
  accountSubscriptions = () =>
    allPages(
      (nextToken) =>
        this.calls.request(
          "CloudWatch Logs",
          new DescribeAccountPoliciesCommand({ policyType: "SUBSCRIPTION_FILTER_POLICY", nextToken }),
          (...request) => this.clients.logs.send(...request),
        ),
      ({ accountPolicies }) => accountPolicies,
      ({ nextToken }) => nextToken,
    );

  topic = (TopicArn: string) =>
    this.calls.request("SNS", new GetTopicAttributesCommand({ TopicArn }), (...request) =>
      this.clients.sns.send(...request),
    );

  subscriptions = (TopicArn: string) =>
    allPages(
      (NextToken) =>
        this.calls.request("SNS", new ListSubscriptionsByTopicCommand({ TopicArn, NextToken }), (...request) =>
          this.clients.sns.send(...request),
        ),
      ({ Subscriptions }) => Subscriptions,
      ({ NextToken }) => NextToken,
    );

  subscription = (SubscriptionArn: string) =>
    this.calls.request("SNS", new GetSubscriptionAttributesCommand({ SubscriptionArn }), (...request) =>
      this.clients.sns.send(...request),
    );
}
