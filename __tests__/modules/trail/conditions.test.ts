import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Bucket } from "../../../modules/bucket";
import { Trail, type DataEvents, type TrailEvents } from "../../../modules/trail";
import { synthStack } from "../../support/synth";
import { expectRefusal, KEY_ARN, trailOf } from "../../support/trail";

const OBJECTS: DataEvents = { kind: "s3", buckets: ["customer-data"] };

/** Field selectors of the last selector, by field. */
function fieldsOf(events: TrailEvents): Record<string, object> {
  const selectors = trailOf({ events })["advanced_event_selector"] as { field_selector: { field: string }[] }[];
  return Object.fromEntries(selectors.at(-1)!.field_selector.map(({ field, ...operators }) => [field, operators]));
}

const refused = (events: TrailEvents, ...problems: string[]) => expectRefusal({ events }, problems);

describe("conditions of data events", () => {
  test("become fields of their selector, with every operator", () => {
    const where = [
      {
        field: "eventName",
        ...{ equals: ["PutObject"], startsWith: ["Put"], endsWith: ["Object"] },
        ...{ notEquals: ["PutObjectAcl"], notStartsWith: ["List"], notEndsWith: ["Tagging"] },
      },
      { field: "userIdentity.arn", notStartsWith: ["arn:aws:sts::111122223333:assumed-role/Backup/"] },
    ] as const;
    expect(fieldsOf({ data: [{ ...OBJECTS, where }] })).toMatchObject({
      eventName: {
        ...{ equals: ["PutObject"], starts_with: ["Put"], ends_with: ["Object"] },
        ...{ not_equals: ["PutObjectAcl"], not_starts_with: ["List"], not_ends_with: ["Tagging"] },
      },
      "userIdentity.arn": { not_starts_with: ["arn:aws:sts::111122223333:assumed-role/Backup/"] },
    });
  });

  test("on ARNs join what is listed and left out, since a selector takes each field once", () => {
    const where = [
      { field: "resources.ARN", notEndsWith: [".tmp"], notStartsWith: ["arn:aws:s3:::scratch/"] },
    ] as const;
    expect(fieldsOf({ data: [{ kind: "s3", buckets: "all", where }] })["resources.ARN"]).toEqual({
      not_starts_with: ["arn:aws:s3:::audit-logs/", "arn:aws:s3:::scratch/"],
      not_ends_with: [".tmp"],
    });
    expect(fieldsOf({ data: [{ ...OBJECTS, where }] })["resources.ARN"]).toEqual({
      starts_with: ["arn:aws:s3:::customer-data/"],
      not_starts_with: ["arn:aws:s3:::scratch/"],
      not_ends_with: [".tmp"],
    });
  });

  test("that would record more than what is listed are refused", () => {
    const where = [{ field: "resources.ARN", endsWith: [".csv"] }] as const;
    expect(fieldsOf({ data: [{ kind: "s3", buckets: "all", where }] })["resources.ARN"]).toEqual({
      not_starts_with: ["arn:aws:s3:::audit-logs/"],
      ends_with: [".csv"],
    });
    refused(
      { data: [{ ...OBJECTS, where }] },
      'events.data[0].where: resources.ARN must have only operators that begin with "not" if resources are listed: ' +
        "CloudTrail would record events that match either",
    );
  });

  test.each<[object, string]>([
    [
      { field: "awsRegion", equals: ["x"] },
      '[0].field must be one of "eventName", "eventSource", "eventType", "resources.ARN", "sessionCredentialFromConsole", "userIdentity.arn", got "awsRegion"',
    ],
    [
      { field: "eventName" },
      "[0] must have at least one of equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith, got none",
    ],
    [{ field: "eventName", equals: [] }, "[0].equals must not be empty"],
    [
      { field: "sessionCredentialFromConsole", startsWith: ["t"] },
      '[0] must be equals or notEquals "true", got startsWith "t"',
    ],
  ])("%j is refused", (condition, problem) => {
    const where = [condition] as unknown as DataEvents["where"];
    refused({ data: [{ ...OBJECTS, where }] }, `events.data[0].where${problem}`);
  });

  test("are one for a field, and need advanced selectors", () => {
    const where = [1, 2].map((value) => ({ field: "eventName" as const, equals: [String(value)] }));
    refused(
      { data: [{ ...OBJECTS, where }] },
      'events.data[0].where[1].field must be given once, got "eventName" again',
    );
    refused(
      { selectors: "basic", data: [{ ...OBJECTS, where: where.slice(0, 1) }] },
      'events.data[0].where requires advanced selectors, got "basic"',
    );
  });
});

describe("network activity", () => {
  test("can be that which an endpoint denied", () => {
    const where = [
      { field: "errorCode", equals: ["VpceAccessDenied"] },
      { field: "vpcEndpointId", equals: ["vpce-1a2b3c"] },
    ] as const;
    expect(fieldsOf({ networkActivity: [{ source: "s3.amazonaws.com", where }] })).toEqual({
      eventCategory: { equals: ["NetworkActivity"] },
      eventSource: { equals: ["s3.amazonaws.com"] },
      errorCode: { equals: ["VpceAccessDenied"] },
      vpcEndpointId: { equals: ["vpce-1a2b3c"] },
    });
  });

  test("knows no other error", () => {
    const where = [{ field: "errorCode" as const, equals: ["AccessDenied"] }];
    refused(
      { networkActivity: [{ source: "s3.amazonaws.com", where }] },
      'events.networkActivity[0].where[0] must be equals "VpceAccessDenied", got equals "AccessDenied"',
    );
  });
});

describe("buckets", () => {
  test("can be all but some, the log buckets left out besides", () => {
    const buckets = { allBut: ["scratch", { bucket: "reports", prefix: "tmp/" }] };
    expect(fieldsOf({ data: [{ kind: "s3", buckets }] })["resources.ARN"]).toEqual({
      not_starts_with: ["arn:aws:s3:::audit-logs/", "arn:aws:s3:::scratch/", "arn:aws:s3:::reports/tmp/"],
    });
    refused(
      { data: [{ kind: "s3", buckets: { allBut: ["a b"] } }] },
      'events.data[0].buckets.allBut must be bucket names, got "a b"',
    );
    refused(
      { selectors: "basic", data: [{ kind: "s3", buckets }] },
      "events.data[0].buckets must be listed with basic selectors, got allBut: they cannot leave out the log buckets",
    );
  });

  test("can be constructs of the app: this project's and the provider's", () => {
    const stack = synthStack((scope) => {
      const here = { account: "111122223333", region: "eu-central-1" };
      const own = new Bucket(scope, "Own", { ...here, bucketName: "own-data", encryption: { kmsKeyArn: KEY_ARN } });
      const provided = new S3Bucket(scope, "Provided", { bucket: "provided-data" });
      const events: TrailEvents = { data: [{ kind: "s3", buckets: [own, provided] }] };
      new Trail(scope, "Trail", {
        ...here,
        name: "audit",
        bucket: { bucketName: "audit-logs" },
        key: { arn: KEY_ARN },
        events,
      });
    });
    expect(JSON.stringify(stack.one("aws_cloudtrail")["advanced_event_selector"])).toContain(
      '"starts_with":["arn:aws:s3:::own-data/","arn:aws:s3:::provided-data/"]',
    );
  });

  test("whose names AWS invents are refused", () => {
    const unnamed = () =>
      synthStack((scope) => {
        const events: TrailEvents = { data: [{ kind: "s3", buckets: [new S3Bucket(scope, "Unnamed", {})] }] };
        new Trail(scope, "Trail", {
          ...{ account: "111122223333", region: "eu-central-1", name: "audit" },
          ...{ bucket: { bucketName: "audit-logs" }, key: { arn: KEY_ARN }, events },
        });
      });
    expect(unnamed).toThrow('test/Trail: events.data[0].buckets must be bucket names, got ""');
  });
});
