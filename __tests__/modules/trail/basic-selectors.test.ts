import type { DataEvents, TrailEvents, TrailProps } from "../../../modules/trail";
import { recordsObject } from "../../support/recorded-objects";
import { argumentsOf, expectRefusal, trailOf } from "../../support/trail";

const FUNCTION = "arn:aws:lambda:eu-central-1:111122223333:function:pay";
const TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders";

function trailWith(events: TrailEvents, options: Partial<TrailProps> = {}) {
  const trail = trailOf({ events: { ...events, selectors: "basic" }, ...options });
  expect(trail).not.toHaveProperty("advanced_event_selector");
  return trail;
}

/** The basic selectors, without the lists that are empty. */
function selectorsOf(events: TrailEvents, options: Partial<TrailProps> = {}) {
  const selectors = (trailWith(events, options)["event_selector"] ?? []) as object[];
  return selectors.map((selector) => argumentsOf({ ...selector, address: "" }));
}

function dataSelector(type: string, values: string[], readWriteType = "All") {
  return {
    read_write_type: readWriteType,
    include_management_events: false,
    data_resource: [{ type, values }],
  };
}

function refused(events: TrailEvents, ...problems: string[]) {
  expectRefusal({ events: { ...events, selectors: "basic" } }, problems);
}

describe("management events in basic selectors", () => {
  test("are refused where they are all and alone: without selectors a trail does the same", () => {
    const problem =
      'events.selectors must be "advanced" for all management events alone: a trail records these without selectors ' +
      'too, and Terraform cannot remove advanced ones, got "basic"';
    refused({}, problem);
    refused({ management: "all", insights: ["ApiCallRateInsight"] }, problem);
  });

  test("take the place of advanced ones, which Terraform must leave to CloudTrail", () => {
    const events: TrailEvents = { management: "write" };
    expect(trailOf({ events: { ...events, selectors: "basic" } })["lifecycle"]).toEqual({
      ignore_changes: ["advanced_event_selector"],
    });
    expect(trailOf({ events: { ...events, selectors: "basic" }, preventDestroy: true })["lifecycle"]).toEqual({
      ignore_changes: ["advanced_event_selector"],
      prevent_destroy: true,
    });
    expect(trailOf({ events })["lifecycle"]).toBeUndefined();
  });

  test.each([
    ["read", "ReadOnly"],
    ["write", "WriteOnly"],
  ] as const)("can be %s only", (management, readWriteType) => {
    expect(selectorsOf({ management })).toEqual([{ read_write_type: readWriteType, include_management_events: true }]);
  });

  test("can leave out sources", () => {
    const excludeManagementSources = ["kms.amazonaws.com", "rdsdata.amazonaws.com"] as const;
    expect(selectorsOf({ excludeManagementSources })).toEqual([
      {
        read_write_type: "All",
        include_management_events: true,
        exclude_management_event_sources: excludeManagementSources,
      },
    ]);
  });

  test("have a selector of their own beside data events", () => {
    expect(selectorsOf({ data: [{ kind: "lambda", functions: "all" }] })).toEqual([
      { read_write_type: "All", include_management_events: true },
      dataSelector("AWS::Lambda::Function", ["arn:aws:lambda"]),
    ]);
  });

  test("can be left out", () => {
    expect(selectorsOf({ management: "none", data: [{ kind: "lambda", functions: "all" }] })).toEqual([
      dataSelector("AWS::Lambda::Function", ["arn:aws:lambda"]),
    ]);
  });
});

describe("data events in basic selectors", () => {
  const FORMS: [string, DataEvents, object][] = [
    [
      "listed buckets and prefixes",
      { kind: "s3", buckets: ["orders", { bucket: "payments", prefix: "2026/" }] },
      dataSelector("AWS::S3::Object", ["arn:aws:s3:::orders/", "arn:aws:s3:::payments/2026/"]),
    ],
    ["all functions", { kind: "lambda", functions: "all" }, dataSelector("AWS::Lambda::Function", ["arn:aws:lambda"])],
    ["listed functions", { kind: "lambda", functions: [FUNCTION] }, dataSelector("AWS::Lambda::Function", [FUNCTION])],
    ["all tables", { kind: "dynamodb", tables: "all" }, dataSelector("AWS::DynamoDB::Table", ["arn:aws:dynamodb"])],
    ["listed tables", { kind: "dynamodb", tables: [TABLE] }, dataSelector("AWS::DynamoDB::Table", [TABLE])],
  ];

  test.each(FORMS)("of %s, of each access", (_, events, all) => {
    const accesses = [undefined, "all", "read", "write"] as const;
    const data = accesses.map((access) => ({ ...events, access }));
    expect(selectorsOf({ management: "none", data })).toEqual([
      all,
      all,
      { ...all, read_write_type: "ReadOnly" },
      { ...all, read_write_type: "WriteOnly" },
    ]);
  });

  test("name the Region's partition", () => {
    const data: DataEvents[] = [
      { kind: "s3", buckets: ["orders"] },
      { kind: "lambda", functions: "all" },
      { kind: "dynamodb", tables: "all" },
    ];
    expect(selectorsOf({ management: "none", data }, { region: "cn-north-1" })).toEqual([
      dataSelector("AWS::S3::Object", ["arn:aws-cn:s3:::orders/"]),
      dataSelector("AWS::Lambda::Function", ["arn:aws-cn:lambda"]),
      dataSelector("AWS::DynamoDB::Table", ["arn:aws-cn:dynamodb"]),
    ]);
  });

  test("record the listed buckets and no bucket of a longer name", () => {
    const trail = trailWith({ data: [{ kind: "s3", buckets: ["orders"] }] });
    const objects = ["orders/any", "orders-2/any", "audit-logs/any"].map((object) => `arn:aws:s3:::${object}`);
    expect(objects.filter((arn) => recordsObject(trail, arn))).toEqual(["arn:aws:s3:::orders/any"]);
  });
});

describe("what basic selectors cannot do is refused", () => {
  test("all buckets, since none could be left out", () => {
    refused(
      { data: [{ kind: "s3", buckets: "all" }] },
      'events.data[0].buckets must be listed with basic selectors, got "all": they cannot leave out the log buckets',
    );
  });

  test("the log bucket, whole or with a prefix", () => {
    const problem = 'events.data[1].buckets must not name the log bucket with basic selectors, got "audit-logs"';
    for (const bucket of ["audit-logs", { bucket: "audit-logs", prefix: "data/" }]) {
      refused(
        {
          data: [
            { kind: "lambda", functions: "all" },
            { kind: "s3", buckets: ["orders", bucket] },
          ],
        },
        problem,
      );
    }
  });

  test("the access-log, replica and state buckets", () => {
    expectRefusal(
      {
        otherLogBuckets: ["terraform-state"],
        events: { selectors: "basic", data: [{ kind: "s3", buckets: ["terraform-state"] }] },
      },
      ['events.data[0].buckets must not name a log bucket, got "terraform-state"'],
    );
  });

  test("other resource types", () => {
    refused(
      { data: [{ kind: "other", resourceType: "AWS::SQS::Queue", arns: "all" }] },
      'events.data[0]: AWS::SQS::Queue requires advanced selectors, got "basic"',
    );
  });

  test("network activity", () => {
    refused(
      { management: "write", networkActivity: ["s3.amazonaws.com"] },
      'events.networkActivity requires advanced selectors, got "basic"',
    );
  });
});

describe("basic selectors are limited", () => {
  const functions = (count: number) => Array.from({ length: count }, (_, index) => `${FUNCTION}${index}`);
  const lambda: DataEvents = { kind: "lambda", functions: "all" };
  const entries = (count: number) => Array.from({ length: count }, () => lambda);

  test("to 5, management events counted", () => {
    expect(selectorsOf({ data: entries(4) })).toHaveLength(5);
    refused({ data: entries(5) }, "events must need at most 5 basic selectors, got 6");
  });

  test("to 5, where there are no management events", () => {
    expect(selectorsOf({ management: "none", data: entries(5) })).toHaveLength(5);
    refused({ management: "none", data: entries(6) }, "events must need at most 5 basic selectors, got 6");
  });

  test("to 250 resources in all of them together", () => {
    const withFunctions = (count: number): TrailEvents => ({
      data: [
        { kind: "s3", buckets: ["orders", "payments"] },
        { kind: "dynamodb", tables: [TABLE] },
        { kind: "dynamodb", tables: "all" },
        { kind: "lambda", functions: functions(count) },
      ],
    });
    expect(selectorsOf(withFunctions(246))).toHaveLength(5);
    refused(withFunctions(247), "events must name at most 250 resources in basic selectors, got 251");
  });

  test("to 250 buckets, and to 250 tables", () => {
    const buckets = (count: number) => Array.from({ length: count }, (_, index) => `orders-${index}`);
    const tables = (count: number) => Array.from({ length: count }, (_, index) => `${TABLE}-${index}`);
    const problem = "events must name at most 250 resources in basic selectors, got 251";
    expect(selectorsOf({ data: [{ kind: "s3", buckets: buckets(250) }] })).toHaveLength(2);
    refused({ data: [{ kind: "s3", buckets: buckets(251) }] }, problem);
    expect(selectorsOf({ data: [{ kind: "dynamodb", tables: tables(250) }] })).toHaveLength(2);
    refused({ data: [{ kind: "dynamodb", tables: tables(251) }] }, problem);
  });
});
