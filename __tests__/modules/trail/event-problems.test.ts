import type { DataEvents, TrailEvents } from "../../../modules/trail";
import { expectRefusal, trailOf } from "../../support/trail";

function refused(events: TrailEvents, ...problems: string[]) {
  expectRefusal({ events }, problems);
}

function refusedData(data: DataEvents, ...problems: string[]) {
  refused({ data: [data] }, ...problems);
}

describe("a trail must record something", () => {
  const problem = "events must record something, got no management, data or network activity events";

  test("so no management events alone are refused, with either kind of selectors", () => {
    refused({ management: "none" }, problem);
    refused({ management: "none", data: [], networkActivity: [] }, problem);
    refused({ management: "none", selectors: "basic" }, problem);
  });

  test("and data events or network activity are enough", () => {
    const data: DataEvents[] = [{ kind: "lambda", functions: "all" }];
    expect(trailOf({ events: { management: "none", data } })).toHaveProperty("advanced_event_selector");
    const networkActivity = ["s3.amazonaws.com"];
    expect(trailOf({ events: { management: "none", networkActivity } })).toHaveProperty("advanced_event_selector");
  });
});

test("sources cannot be left out of management events that are not recorded", () => {
  refused(
    {
      management: "none",
      excludeManagementSources: ["kms.amazonaws.com"],
      data: [{ kind: "lambda", functions: "all" }],
    },
    'events.excludeManagementSources requires management events, got "none"',
  );
});

describe("insights are computed from management events", () => {
  const data: DataEvents[] = [{ kind: "lambda", functions: "all" }];

  test.each(["all", "write"] as const)("the call rate from %s", (management) => {
    expect(trailOf({ events: { management, insights: ["ApiCallRateInsight"] } })).toMatchObject({
      insight_selector: [{ insight_type: "ApiCallRateInsight" }],
    });
  });

  test.each(["read", "none"] as const)("the call rate not from %s", (management) => {
    refused(
      { management, data, insights: ["ApiCallRateInsight"] },
      `events.insights: ApiCallRateInsight requires write management events, got "${management}"`,
    );
  });

  test.each(["all", "write", "read"] as const)("the error rate from %s", (management) => {
    expect(trailOf({ events: { management, insights: ["ApiErrorRateInsight"] } })).toMatchObject({
      insight_selector: [{ insight_type: "ApiErrorRateInsight" }],
    });
  });

  test("the error rate not from none", () => {
    refused(
      { management: "none", data, insights: ["ApiErrorRateInsight"] },
      'events.insights: ApiErrorRateInsight requires management events, got "none"',
    );
  });

  test("with basic selectors too", () => {
    refused(
      { management: "none", data, insights: ["ApiCallRateInsight", "ApiErrorRateInsight"], selectors: "basic" },
      'events.insights: ApiCallRateInsight requires write management events, got "none"',
      'events.insights: ApiErrorRateInsight requires management events, got "none"',
    );
  });
});

describe("data events", () => {
  test("of no bucket, function, table or ARN are refused: they would record all of them or nothing", () => {
    refusedData({ kind: "s3", buckets: [] }, "events.data[0].buckets must name at least one bucket, got none");
    refusedData({ kind: "lambda", functions: [] }, "events.data[0].functions must not be empty");
    refusedData({ kind: "dynamodb", tables: [] }, "events.data[0].tables must not be empty");
    refusedData({ kind: "other", resourceType: "AWS::SQS::Queue", arns: [] }, "events.data[0].arns must not be empty");
  });

  test.each([
    "pay",
    "arn:aws:lambda:eu-central-1:111122223333:layer:pay",
    "arn:aws:dynamodb:eu-central-1:111122223333:table/pay",
    "arn:aws:lambda:eu-central-1:1111:function:pay",
  ])("of the function %p are refused", (arn) => {
    refusedData(
      { kind: "lambda", functions: ["arn:aws:lambda:eu-central-1:111122223333:function:refund", arn] },
      `events.data[0].functions must be an ARN like "arn:aws:lambda:...:function:...", got "${arn}"`,
    );
  });

  test.each([
    "orders",
    "arn:aws:dynamodb:eu-central-1:111122223333:index/orders",
    "arn:aws:lambda:eu-central-1:111122223333:function:orders",
  ])("of the table %p are refused", (arn) => {
    refusedData(
      { kind: "dynamodb", tables: ["arn:aws:dynamodb:eu-central-1:111122223333:table/payments", arn] },
      `events.data[0].tables must be an ARN like "arn:aws:dynamodb:...:table/...", got "${arn}"`,
    );
  });

  test.each(["", "SQS", "AWS::SQS", "aws::sqs::queue", "AWS::SQS::Queue::x", "AWS::S3::", "AWS::SQS::Que ue"])(
    "of the resource type %p are refused",
    (resourceType) => {
      refusedData(
        { kind: "other", resourceType, arns: "all" },
        `events.data[0].resourceType must be like "AWS::SQS::Queue", got "${resourceType}"`,
      );
    },
  );

  test.each(["AWS::SQS::Queue", "AWS::S3Express::Object", "AWS::Bedrock::AgentAlias"])(
    "of the resource type %s are taken",
    (resourceType) => {
      expect(trailOf({ events: { data: [{ kind: "other", resourceType, arns: "all" }] } })).toMatchObject({
        advanced_event_selector: [{}, { name: `Data events of ${resourceType}` }],
      });
    },
  );

  test("of S3 objects by type are refused, since nothing would leave out the log buckets", () => {
    refusedData(
      { kind: "other", resourceType: "AWS::S3::Object", arns: "all" },
      'events.data[0]: AWS::S3::Object must be given with kind "s3", which leaves out the log buckets',
    );
    refusedData(
      { kind: "other", resourceType: "AWS::S3::Object", arns: ["arn:aws:s3:::orders/"] },
      'events.data[0]: AWS::S3::Object must be given with kind "s3", which leaves out the log buckets',
    );
  });

  test("name the entry at fault, each of them", () => {
    refused(
      {
        data: [
          { kind: "lambda", functions: [] },
          { kind: "dynamodb", tables: "all" },
          { kind: "dynamodb", tables: ["orders"] },
        ],
      },
      "events.data[0].functions must not be empty",
      'events.data[2].tables must be an ARN like "arn:aws:dynamodb:...:table/...", got "orders"',
    );
  });
});

test.each(["s3", "S3.amazonaws.com", "s3.amazonaws.com.cn", "https://s3.amazonaws.com", ".amazonaws.com", ""])(
  "the source %p of network activity is refused",
  (source) => {
    refused(
      { networkActivity: ["kms.amazonaws.com", source] },
      `events.networkActivity must be event sources like "s3.amazonaws.com", got "${source}"`,
    );
  },
);

describe("advanced selectors are limited to 500 condition values", () => {
  const buckets = (count: number) => Array.from({ length: count }, (_, index) => `orders-${index}`);

  test("of all fields of all selectors together", () => {
    // Management: category 1, source 1. S3: category, type, access 3. Network activity: category, source 2.
    const events = (count: number): TrailEvents => ({
      excludeManagementSources: ["kms.amazonaws.com"],
      data: [{ kind: "s3", buckets: buckets(count), access: "write" }],
      networkActivity: ["s3.amazonaws.com"],
    });
    expect(trailOf({ events: events(493) })).toHaveProperty("advanced_event_selector");
    refused(events(494), "events must need at most 500 condition values in advanced selectors, got 501");
  });

  test("the log folder that is left out counted", () => {
    const events = (count: number): TrailEvents => ({
      management: "none",
      data: [{ kind: "s3", buckets: ["audit-logs", ...buckets(count)] }],
    });
    expect(trailOf({ events: events(496) })).toHaveProperty("advanced_event_selector");
    refused(events(497), "events must need at most 500 condition values in advanced selectors, got 501");
  });

  test("the log buckets that are left out counted", () => {
    const events: TrailEvents = { management: "none", data: [{ kind: "s3", buckets: "all" }] };
    expect(trailOf({ events, otherLogBuckets: buckets(497) })).toHaveProperty("advanced_event_selector");
    expectRefusal({ events, otherLogBuckets: buckets(498) }, [
      "events must need at most 500 condition values in advanced selectors, got 501",
    ]);
  });
});
