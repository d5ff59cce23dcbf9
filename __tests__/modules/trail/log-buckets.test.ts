import { Lazy } from "cdktf";
import type { S3DataEvents, TrailProps } from "../../../modules/trail";
import { recordsObject } from "../../support/recorded-objects";
import { expectRefusal, trailOf } from "../../support/trail";

type Buckets = S3DataEvents["buckets"];

/** A name that is not known before synth ends. */
const TOKEN = Lazy.stringValue({ produce: () => "audit-logs" });

const OTHERS = ["access-logs", "replica-logs", "terraform-state"];

function trailRecording(buckets: Buckets, options: Partial<TrailProps> = {}) {
  const events = { management: "none", data: [{ kind: "s3", buckets }] } as const;
  return trailOf({ otherLogBuckets: OTHERS, events, ...options });
}

/** The ARNs, of those given as `bucket/key`, on which calls are recorded. */
function recorded(trail: Record<string, unknown>, objects: readonly string[]): string[] {
  return objects.filter((object) => recordsObject(trail, `arn:aws:s3:::${object}`));
}

/** Log files, digest files and an organization's log files, as CloudTrail names them. */
const LOG_FILES = [
  "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/31/log.json.gz",
  "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/01/31/digest.json.gz",
  "AWSLogs/o-a1b2c3d4e5/444455556666/CloudTrail/eu-central-1/2026/01/31/log.json.gz",
];

function inBucket(bucket: string, keys: readonly string[], prefix = ""): string[] {
  return keys.map((key) => `${bucket}/${prefix}${key}`);
}

describe("with all buckets recorded", () => {
  const trail = trailRecording("all", { prefix: "trails" });

  test("log, access-log, replica and state buckets are left out whole", () => {
    const objects = ["audit-logs", ...OTHERS].flatMap((bucket) =>
      inBucket(bucket, ["any", "trails/any", "deep/er/key", ...LOG_FILES]),
    );
    expect(objects).toHaveLength(24);
    expect(recorded(trail, objects)).toEqual([]);
  });

  test("buckets whose names only begin alike are recorded", () => {
    const alike = ["audit-logs-2/any", "audit-log/any", "access-logs-of-web/any"];
    const objects = [...alike, "orders/AWSLogs/any", "orders/audit-logs/any"];
    expect(recorded(trail, objects)).toEqual(objects);
  });

  test("the log bucket alone is left out where no other is given", () => {
    const alone = trailRecording("all", { otherLogBuckets: undefined });
    const others = ["access-logs/any", "orders/any"];
    expect(recorded(alone, ["audit-logs/any", ...others])).toEqual(others);
  });

  test("the left-out buckets are named with not_starts_with, once each", () => {
    expect(trail["advanced_event_selector"]).toEqual([
      {
        name: "Data events of AWS::S3::Object",
        field_selector: expect.arrayContaining([
          {
            field: "resources.ARN",
            not_starts_with: ["audit-logs", ...OTHERS].map((bucket) => `arn:aws:s3:::${bucket}/`),
          },
        ]),
      },
    ]);
  });
});

test("with all buckets recorded, log buckets whose names are tokens are left out by these", () => {
  const trail = trailRecording("all", { bucket: { bucketName: TOKEN }, otherLogBuckets: [TOKEN] });
  expect(recorded(trail, ["audit-logs/any", "orders/any"])).toEqual(["orders/any"]);
});

describe("with listed buckets recorded", () => {
  test("only their objects are, and only under the prefix where there is one", () => {
    const trail = trailRecording(["orders", { bucketName: "carts" }, { bucket: "payments", prefix: "2026/" }]);
    const objects = ["orders/any", "orders/AWSLogs/any", "carts/any", "payments/2026/any"];
    const others = ["orders-2/any", "payments/2025/any", "payments/any", "audit-logs/any"];
    expect(recorded(trail, [...objects, ...others, ...inBucket("audit-logs", LOG_FILES)])).toEqual(objects);
  });

  const SHARED: [string, Buckets][] = [
    ["by its name", ["audit-logs"]],
    ["by its name beside another", ["orders", "audit-logs"]],
    ["with an empty prefix", [{ bucket: "audit-logs", prefix: "" }]],
    ["with a prefix that begins like the log folder", [{ bucket: "audit-logs", prefix: "AWS" }]],
    ["with the log folder's name, slash left out", [{ bucket: "audit-logs", prefix: "AWSLogs" }]],
    ["twice, whole and with a prefix", ["audit-logs", { bucket: "audit-logs", prefix: "AWS" }]],
  ];

  test.each(SHARED)("a log bucket listed %s is recorded but for its log folder", (_, buckets) => {
    const trail = trailRecording(buckets);
    expect(recorded(trail, inBucket("audit-logs", LOG_FILES))).toEqual([]);
    expect(recorded(trail, ["audit-logs/AWSLogs-of-others/any"])).toEqual(["audit-logs/AWSLogs-of-others/any"]);
  });

  const SHARED_WITH_PREFIX: [string, Buckets][] = [
    ["by its name", ["audit-logs"]],
    ["with an empty prefix", [{ bucket: "audit-logs", prefix: "" }]],
    ["with the trail's prefix", [{ bucket: "audit-logs", prefix: "trails/prod" }]],
    ["with the trail's prefix and a slash", [{ bucket: "audit-logs", prefix: "trails/prod/" }]],
    ["with the beginning of the trail's prefix", [{ bucket: "audit-logs", prefix: "trails/" }]],
    ["with a prefix that begins like the log folder", [{ bucket: "audit-logs", prefix: "trails/prod/AWS" }]],
  ];

  test.each(SHARED_WITH_PREFIX)("a log bucket listed %s is recorded but for the prefixed log folder", (_, buckets) => {
    const trail = trailRecording(buckets, { prefix: "trails/prod" });
    expect(recorded(trail, inBucket("audit-logs", LOG_FILES, "trails/prod/"))).toEqual([]);
    const neighbour = "audit-logs/trails/prod/AWSLogs-of-others/any";
    expect(recorded(trail, [neighbour])).toEqual([neighbour]);
  });

  test("data beside the logs are recorded, also in a folder of the same name elsewhere", () => {
    const trail = trailRecording(["audit-logs"], { prefix: "trails" });
    const data = inBucket("audit-logs", ["data/any", "AWSLogs/any", "trails/any", "trails/AWSLog/any"]);
    expect(recorded(trail, [...data, ...inBucket("audit-logs", LOG_FILES, "trails/")])).toEqual(data);
  });

  test("no list that is taken records a log file, whatever the trail's prefix", () => {
    const listed = ["", "A", "AWSLogs", "AWSLogsX/", "t", "trails", "trails/", "trails/AWS", "trails/AWSLogs", "data/"];
    for (const trailPrefix of [undefined, "t", "trails", "MyAWSLogs"]) {
      const folder = trailPrefix === undefined ? "" : `${trailPrefix}/`;
      for (const prefix of listed.filter((one) => !one.startsWith(`${folder}AWSLogs/`))) {
        const trail = trailRecording([{ bucket: "audit-logs", prefix }], { prefix: trailPrefix });
        expect(recorded(trail, inBucket("audit-logs", LOG_FILES, folder))).toEqual([]);
        const datum = `audit-logs/${prefix}data`;
        expect(recorded(trail, [datum])).toEqual([datum]);
      }
    }
  });
});

describe("with several entries of S3 data events", () => {
  test("each leaves the logs out for itself", () => {
    const data = [
      { kind: "s3", buckets: ["audit-logs"], access: "read" },
      { kind: "s3", buckets: "all", access: "write" },
      { kind: "s3", buckets: [{ bucket: "audit-logs", prefix: "AWS" }] },
    ] as const;
    const trail = trailOf({ otherLogBuckets: OTHERS, events: { data } });
    expect(recorded(trail, inBucket("audit-logs", LOG_FILES))).toEqual([]);
    expect(
      recorded(
        trail,
        OTHERS.map((bucket) => `${bucket}/any`),
      ),
    ).toEqual([]);
    expect(recorded(trail, ["audit-logs/data"])).toEqual(["audit-logs/data"]);
  });
});

describe("buckets whose records would feed back are refused", () => {
  const refused = (buckets: Buckets, problem: string, options: Partial<TrailProps> = {}) =>
    expectRefusal({ otherLogBuckets: OTHERS, ...options, events: { data: [{ kind: "s3", buckets }] } }, [problem]);

  test.each(OTHERS)("%s, by name and with a prefix", (bucket) => {
    const problem = `events.data[0].buckets must not name a log bucket, got "${bucket}"`;
    refused(["orders", bucket], problem);
    refused([{ bucket, prefix: "data/" }], problem);
  });

  test("the log folder itself, and what is in it", () => {
    const problem = (object: string) =>
      `events.data[0].buckets must not record the log files themselves, got "${object}"`;
    refused([{ bucket: "audit-logs", prefix: "AWSLogs/" }], problem("audit-logs/AWSLogs/"));
    refused([{ bucket: "audit-logs", prefix: "AWSLogs/111122223333/" }], problem("audit-logs/AWSLogs/111122223333/"));
    refused([{ bucket: "audit-logs", prefix: "trails/AWSLogs/" }], problem("audit-logs/trails/AWSLogs/"), {
      prefix: "trails",
    });
  });

  test("a name with a slash, which would be another bucket to the checks than to CloudTrail", () => {
    for (const bucket of ["audit-logs/AWSLogs", "audit-logs/", "terraform-state/prod"]) {
      refused([bucket], `events.data[0].buckets must be bucket names, got "${bucket}"`);
    }
  });

  test("an ARN or an empty name, which would record nothing", () => {
    for (const bucket of ["arn:aws:s3:::orders", ""]) {
      refused([bucket], `events.data[0].buckets must be bucket names, got "${bucket}"`);
      refused([{ bucket, prefix: "data/" }], `events.data[0].buckets must be bucket names, got "${bucket}"`);
    }
  });

  test("names that are tokens, since nothing can compare them with the log buckets'", () => {
    const problem = "events.data[0].buckets must be known at synth, to be compared with the log buckets, got a token";
    refused([TOKEN], problem);
    refused([{ bucket: TOKEN, prefix: "AWSLogs/" }], problem);
    refused(["audit-logs"], problem, { bucket: { bucketName: TOKEN } });
    refused(["terraform-state"], problem, { otherLogBuckets: [TOKEN] });
  });

  test("but not a bucket whose name holds periods, as older ones do", () => {
    const trail = trailRecording(["www.example.com"]);
    expect(recorded(trail, ["www.example.com/index.html"])).toEqual(["www.example.com/index.html"]);
  });

  test("but not a folder of that name in another bucket", () => {
    const trail = trailRecording([{ bucket: "orders", prefix: "AWSLogs/" }]);
    expect(recorded(trail, inBucket("orders", LOG_FILES))).toEqual(inBucket("orders", LOG_FILES));
  });

  test("but not a folder of that name beside the trail's prefix", () => {
    const trail = trailRecording([{ bucket: "audit-logs", prefix: "AWSLogs/" }], { prefix: "trails" });
    expect(recorded(trail, ["audit-logs/AWSLogs/any"])).toEqual(["audit-logs/AWSLogs/any"]);
  });
});
