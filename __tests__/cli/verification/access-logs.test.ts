import { Readable } from "node:stream";
import { prod } from "../../fixtures/environments/prod";
import { awsError } from "../../support/fake-aws";
import { prodOnFake } from "../../support/prod-on-fake";
import { resultOf } from "../../support/verified";

const verifyProd = prodOnFake();
const NOW = new Date("2026-03-02T12:00:00Z");
const ARCHIVE: string = prod.accounts.archive.id;

const line = (
  requester: string,
  changes: { operation?: string; status?: number; time?: string; bucket?: string } = {},
) => {
  const { operation = "REST.GET.OBJECT", status = 200, time = "02/Mar/2026:08:00:00 +0000" } = changes;
  const { bucket = prod.logs.bucketName } = changes;
  return (
    `79a59df900b949e5 ${bucket} [${time}] 192.0.2.3 ${requester} 3E57427F3EXAMPLE ${operation} ` +
    `AWSLogs/1/CloudTrail/a.json.gz "GET /AWSLogs/1/CloudTrail/a.json.gz?x="y" HTTP/1.1" ${status} - 113 - 7 - "-" "-" -`
  );
};
const session = (role: string, account = ARCHIVE) => `arn:aws:sts::${account}:assumed-role/${role}/someone`;

async function reads(lines: readonly string[], answers = {}) {
  const old = { Key: "old", LastModified: new Date("2026-02-01T00:00:00Z") };
  const verification = await verifyProd(
    {
      ListObjectsV2: ({ Bucket, Prefix = "" }: { Bucket?: string; Prefix?: string }) =>
        Bucket === prod.accessLogs.bucketName
          ? { Contents: [old, { Key: `${Prefix}new`, LastModified: new Date("2026-03-02T09:00:00Z") }] }
          : {},
      GetObject: ({ Key = "" }: { Key?: string }) => {
        if (Key === "old") throw new Error("nobody asks for an access log from before the period");
        return { Body: Readable.from([Buffer.from(lines.join("\n"))]), Metadata: {} };
      },
      ...answers,
    },
    NOW,
    { logsMs: 24 * 60 * 60_000, emulated: false },
  );
  return resultOf(verification, "logs.reads");
}

const READER = prod.readers[0]!.roleName;

test("a configured reader is counted, by its role", async () => {
  expect(await reads([line(session(READER)), line(session(READER))])).toMatchObject({
    state: "pass",
    found: `arn:aws:iam::${ARCHIVE}:role/${READER} (2), in 1 access log`,
  });
});

test.each([
  ["a role that nothing names", session("Somebody"), `arn:aws:iam::${ARCHIVE}:role/Somebody`],
  ["a reader's name in another account", session(READER, "999999999999"), `arn:aws:iam::999999999999:role/${READER}`],
  ["whoever does not sign", "-", "anonymous"],
])("%s that read is named", async (_, requester, caller) => {
  expect(await reads([line(requester)])).toMatchObject({
    state: "warn",
    details: [`no configured policy names ${caller}`],
  });
});

test.each([
  ["a refused request", { status: 403 }],
  ["a write", { operation: "REST.PUT.OBJECT" }],
  ["a read before the period", { time: "01/Mar/2026:08:00:00 +0000" }],
  ["a read of another bucket", { bucket: "another" }],
])("%s is no read", async (_, changes) => {
  expect(await reads([line("-", changes)])).toMatchObject({ state: "pass", found: "nobody, in 1 access log" });
});

test("who read is unknown without the permission", async () => {
  const denied = { GetObject: awsError("AccessDenied", 403) };
  expect(await reads([], denied)).toMatchObject({ state: "unknown", missingPermission: "s3:GetObject" });
});
