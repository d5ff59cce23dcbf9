import { Archive, AuditTrail, type ArchiveProps } from "../../../modules/archive";
import { ExistingKey } from "../../../modules/key";
import { statementsOf, synthStack } from "../../support/synth";
import { KEY_ARN } from "../../support/trail";

const HERE = { account: "111122223333", region: "eu-central-1" };
const PROPS = { ...HERE, bucketName: "Company.Audit.Logs", existingBucket: true, accessLogs: { bucketName: "access" } };
const READER = { roleName: "reader", trustedPrincipals: ["arn:aws:iam::111122223333:role/Security"] };
const BREAK_GLASS = { roleName: "glass", trustedPrincipals: READER.trustedPrincipals };

test("an audit trail in a bucket and under a key that exist sets their policies, and nothing else of theirs", () => {
  const stack = synthStack((scope) => {
    const key = new ExistingKey(scope, "Key", { ...HERE, arn: KEY_ARN });
    new AuditTrail(scope, "Audit", {
      ...PROPS,
      key,
      name: "audit",
      readers: [READER],
      onlyReaders: true,
      breakGlass: BREAK_GLASS,
    });
  });
  expect(stack.all("aws_s3_bucket").map(({ bucket }) => bucket)).toEqual(["access"]);
  expect(stack.all("aws_kms_key")).toEqual([]);
  const policy = stack.all("aws_s3_bucket_policy").find(({ bucket }) => bucket === "Company.Audit.Logs")!;
  const sids = statementsOf(policy["policy"]).map(({ Sid }) => Sid);
  expect(sids).toEqual(
    expect.arrayContaining(["AWSCloudTrailWrite20150319", "DenyForgedLogs", "DenyUnnamedReaders", "DenyDeletion"]),
  );
  const others = Object.values((stack.json["resource"] ?? {}) as Record<string, Record<string, object>>).flatMap(
    (ofType) => Object.values(ofType),
  );
  const settings = others.filter((one) => "bucket" in one && one.bucket === "Company.Audit.Logs");
  expect(settings).toHaveLength(1);
  expect(stack.one("aws_cloudtrail")["depends_on"]).toEqual(expect.arrayContaining([policy.address]));
});

test.each<[keyof ArchiveProps, unknown]>([
  ["lifecycle", {}],
  ["objectLock", { mode: "GOVERNANCE", days: 1 }],
  ["eventBridge", true],
  ["inventory", true],
  ["replica", { region: "eu-west-1", bucketName: "replica" }],
])("%s is for the owner of the bucket to set", (option, value) => {
  expect(() => synthStack((scope) => new Archive(scope, "Archive", { ...PROPS, [option]: value }))).toThrow(
    `${option} must not be given with existingBucket: the owner sets it`,
  );
});
