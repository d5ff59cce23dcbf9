import type { DataEvents, TrailEvents, TrailProps } from "../../../modules/trail";
import { trailOf } from "../../support/trail";

interface Selector {
  readonly name: string;
  readonly field_selector: readonly { readonly field: string }[];
}

type Fields = Record<string, object>;

/** Each selector's name with its fields; the fields' order means nothing. */
function selectorsOf(events: TrailEvents, options: Partial<TrailProps> = {}): [string, Fields][] {
  const trail = trailOf({ events, ...options });
  expect(trail).not.toHaveProperty("event_selector");
  return (trail["advanced_event_selector"] as Selector[]).map(({ name, field_selector }) => {
    const fields = Object.fromEntries(field_selector.map(({ field, ...operators }) => [field, operators]));
    expect(Object.keys(fields)).toHaveLength(field_selector.length);
    return [name, fields];
  });
}

/** The selectors of data events alone. */
function dataSelectorsOf(...data: DataEvents[]): [string, Fields][] {
  return selectorsOf({ management: "none", data });
}

function equals(...values: string[]) {
  return { equals: values };
}

const MANAGEMENT = { eventCategory: equals("Management") };
const S3 = { eventCategory: equals("Data"), "resources.type": equals("AWS::S3::Object") };
const LAMBDA = { eventCategory: equals("Data"), "resources.type": equals("AWS::Lambda::Function") };
const DYNAMODB = { eventCategory: equals("Data"), "resources.type": equals("AWS::DynamoDB::Table") };
const QUEUES = { eventCategory: equals("Data"), "resources.type": equals("AWS::SQS::Queue") };

const FUNCTIONS = ["pay", "refund"].map((name) => `arn:aws:lambda:eu-central-1:111122223333:function:${name}`);
const TABLES = ["orders", "payments"].map((name) => `arn:aws:dynamodb:eu-central-1:111122223333:table/${name}`);

describe("management events", () => {
  test("are all recorded by default", () => {
    expect(selectorsOf({})).toEqual([["Management events selector", MANAGEMENT]]);
    expect(selectorsOf({ selectors: "advanced" })).toEqual([["Management events selector", MANAGEMENT]]);
    expect(selectorsOf({ management: "all" })).toEqual([["Management events selector", MANAGEMENT]]);
  });

  test("can be those that read", () => {
    expect(selectorsOf({ management: "read" })).toEqual([
      ["Management events selector", { ...MANAGEMENT, readOnly: equals("true") }],
    ]);
  });

  test("can be those that change something", () => {
    expect(selectorsOf({ management: "write" })).toEqual([
      ["Management events selector", { ...MANAGEMENT, readOnly: equals("false") }],
    ]);
  });

  test("can be none", () => {
    expect(dataSelectorsOf({ kind: "lambda", functions: "all" })).toEqual([
      ["Data events of AWS::Lambda::Function", LAMBDA],
    ]);
  });

  test("can leave out AWS KMS, RDS Data or both", () => {
    const sources = ["kms.amazonaws.com", "rdsdata.amazonaws.com"] as const;
    for (const excludeManagementSources of [[sources[0]], [sources[1]], sources]) {
      expect(selectorsOf({ excludeManagementSources })).toEqual([
        ["Management events selector", { ...MANAGEMENT, eventSource: { not_equals: excludeManagementSources } }],
      ]);
    }
  });

  test("can leave out a source and be restricted to those that change something", () => {
    expect(selectorsOf({ management: "write", excludeManagementSources: ["kms.amazonaws.com"] })).toEqual([
      [
        "Management events selector",
        { ...MANAGEMENT, readOnly: equals("false"), eventSource: { not_equals: ["kms.amazonaws.com"] } },
      ],
    ]);
  });
});

describe("data events", () => {
  test("of all S3 objects leave out the log bucket", () => {
    expect(dataSelectorsOf({ kind: "s3", buckets: "all" })).toEqual([
      ["Data events of AWS::S3::Object", { ...S3, "resources.ARN": { not_starts_with: ["arn:aws:s3:::audit-logs/"] } }],
    ]);
  });

  test("of listed buckets end the name with a slash, so that no longer name is meant", () => {
    expect(dataSelectorsOf({ kind: "s3", buckets: ["orders", "payments"] })).toEqual([
      [
        "Data events of AWS::S3::Object",
        { ...S3, "resources.ARN": { starts_with: ["arn:aws:s3:::orders/", "arn:aws:s3:::payments/"] } },
      ],
    ]);
  });

  test("of buckets with a prefix take the prefix as it is", () => {
    const buckets = [{ bucket: "orders", prefix: "2026/" }, { bucket: "orders", prefix: "open" }, "payments"];
    expect(dataSelectorsOf({ kind: "s3", buckets })).toEqual([
      [
        "Data events of AWS::S3::Object",
        {
          ...S3,
          "resources.ARN": {
            starts_with: ["arn:aws:s3:::orders/2026/", "arn:aws:s3:::orders/open", "arn:aws:s3:::payments/"],
          },
        },
      ],
    ]);
  });

  test("of a bucket that holds the logs too leave out the log folder", () => {
    expect(dataSelectorsOf({ kind: "s3", buckets: ["audit-logs"] })).toEqual([
      [
        "Data events of AWS::S3::Object",
        {
          ...S3,
          "resources.ARN": {
            starts_with: ["arn:aws:s3:::audit-logs/"],
            not_starts_with: ["arn:aws:s3:::audit-logs/AWSLogs/"],
          },
        },
      ],
    ]);
  });

  test("of all Lambda functions, or of those listed", () => {
    expect(dataSelectorsOf({ kind: "lambda", functions: "all" }, { kind: "lambda", functions: FUNCTIONS })).toEqual([
      ["Data events of AWS::Lambda::Function", LAMBDA],
      ["Data events of AWS::Lambda::Function", { ...LAMBDA, "resources.ARN": equals(...FUNCTIONS) }],
    ]);
  });

  test("of all DynamoDB tables, or of those listed", () => {
    expect(dataSelectorsOf({ kind: "dynamodb", tables: "all" }, { kind: "dynamodb", tables: TABLES })).toEqual([
      ["Data events of AWS::DynamoDB::Table", DYNAMODB],
      ["Data events of AWS::DynamoDB::Table", { ...DYNAMODB, "resources.ARN": equals(...TABLES) }],
    ]);
  });

  test("of any other type, or of those whose ARNs begin so", () => {
    const arns = ["arn:aws:sqs:eu-central-1:111122223333:orders-"];
    const resourceType = "AWS::SQS::Queue";
    expect(
      dataSelectorsOf({ kind: "other", resourceType, arns: "all" }, { kind: "other", resourceType, arns }),
    ).toEqual([
      ["Data events of AWS::SQS::Queue", QUEUES],
      ["Data events of AWS::SQS::Queue", { ...QUEUES, "resources.ARN": { starts_with: arns } }],
    ]);
  });

  const KINDS: [string, DataEvents, Fields][] = [
    ["S3", { kind: "s3", buckets: ["orders"] }, { ...S3, "resources.ARN": { starts_with: ["arn:aws:s3:::orders/"] } }],
    ["Lambda", { kind: "lambda", functions: "all" }, LAMBDA],
    ["DynamoDB", { kind: "dynamodb", tables: "all" }, DYNAMODB],
    ["another type", { kind: "other", resourceType: "AWS::SQS::Queue", arns: "all" }, QUEUES],
  ];

  test.each(KINDS)("of %s can be those that read, those that change something, or all", (_, events, fields) => {
    const accesses = (["read", "write", "all"] as const).map((access) => ({ ...events, access }));
    expect(dataSelectorsOf(...accesses).map(([, found]) => found)).toEqual([
      { ...fields, readOnly: equals("true") },
      { ...fields, readOnly: equals("false") },
      fields,
    ]);
  });
});

describe("network activity events", () => {
  test("have a selector for each source", () => {
    const networkActivity = ["s3.amazonaws.com", "secretsmanager.amazonaws.com"];
    expect(selectorsOf({ management: "none", networkActivity })).toEqual([
      [
        "Network activity of s3.amazonaws.com",
        { eventCategory: equals("NetworkActivity"), eventSource: equals("s3.amazonaws.com") },
      ],
      [
        "Network activity of secretsmanager.amazonaws.com",
        { eventCategory: equals("NetworkActivity"), eventSource: equals("secretsmanager.amazonaws.com") },
      ],
    ]);
  });
});

test("all kinds stand beside each other, management first", () => {
  const events: TrailEvents = {
    management: "write",
    data: [
      { kind: "dynamodb", tables: TABLES, access: "write" },
      { kind: "s3", buckets: "all", access: "read" },
    ],
    networkActivity: ["kms.amazonaws.com"],
  };
  expect(selectorsOf(events)).toEqual([
    ["Management events selector", { ...MANAGEMENT, readOnly: equals("false") }],
    [
      "Data events of AWS::DynamoDB::Table",
      { ...DYNAMODB, readOnly: equals("false"), "resources.ARN": equals(...TABLES) },
    ],
    [
      "Data events of AWS::S3::Object",
      { ...S3, readOnly: equals("true"), "resources.ARN": { not_starts_with: ["arn:aws:s3:::audit-logs/"] } },
    ],
    [
      "Network activity of kms.amazonaws.com",
      { eventCategory: equals("NetworkActivity"), eventSource: equals("kms.amazonaws.com") },
    ],
  ]);
});

test("ARNs of objects are those of the Region's partition", () => {
  const data: DataEvents[] = [
    { kind: "s3", buckets: "all" },
    { kind: "s3", buckets: ["orders", "audit-logs"] },
  ];
  const inPartition = (region: string) =>
    selectorsOf({ management: "none", data }, { region }).map(([, fields]) => fields["resources.ARN"]);
  for (const [region, partition] of Object.entries({ "cn-north-1": "aws-cn", "us-gov-east-1": "aws-us-gov" })) {
    expect(inPartition(region)).toEqual([
      { not_starts_with: [`arn:${partition}:s3:::audit-logs/`] },
      {
        starts_with: [`arn:${partition}:s3:::orders/`, `arn:${partition}:s3:::audit-logs/`],
        not_starts_with: [`arn:${partition}:s3:::audit-logs/AWSLogs/`],
      },
    ]);
  }
});
