import type { Principal } from "../../cli/policy/evaluate";
import type { EvaluatorCase } from "./evaluator-cases";

/** What the cases are made of: one account, a foreign one, a bucket and a key. */
export const ACCOUNT = "111122223333";
export const FOREIGN = "444455556666";
export const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`;
export const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket";
export const OBJECT = `${BUCKET}/reports/q1.csv`;
export const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/Reader`;
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/monday`;
export const USER_ARN = `arn:aws:iam::${ACCOUNT}:user/ana`;
export const FOREIGN_ROLE_ARN = `arn:aws:iam::${FOREIGN}:role/Partner`;

export const ROOT: Principal = { kind: "root", arn: ROOT_ARN };
export const USER: Principal = { kind: "user", arn: USER_ARN };
export const ROLE: Principal = { kind: "role", arn: ROLE_ARN, session: SESSION_ARN };
export const FOREIGN_ROLE = {
  kind: "role",
  arn: FOREIGN_ROLE_ARN,
  session: `arn:aws:sts::${FOREIGN}:assumed-role/Partner/day`,
} satisfies Principal;
export const FOREIGN_ROOT: Principal = { kind: "root", arn: `arn:aws:iam::${FOREIGN}:root` };
export const ANONYMOUS: Principal = { kind: "anonymous" };
export const CLOUDTRAIL: Principal = { kind: "service", name: "cloudtrail.amazonaws.com" };

/** Statements of an identity policy. */
export const allow = (Action: string | readonly string[], more: object = {}) => [
  { Effect: "Allow", Action, Resource: "*", ...more },
];
export const deny = (Action: string | readonly string[], more: object = {}) => [
  { Effect: "Deny", Action, Resource: "*", ...more },
];
/** Statements of a resource policy. */
export const allowTo = (Principal: unknown, Action: string | readonly string[], more: object = {}) =>
  allow(Action, { Principal, ...more });
export const denyTo = (Principal: unknown, Action: string | readonly string[], more: object = {}) =>
  deny(Action, { Principal, ...more });

type Request = Omit<EvaluatorCase, "title" | "page" | "expected">;

/** A user reads an object. */
export const reading = (policies: Request["policies"], more: Partial<Request> = {}): Request => ({
  principal: USER,
  action: "s3:GetObject",
  resource: OBJECT,
  policies,
  ...more,
});

/** A user reads under a condition. */
export const when = (Condition: object, context: Request["context"] = {}, more: Partial<Request> = {}): Request =>
  reading({ identity: [allow("s3:GetObject", { Condition })] }, { context, ...more });

/** A user decrypts. */
export const decrypting = (policies: Request["policies"], more: Partial<Request> = {}): Request => ({
  principal: USER,
  action: "kms:Decrypt",
  resource: KEY,
  policies,
  ...more,
});

/** A user assumes a role with this trust policy. */
export const assuming = (trust: readonly object[], more: Partial<Request> = {}): Request => ({
  principal: USER,
  action: "sts:AssumeRole",
  resource: `arn:aws:iam::${ACCOUNT}:role/Vault`,
  policies: { resource: trust },
  ...more,
});

/** A statement of a trust policy. */
export const trusting = (Principal: unknown, Condition: object = {}, Action = "sts:AssumeRole") => ({
  Effect: "Allow",
  Principal,
  Action,
  Condition,
});

export type Row = readonly [title: string, expected: EvaluatorCase["expected"], request: Request];

/** Cases that one page states. */
export const stated = (page: string, ...rows: readonly Row[]): EvaluatorCase[] =>
  rows.map(([title, expected, request]) => ({
    ...request,
    title,
    expected,
    page: `https://docs.aws.amazon.com/${page}`,
  }));
