import { Key, type KeyPolicyProps } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ADMIN = "arn:aws:iam::111122223333:role/KeyAdministrators";

/** Written out: a new action must be added on purpose, here and there. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
  "kms:UpdatePrimaryRegion",
];

const ROOT_ADMINISTERS: Statement = {
  Sid: "RootAdministersKey",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: ADMINISTRATION,
  Resource: "*",
};

function policyOf(options: Partial<KeyPolicyProps>, allow: (key: Key) => void = () => undefined): Statement[] {
  const stack = synthStack((scope) => allow(new Key(scope, "Key", { ...IN, aliases: ["audit"], ...options })));
  return statementsOf(stack.one("aws_kms_key")["policy"]);
}

describe("the account's root", () => {
  test("administers the key by default, and nobody else is named", () => {
    expect(policyOf({})).toEqual([ROOT_ADMINISTERS]);
    expect(policyOf({ rootAccess: "administers" })).toEqual([ROOT_ADMINISTERS]);
  });

  test("hands the key to IAM where that is asked for", () => {
    expect(policyOf({ rootAccess: "iamDecides" })).toEqual([
      {
        Sid: "IamDecidesOnKey",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  test("is left out where administrators are named and root is to do nothing", () => {
    expect(policyOf({ rootAccess: "nothing", administrators: [ADMIN] })).toEqual([
      {
        Sid: "AdministratorsAdministerKey",
        Effect: "Allow",
        Principal: { AWS: ADMIN },
        Action: ADMINISTRATION,
        Resource: "*",
      },
    ]);
  });

  test("cannot be left out without an administrator", () => {
    expect(() => policyOf({ rootAccess: "nothing" })).toThrow(
      new Error(
        'test/Key: administrators must name at least one principal when rootAccess is "nothing", got none; ' +
          "nobody could repair the key",
      ),
    );
  });

  test.each([
    ["us-gov-west-1", "arn:aws-us-gov:iam::111122223333:root"],
    ["cn-north-1", "arn:aws-cn:iam::111122223333:root"],
  ])("of %s is in the Region's partition", (region, root) => {
    expect(policyOf({ region })).toEqual([{ ...ROOT_ADMINISTERS, Principal: { AWS: root } }]);
  });
});

describe("administrators", () => {
  test("administer beside the root, one or several, each once", () => {
    const jane = "arn:aws:iam::111122223333:user/jane";
    expect(policyOf({ administrators: [ADMIN, jane, ADMIN] })).toEqual([
      ROOT_ADMINISTERS,
      {
        Sid: "AdministratorsAdministerKey",
        Effect: "Allow",
        Principal: { AWS: [ADMIN, jane] },
        Action: ADMINISTRATION,
        Resource: "*",
      },
    ]);
  });
});

describe("principals that are nobody in particular", () => {
  const NOBODY = [
    "*",
    "111122223333",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:group/Admins",
    "arn:aws:iam::111122223333:saml-provider/Login",
    "arn:aws:sts::111122223333:assumed-role/Admin/jane",
    "arn:aws:iam:::role/Admin",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:iam::111122223333:user/j?ne",
    "jane",
    "",
  ];
  const EXAMPLE = '"arn:aws:iam:...:user/..." or "arn:aws:iam:...:role/..."';

  test.each(NOBODY)('do not administer: "%s"', (arn) => {
    expect(() => policyOf({ administrators: [arn] })).toThrow(
      `test/Key: administrators must be an ARN like ${EXAMPLE}, got "${arn}"`,
    );
  });

  test.each(NOBODY)('do not read logs: "%s"', (arn) => {
    expect(() => policyOf({}, (key) => key.allowUsers(arn))).toThrow(
      `test/Key: users must be an ARN like ${EXAMPLE}, got "${arn}"`,
    );
  });
});

describe("the statements of a key", () => {
  const intents: ((key: Key) => void)[] = [
    (key) => key.allowUsers("arn:aws:iam::111122223333:role/Reader"),
    (key) => key.allowTrail("arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"),
    (key) => key.allowLogGroup("arn:aws:logs:eu-central-1:111122223333:log-group:audit"),
    (key) => key.allowReplicationFrom("arn:aws:iam::111122223333:role/Copy", "arn:aws:s3:::logs"),
  ];
  const bySid = (one: Statement, other: Statement) => one.Sid.localeCompare(other.Sid);

  test("do not depend on the order of calls", () => {
    const calling = (calls: typeof intents) =>
      policyOf({ administrators: [ADMIN] }, (key) => calls.forEach((allow) => allow(key)));
    const forwards = calling(intents);
    const backwards = calling(intents.toReversed());
    expect(forwards).toHaveLength(8);
    expect(backwards.toSorted(bySid)).toEqual(forwards.toSorted(bySid));
  });

  test("are data that tells what the rendered policy holds", () => {
    let statements: readonly Statement[] = [];
    const rendered = policyOf({ administrators: [ADMIN] }, (key) => {
      intents.forEach((allow) => allow(key));
      statements = key.statements;
    });
    expect(statements.map(({ Sid }) => Sid)).toEqual(rendered.map(({ Sid }) => Sid));
    expect(statements.map(({ Condition }) => Object.keys(Condition ?? {}))).toEqual(
      rendered.map(({ Condition }) => Object.keys(Condition ?? {})),
    );
  });

  test("are written in the policy language of 2012", () => {
    const stack = synthStack((scope) => new Key(scope, "Key", { ...IN, aliases: ["audit"] }));
    expect(JSON.parse(stack.one("aws_kms_key")["policy"] as string)).toEqual({
      Version: "2012-10-17",
      Statement: [ROOT_ADMINISTERS],
    });
  });
});

test("a root that does nothing asks for an administrator of the key's own account", () => {
  const foreign = "arn:aws:iam::444455556666:role/KeyAdministrators";
  const make = (administrators: string[]) =>
    synthStack((stack) => {
      const location = { account: "111122223333", region: "eu-central-1" };
      new Key(stack, "Key", { ...location, aliases: ["audit"], rootAccess: "nothing", administrators });
    });
  expect(() => make([foreign])).toThrow(
    'test/Key: administrators must name a principal of account 111122223333 when rootAccess is "nothing": a principal of another account cannot change a key policy',
  );
  expect(() => make([foreign, "arn:aws:iam::111122223333:role/KeyAdministrators"])).not.toThrow();
});
