import type { AwsOptions } from "../../../cli/aws/clients";
import type { Verification } from "../../../cli/verification/verify";
import { prod } from "../../fixtures/environments/prod";
import { parseArn } from "../../../modules/policy";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { NOWHERE, resultOf, verified } from "../../support/verified";

const READER = "access.role.prod-audit-log-reader";
const ADMINISTRATOR = "access.administrator.KeyAdministrators";

/** What stands for AWS: only what decides on access has an answer. */
type Answer = (input: Record<string, unknown>) => object | Error;

const decided =
  (EvalDecision: string): Answer =>
  () => ({ EvaluationResults: [{ EvalDecision }] });

describe("access, with a fake in the place of IAM's simulator", () => {
  const { outdir, remove } = synthesizedFolder(prod);
  afterAll(remove);

  const asked: { operation: string; input: Record<string, unknown> }[] = [];
  const verify = (answer: Answer, emulated = false): Promise<Verification> => {
    asked.length = 0;
    const connect = (options: AwsOptions) =>
      fakeAws((operation, input) => {
        if (operation === "GetCallerIdentity") return { Account: parseArn(options.roleArn!)!.account };
        if (operation === "GetBucketPolicy") return { Policy: '{"Statement":[]}' };
        if (!operation.startsWith("Simulate")) return awsError("AccessDenied", 403);
        asked.push({ operation, input });
        return answer(input);
      })(options);
    const roles = Object.values(prod.accounts).map(({ assumeRole }) => assumeRole);
    return verified({ outdir, environment: "prod", connect, emulated, endpoint: NOWHERE, roles });
  };

  test("a reader whom IAM lets read passes, with what each of the two said", async () => {
    const verification = await verify(decided("allowed"));
    expect(resultOf(verification, READER)).toMatchObject({
      state: "pass",
      found: "reads logs",
      details: ["AWS: s3:GetObject allowed", "the matrix: kms:Decrypt allowed; reads logs"],
    });
  });

  test.each(["implicitDeny", "explicitDeny"])("a reader whom IAM denies it fails: %s", async (decision) => {
    const verification = await verify(decided(decision));
    expect(resultOf(verification, READER)).toMatchObject({ state: "fail", found: "reads no logs" });
  });

  test("an administrator and an outsider pass although S3 lets them: the key does not", async () => {
    const verification = await verify(decided("allowed"));
    for (const id of [ADMINISTRATOR, "access.outsider", "access.role.prod-audit-break-glass"]) {
      expect(resultOf(verification, id)).toMatchObject({
        state: "pass",
        found: "reads no logs",
        details: ["AWS: s3:GetObject allowed", expect.stringMatching(/^the matrix: kms:Decrypt denied/)],
      });
    }
  });

  test("IAM is given the bucket policy that AWS holds, and all that the policies ask of the request", async () => {
    await verify(decided("allowed"));
    const reader = asked.find(({ input }) => String(input["PolicySourceArn"]).endsWith("/prod-audit-log-reader"))!;
    expect(reader).toMatchObject({
      operation: "SimulatePrincipalPolicy",
      input: {
        ActionNames: ["s3:GetObject"],
        ResourcePolicy: '{"Statement":[]}',
        ResourceOwner: "arn:aws:iam::555555555555:root",
        CallerArn: "arn:aws:iam::555555555555:user/prod-audit-log-reader",
      },
    });
    const [resource] = reader.input["ResourceArns"] as string[];
    expect(resource).toMatch(
      /^arn:aws:s3:::example-prod-audit-logs\/AWSLogs\/o-a1b2c3d4e5\/777788889999\/CloudTrail\//,
    );
    expect(reader.input["ContextEntries"]).toEqual(
      expect.arrayContaining([
        {
          ContextKeyName: "aws:PrincipalArn",
          ContextKeyType: "string",
          ContextKeyValues: ["arn:aws:iam::555555555555:role/prod-audit-log-reader"],
        },
        { ContextKeyName: "aws:SecureTransport", ContextKeyType: "boolean", ContextKeyValues: ["true"] },
        { ContextKeyName: "s3:TlsVersion", ContextKeyType: "numeric", ContextKeyValues: ["1.3"] },
      ]),
    );
  });

  test("the outsider, who is nobody, comes with a policy of his own: all of S3", async () => {
    await verify(decided("allowed"));
    const [outsider, ...others] = asked.filter(({ operation }) => operation === "SimulateCustomPolicy");
    expect(others).toEqual([]);
    const [policy] = outsider!.input["PolicyInputList"] as string[];
    expect(JSON.parse(policy!)).toMatchObject({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] });
  });

  test("without the permission to simulate it is unknown, and the permission is named", async () => {
    const verification = await verify(() => awsError("AccessDenied", 403));
    expect(resultOf(verification, READER)).toMatchObject({
      state: "unknown",
      missingPermission: "iam:SimulatePrincipalPolicy",
    });
    expect(resultOf(verification, "access.outsider").missingPermission).toBe("iam:SimulateCustomPolicy");
  });

  test("a role that is not there fails", async () => {
    const verification = await verify(() => awsError("NoSuchEntity", 404));
    expect(resultOf(verification, READER).state).toBe("fail");
  });

  test("an emulator is not asked: the matrix's answer stands there, as not enforced", async () => {
    const verification = await verify(decided("explicitDeny"), true);
    expect(asked).toEqual([]);
    expect(resultOf(verification, READER)).toMatchObject({
      state: "not enforced",
      found: "reads logs according to the matrix; an emulator does not evaluate it",
    });
    expect(resultOf(verification, "access.outsider")).toMatchObject({
      state: "not enforced",
      found: "reads no logs according to the matrix; an emulator does not evaluate it",
    });
  });
});
