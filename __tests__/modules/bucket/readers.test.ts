import { TerraformVariable } from "cdktf";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Bucket, type BucketProps } from "../../../modules/bucket";
import { Key } from "../../../modules/key";
import { statement, statementsOf, synthStack, type Synthesized } from "../../support/synth";

const HERE = { account: "111122223333", region: "eu-central-1" };
const COLLECTOR = "arn:aws:iam::222233334444:role/LogCollector";
const AUDITOR = "arn:aws:iam::444455556666:user/Auditor";
const SCOPE = { accounts: ["111122223333"] };

function synthBucket(use: (bucket: Bucket, key: Key) => void, options: Partial<BucketProps> = {}): Synthesized {
  return synthStack((stack) => {
    const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
    use(new Bucket(stack, "Logs", { ...HERE, bucketName: "audit-logs", encryption: { key }, ...options }), key);
  });
}

const policyOf = (stack: Synthesized) => stack.one("aws_s3_bucket_policy")["policy"];
const readerStatements = (stack: Synthesized) =>
  statementsOf(policyOf(stack)).filter(({ Sid }) => Sid.startsWith("Readers"));

describe("readers of another account", () => {
  const stack = synthBucket((bucket) => bucket.allowReaders([COLLECTOR], SCOPE));

  test("list, locate and read the logs in their scope", () => {
    const folder = "AWSLogs/111122223333/CloudTrail*/";
    expect(readerStatements(stack)).toMatchObject([
      { Action: "s3:ListBucket", Condition: { StringEquals: { "s3:delimiter": "/" } } },
      { Action: "s3:ListBucket", Condition: { StringLike: { "s3:prefix": `${folder}*` } } },
      { Action: "s3:GetBucketLocation", Resource: "arn:aws:s3:::audit-logs" },
      { Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `arn:aws:s3:::audit-logs/${folder}*` },
    ]);
    for (const one of readerStatements(stack))
      expect(one).toMatchObject({ Effect: "Allow", Principal: { AWS: COLLECTOR } });
  });

  test("decrypt with the bucket's key", () => {
    expect(statement(stack.one("aws_kms_key")["policy"], "UsersDecryptLogsThroughS3").Principal).toEqual({
      AWS: COLLECTOR,
    });
  });

  test("of one scope share statements, those of another have their own", () => {
    const several = synthBucket((bucket) => {
      bucket.allowReaders([COLLECTOR], SCOPE);
      bucket.allowReaders([AUDITOR], SCOPE);
      bucket.allowReaders([AUDITOR], { accounts: ["777788889999"], regions: ["eu-west-1"] });
    });
    const reads = readerStatements(several).filter(({ Sid }) => Sid.startsWith("ReadersReadLogs"));
    expect(reads).toMatchObject([
      { Principal: { AWS: [COLLECTOR, AUDITOR] }, Resource: expect.stringContaining("/111122223333/") },
      { Principal: { AWS: AUDITOR }, Resource: "arn:aws:s3:::audit-logs/AWSLogs/777788889999/CloudTrail*/eu-west-1/*" },
    ]);
  });

  test("are readers where nobody else may read", () => {
    const only = synthBucket((bucket) => bucket.allowReaders([COLLECTOR], SCOPE), { onlyReaders: [AUDITOR] });
    expect(statement(policyOf(only), "DenyUnnamedReaders").Condition).toMatchObject({
      ArnNotEquals: { "aws:PrincipalArn": [AUDITOR, COLLECTOR] },
    });
  });

  test("do not make others readers only", () => {
    expect(statementsOf(policyOf(stack)).map(({ Sid }) => Sid)).not.toContain("DenyUnnamedReaders");
  });

  test("that this app makes exist before the policy", () => {
    const made = synthBucket((bucket) => {
      const role = new IamRole(bucket, "Role", { name: "reader", assumeRolePolicy: "{}" });
      bucket.allowReaders([{ arn: "arn:aws:iam::111122223333:role/reader", resource: role }], SCOPE);
    });
    expect(made.one("aws_s3_bucket_policy")["depends_on"]).toContain(made.one("aws_iam_role").address);
  });
});

describe("readers are refused", () => {
  test.each([
    [[], SCOPE, "readers must name at least one user or role, got none"],
    [[COLLECTOR], { accounts: [] }, "accounts must name at least one account, got none"],
  ])("%j with the scope %j", (readers, scope, problem) => {
    expect(() => synthBucket((bucket) => bucket.allowReaders(readers, scope))).toThrow(
      new Error(`test/Logs: ${problem}`),
    );
  });

  test("who are everyone, or a whole account", () => {
    for (const everyone of ["*", "arn:aws:iam::222233334444:root"]) {
      expect(() => synthBucket((bucket) => bucket.allowReaders([everyone], SCOPE))).toThrow(
        "test/Logs: readers must be",
      );
    }
  });

  test("with a scope that is not known at synth, since it becomes part of a Sid", () => {
    const build = () =>
      synthBucket((bucket) => {
        const account = new TerraformVariable(bucket, "Account", { type: "string" }).stringValue;
        bucket.allowReaders([COLLECTOR], { accounts: [account] });
      });
    expect(build).toThrow(new Error("test/Logs: the readers' scope must be known at synth, got a token"));
  });
});

describe("a statement of one's own", () => {
  const OWN = {
    Sid: "ScannerLists",
    Effect: "Allow",
    Principal: { AWS: COLLECTOR },
    Action: "s3:ListBucket",
    Resource: "arn:aws:s3:::audit-logs",
  } as const;

  test("stands in the policy as it is, after the Denies", () => {
    const stack = synthBucket((bucket) => bucket.addStatement(OWN));
    expect(statementsOf(policyOf(stack)).at(-1)).toEqual(OWN);
  });

  test("may not take a Sid of ours: it does not melt into our statement", () => {
    expect(() => synthBucket((bucket) => bucket.addStatement({ ...OWN, Sid: "DenyDeletion" }))).toThrow(
      '[test/Logs] bucket policy has more than one statement with Sid "DenyDeletion"; Sids must be unique',
    );
  });

  test("may not open the bucket to everyone", () => {
    expect(() => synthBucket((bucket) => bucket.addStatement({ ...OWN, Principal: "*" }))).toThrow(
      'test/Logs: statement "ScannerLists": Principal must name who is allowed, or Condition must',
    );
  });

  test("waits for what it names", () => {
    const stack = synthBucket((bucket, key) => bucket.addStatement(OWN, [key.policyResource]));
    expect(stack.one("aws_s3_bucket_policy")["depends_on"]).toContain(stack.one("aws_kms_key").address);
  });

  test("is the only way in: the list of statements cannot be changed", () => {
    synthBucket((bucket) => {
      // @ts-expect-error The list is a copy, and readonly.
      bucket.statements.push(OWN);
      expect(bucket.statements.map(({ Sid }) => Sid)).not.toContain(OWN.Sid);
    });
  });
});

describe("a user of another account whom the key alone lets in", () => {
  const problem = new RegExp(
    `${COLLECTOR} may use the key, but the bucket policy of test/Logs does not let it read, which another account needs; call allowReaders`,
  );

  test("is refused, also if the bucket knows the key by its ARN only", () => {
    expect(() => synthBucket((_, key) => key.allowUsers(COLLECTOR))).toThrow(problem);
    expect(() =>
      synthStack((stack) => {
        const key = new Key(stack, "Key", { ...HERE, aliases: ["audit"] });
        new Bucket(stack, "Logs", { ...HERE, bucketName: "audit-logs", encryption: { kmsKeyArn: key.arn } });
        key.allowUsers(COLLECTOR);
      }),
    ).toThrow(problem);
  });

  test("is accepted where the bucket lets them in, or their account", () => {
    const read = (principal: string) => ({
      Sid: "Read",
      Effect: "Allow" as const,
      Principal: { AWS: principal },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::audit-logs/*",
    });
    const synths = [
      (bucket: Bucket) => bucket.allowReaders([COLLECTOR], SCOPE),
      (bucket: Bucket) => bucket.addStatement(read(COLLECTOR)),
      (bucket: Bucket) => bucket.addStatement(read("arn:aws:iam::222233334444:root")),
    ].map((allow) => () => synthBucket((bucket, key) => [key.allowUsers(COLLECTOR), allow(bucket)]));
    for (const synth of synths) expect(synth).not.toThrow();
  });

  test("is accepted of the key's own account, and where no bucket of the app is under the key", () => {
    expect(() => synthBucket((_, key) => key.allowUsers("arn:aws:iam::111122223333:role/Reader"))).not.toThrow();
    expect(() =>
      synthStack((stack) => {
        new Key(stack, "Key", { ...HERE, aliases: ["audit"] }).allowUsers(COLLECTOR);
        new Bucket(stack, "Logs", { ...HERE, bucketName: "audit-logs", encryption: "SSE-S3" });
      }),
    ).not.toThrow();
  });
});
