import * as v from "valibot";
import type { Conditions } from "../../modules/policy";
import { atLeastOne, isPlainObject, oneOf, only, text } from "./options";

const filled = (allowed: string) => text((value) => value !== "", allowed);

/** One text or a list, as policies have them. */
function oneOrMany(what: string) {
  const allowed = `${what} or a list of at least one`;
  const list = atLeastOne(filled(what), allowed);
  const one = filled(allowed);
  return v.lazy((input) => (Array.isArray(input) ? list : one));
}

const named = only({
  /** Accounts, users and roles. @default none */
  AWS: v.optional(oneOrMany("an account id or an ARN")),
  /** AWS services. @default none */
  Service: v.optional(oneOrMany('a service like "logs.amazonaws.com"')),
  /** Identity providers. @default none */
  Federated: v.optional(oneOrMany("an identity provider")),
});
const everyone = v.literal("*", '"*" or an object with any of AWS, Service, Federated');
const principals = v.lazy((input) => (isPlainObject(input) ? named : everyone));

const conditions = v.custom<Conditions>(
  areConditions,
  'an object of operators, each an object of keys with texts, like { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }',
);

function areConditions(value: unknown): boolean {
  const isText = (one: unknown) => typeof one === "string";
  return (
    isPlainObject(value) &&
    Object.values(value).every(
      (keys) =>
        isPlainObject(keys) &&
        Object.values(keys).every((values) => isText(values) || (Array.isArray(values) && values.every(isText))),
    )
  );
}

const elements = {
  /** Letters and digits, unique in the policy. */
  Sid: text((value) => /^[A-Za-z0-9]{1,100}$/.test(value), "1 to 100 letters and digits"),
  /** Whether it allows or denies. */
  Effect: oneOf("Allow", "Deny"),
  /** Whom it concerns. `"*"` with `Allow` requires a condition that names who calls. @default `NotPrincipal` */
  Principal: v.optional(principals),
  /** Whom it does not concern; only with `Deny`. @default `Principal` */
  NotPrincipal: v.optional(principals),
};

const condition = {
  /** Conditions, as policies spell them. @default none */
  Condition: v.optional(conditions),
};

/** A statement of the log bucket's policy, spelled as in its JSON. */
export const bucketStatements = atLeastOne(
  only({
    ...elements,
    /** Actions of S3. */
    Action: oneOrMany('an action like "s3:GetObject"'),
    /** The log bucket, or objects in it. */
    Resource: oneOrMany("the ARN of the log bucket or of objects in it"),
    ...condition,
  }),
);

/** A statement of the key policy, spelled as in its JSON. */
export const keyStatements = atLeastOne(
  only({
    ...elements,
    /** Actions of KMS. */
    Action: oneOrMany('an action like "kms:Decrypt"'),
    /** The key. @default "*" */
    Resource: v.optional(v.literal("*", '"*", which is the key itself')),
    ...condition,
  }),
);
