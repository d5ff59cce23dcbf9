import type { Caller, Context } from "../../../cli/policy/evaluate";
import { decisionOn, principal, service } from "../../support/evaluated";
import { ACCOUNT, logFile, queueNamed, SIEM_ROLE, synthFeed } from "../../support/log-feed";
import { statement, statementsOf } from "../../support/synth";

const QUEUE = `arn:aws:sqs:eu-central-1:${ACCOUNT}:audit-feed-splunk`;
const LETTERS = `${QUEUE}-failed`;
const RULE = `arn:aws:events:eu-central-1:${ACCOUNT}:rule/audit-feed-splunk`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/audit-feed-splunk`;
const events = (sourceArn: string) => service("events.amazonaws.com", sourceArn);

describe("who gets in, by the policy evaluator", () => {
  const stack = synthFeed({
    archive: { onlyReaders: true, readers: [{ roleName: "auditor", trustedPrincipals: [SIEM_ROLE] }] },
  });
  const own = [
    ...statementsOf(stack.one("aws_iam_policy", "Subscriber0_")["policy"]),
    ...statementsOf(stack.one("aws_iam_role_policy", "Subscriber0_")["policy"]),
  ];
  const key = stack.one("aws_kms_key", "Archive_");
  const logs = stack.all("aws_s3_bucket_policy").find(({ address }) => address.includes("Archive_LogBucket"))!;
  const subscriber = principal(ROLE, own);
  const sends = (caller: Caller, name: string) =>
    decisionOn(
      caller,
      "sqs:SendMessage",
      `arn:aws:sqs:eu-central-1:${ACCOUNT}:${name}`,
      queueNamed(stack, name)["policy"],
    );

  test.each(["audit-feed-splunk", "audit-feed-splunk-failed"])("its own rule alone sends to %s", (name) => {
    expect(sends(events(RULE), name)).toBe("allowed");
    expect(sends(events(`${RULE}-other`), name)).toBe("denied");
    expect(sends({ kind: "service", service: "s3.amazonaws.com", sourceArn: RULE, sourceAccount: ACCOUNT }, name)).toBe(
      "denied",
    );
    expect(sends(principal("arn:aws:iam::444455556666:role/Other"), name)).toBe("denied");
    expect(sends(subscriber, name)).toBe("denied");
    expect(sends({ kind: "anonymous" }, name)).toBe("denied");
  });

  test.each(["ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueUrl", "GetQueueAttributes"])(
    "the role may %s of its queue, and not of the dead letters",
    (action) => {
      expect(decisionOn(subscriber, `sqs:${action}`, QUEUE, undefined)).toBe("allowed");
      expect(decisionOn(subscriber, `sqs:${action}`, LETTERS, undefined)).toBe("denied");
    },
  );

  test.each(["PurgeQueue", "SetQueueAttributes", "DeleteQueue", "SendMessage"])("the role may not %s", (action) => {
    expect(decisionOn(subscriber, `sqs:${action}`, QUEUE, undefined)).toBe("denied");
  });

  test("the role reads log files though the bucket lets nobody else read, and cannot write or delete", () => {
    const object = `arn:aws:s3:::audit-logs/${logFile(ACCOUNT)}`;
    const text = logs["policy"];
    const context = { "s3:TlsVersion": "1.3" };
    expect(decisionOn(subscriber, "s3:GetObject", object, text, context)).toBe("allowed");
    expect(decisionOn(principal(`${ROLE}-other`, own), "s3:GetObject", object, text, context)).toBe(
      "denied explicitly",
    );
    for (const action of ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]) {
      expect(decisionOn(subscriber, action, object, text, context)).not.toBe("allowed");
    }
    expect(decisionOn(subscriber, "s3:GetObject", "arn:aws:s3:::audit-logs/other", text, context)).not.toBe("allowed");
  });

  test("the role decrypts what CloudTrail encrypted, through S3 alone", () => {
    const arn = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1`;
    const mine = own.map((one) => ({
      ...one,
      Resource: [one.Resource ?? []].flat().map((text) => (text.startsWith("${") ? arn : text)),
    }));
    const through = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
    const context = {
      ...through,
      "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:eu-central-1:1:trail/audit",
    };
    const decrypts = (caller: Caller, given: Context) => decisionOn(caller, "kms:Decrypt", arn, key["policy"], given);
    expect(decrypts(principal(ROLE, mine), context)).toBe("allowed");
    expect(decrypts(principal(ROLE, mine), through)).toBe("denied");
    expect(decrypts(principal(ROLE, mine), {})).toBe("denied");
    expect(decrypts(principal(`${ROLE}-other`), context)).toBe("denied");
    expect(decisionOn(principal(ROLE, mine), "kms:GenerateDataKey", arn, key["policy"], context)).toBe("denied");
  });

  test("the SIEM alone takes the role, with the external id", () => {
    const trust = stack.one("aws_iam_role", "Subscriber0_")["assume_role_policy"];
    const takes = (arn: string, context: Context) => decisionOn(principal(arn), "sts:AssumeRole", ROLE, trust, context);
    expect(takes(SIEM_ROLE, { "sts:ExternalId": "agreed" })).toBe("allowed");
    expect(takes(SIEM_ROLE, { "sts:ExternalId": "guessed" })).toBe("denied");
    expect(takes(SIEM_ROLE, {})).toBe("denied");
    expect(takes("arn:aws:iam::444455556666:role/Other", { "sts:ExternalId": "agreed" })).toBe("denied");
  });
});

describe("an existing role", () => {
  const role = "arn:aws:iam::111122223333:role/forwarder";
  const stack = synthFeed({
    archive: { onlyReaders: true, readers: [{ roleName: "auditor", trustedPrincipals: [SIEM_ROLE] }] },
    subscribers: [{ existingRole: role, trustedPrincipals: undefined, externalId: undefined }],
  });

  test("is named by the policies of the queue, the bucket and the key, and gets no other role", () => {
    expect(stack.all("aws_iam_role").filter(({ name }) => String(name).startsWith("audit-feed"))).toEqual([]);
    expect(statement(queueNamed(stack, "audit-feed-splunk")["policy"], "ConsumerReceives")).toMatchObject({
      Principal: { AWS: role },
      Resource: QUEUE,
    });
    const logs = stack.all("aws_s3_bucket_policy").find(({ address }) => address.includes("Archive_LogBucket"))!;
    expect(statement(logs["policy"], "DenyUnnamedReaders").Condition).toMatchObject({
      ArnNotEquals: { "aws:PrincipalArn": expect.arrayContaining([role]) as unknown },
    });
    expect(statement(stack.one("aws_kms_key", "Archive_")["policy"], "UsersDecryptLogsThroughS3").Principal).toEqual({
      AWS: expect.arrayContaining([role]) as unknown,
    });
  });

  test("of another account works the same way", () => {
    expect(() =>
      synthFeed({ subscribers: [{ existingRole: SIEM_ROLE, trustedPrincipals: undefined, externalId: undefined }] }),
    ).not.toThrow();
  });
});
