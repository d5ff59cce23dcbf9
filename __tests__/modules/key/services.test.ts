import { Key, type ServiceAccess } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statement, synthStack } from "../../support/synth";

const TOPIC = "arn:aws:sns:eu-central-1:111122223333:deliveries";
const MINIMAL: ServiceAccess = {
  sid: "SnsUsesKey",
  service: "sns.amazonaws.com",
  actions: ["kms:GenerateDataKey*", "kms:Decrypt"],
};

function added(options: Partial<ServiceAccess>): Statement {
  const access = { ...MINIMAL, ...options };
  const stack = synthStack((scope) => {
    const key = new Key(scope, "Key", { account: "111122223333", region: "eu-central-1", aliases: ["audit"] });
    key.allowService(access);
  });
  return statement(stack.one("aws_kms_key")["policy"], access.sid);
}

const EXPECTED: Statement = {
  Sid: "SnsUsesKey",
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
  Resource: "*",
};

describe("a service", () => {
  test("is tied to the resource that it acts for", () => {
    expect(added({ sourceArns: [TOPIC] })).toEqual({ ...EXPECTED, Condition: { ArnLike: { "aws:SourceArn": TOPIC } } });
  });

  test("is tied to several resources", () => {
    const sourceArns = [TOPIC, "arn:aws:sns:*:444455556666:*"];
    expect(added({ sourceArns })).toEqual({ ...EXPECTED, Condition: { ArnLike: { "aws:SourceArn": sourceArns } } });
  });

  test("is tied to the account that it acts for", () => {
    expect(added({ sourceAccount: "111122223333" })).toEqual({
      ...EXPECTED,
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
  });

  test("is tied to resource, account and encryption context together", () => {
    const encryptionContext = { "aws:sns:topicArn": TOPIC, purpose: "notices" };
    expect(added({ sourceArns: [TOPIC], sourceAccount: "111122223333", encryptionContext })).toEqual({
      ...EXPECTED,
      Condition: {
        ArnLike: { "aws:SourceArn": TOPIC },
        StringEquals: {
          "aws:SourceAccount": "111122223333",
          "kms:EncryptionContext:aws:sns:topicArn": TOPIC,
          "kms:EncryptionContext:purpose": "notices",
        },
      },
    });
  });

  test("goes without a source where that is said, and then has no condition", () => {
    expect(added({ service: "events.amazonaws.com", withoutSource: true })).toEqual({
      ...EXPECTED,
      Principal: { Service: "events.amazonaws.com" },
    });
  });

  test("without a source may still be tied to an encryption context", () => {
    expect(added({ withoutSource: true, encryptionContext: { "aws:sns:topicArn": TOPIC } })).toEqual({
      ...EXPECTED,
      Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": TOPIC } },
    });
  });

  test.each(["s3.amazonaws.com", "guardduty.me-south-1.amazonaws.com", "ec2.amazonaws.com.cn"])(
    "may be %s",
    (service) => {
      expect(added({ service, sourceAccount: "111122223333" }).Principal).toEqual({ Service: service });
    },
  );
});

describe("a service is refused", () => {
  test.each([
    "*",
    "sns",
    "*.amazonaws.com",
    "sns.example.com",
    "https://sns.amazonaws.com",
    "sns.amazonaws.com.example.com",
    "arn:aws:iam::111122223333:root",
  ])("when it is no service principal: %s", (service) => {
    expect(() => added({ service, sourceAccount: "111122223333" })).toThrow(
      new Error(
        `test/Key: SnsUsesKey: service must be a service principal such as "sns.amazonaws.com", got "${service}"`,
      ),
    );
  });

  test.each([{}, { sourceArns: [] }, { encryptionContext: { purpose: "notices" } }])(
    "when nothing says whom it acts for: %j",
    (options) => {
      expect(() => added(options)).toThrow(
        new Error(
          "test/Key: SnsUsesKey: sourceArns or sourceAccount must name the source for which sns.amazonaws.com acts, got neither",
        ),
      );
    },
  );

  test.each([{ sourceArns: [TOPIC] }, { sourceAccount: "111122223333" }])(
    "when it is to go with and without a source: %j",
    (options) => {
      expect(() => added({ ...options, withoutSource: true })).toThrow(
        new Error("test/Key: SnsUsesKey: withoutSource cannot be combined with sourceArns or sourceAccount"),
      );
    },
  );

  test("with all its problems at once", () => {
    expect(() => added({ service: "sns" })).toThrow(
      new Error(
        'test/Key: SnsUsesKey: service must be a service principal such as "sns.amazonaws.com", got "sns"\n' +
          "test/Key: SnsUsesKey: sourceArns or sourceAccount must name the source for which sns acts, got neither",
      ),
    );
  });

  test("when it has no action, found at synth", () => {
    expect(() => added({ actions: [], sourceAccount: "111122223333" })).toThrow(
      '[test/Key] key policy, statement "SnsUsesKey": Action must not be empty\n',
    );
  });

  test("when its Sid is more than letters and digits, found at synth", () => {
    expect(() => added({ sid: "sns-uses-key", sourceAccount: "111122223333" })).toThrow(
      '[test/Key] key policy, statement "sns-uses-key": Sid must be letters and digits only\n',
    );
  });
});
