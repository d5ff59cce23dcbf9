import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";
import { ACCOUNTS, maybe, type TestContext } from "./arbitraries";

type KeyStatements = NonNullable<EnvironmentConfig["key"]["statements"]>;
type BucketStatements = NonNullable<EnvironmentConfig["logs"]["statements"]>;

const account = fc.constantFrom(...ACCOUNTS);
const roleName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,30}$/);
const sid = fc.stringMatching(/^[A-Za-z0-9]{1,20}$/).map((name) => `Own${name}`);

/** What the condition of a Deny excepts, since CloudTrail must deliver. */
const NO_SERVICE = { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } as const;

function role({ partition }: TestContext) {
  return fc.tuple(account, roleName).map(([owner, name]) => `arn:${partition}:iam::${owner}:role/${name}`);
}

function different<Item extends { readonly Sid: string }>(one: fc.Arbitrary<Item>): fc.Arbitrary<Item[] | undefined> {
  return maybe(fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector: ({ Sid }) => Sid }));
}

/** An app that decrypts, an account that asks for a public key, and a Deny for everyone else. */
export function keyStatements(on: TestContext): fc.Arbitrary<KeyStatements | undefined> {
  const reads = fc.record({ Sid: sid, arn: role(on) }).map(({ Sid, arn }) => ({
    Sid,
    Effect: "Allow" as const,
    Principal: { AWS: arn },
    Action: "kms:Decrypt",
  }));
  const describes = fc.record({ Sid: sid, id: account }).map(({ Sid, id }) => ({
    Sid,
    Effect: "Allow" as const,
    Principal: "*" as const,
    Action: "kms:GetPublicKey",
    Resource: "*" as const,
    Condition: { StringEquals: { "kms:CallerAccount": id } },
  }));
  const denies = fc.record({ Sid: sid, arn: role(on) }).map(({ Sid, arn }) => ({
    Sid,
    Effect: "Deny" as const,
    NotPrincipal: { AWS: arn },
    Action: "kms:CreateGrant",
    Condition: NO_SERVICE,
  }));
  return different<KeyStatements[number]>(fc.oneof(reads, describes, denies));
}

/** An app that reads tags or lists, and a Deny of calls from elsewhere. */
export function bucketStatements(on: TestContext): fc.Arbitrary<BucketStatements | undefined> {
  const bucket = `arn:${on.partition}:s3:::${on.bucketNames[1]}`;
  const reads = fc.record({ Sid: sid, arn: role(on) }).map(({ Sid, arn }) => ({
    Sid,
    Effect: "Allow" as const,
    Principal: { AWS: arn },
    Action: "s3:GetObjectTagging",
    Resource: `${bucket}/*`,
  }));
  const lists = fc.record({ Sid: sid, arn: role(on) }).map(({ Sid, arn }) => ({
    Sid,
    Effect: "Allow" as const,
    Principal: { AWS: arn },
    Action: "s3:ListBucket",
    Resource: bucket,
  }));
  const denies = sid.map((Sid) => ({
    Sid,
    Effect: "Deny" as const,
    Principal: "*" as const,
    Action: "s3:PutObjectTagging",
    Resource: `${bucket}/*`,
    Condition: { ...NO_SERVICE, StringNotEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } },
  }));
  return different<BucketStatements[number]>(fc.oneof(reads, lists, denies));
}
