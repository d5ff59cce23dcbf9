import type { Policy } from "../../cli/policy/document";
import { keysOfRequest, type Decision } from "../../cli/policy/evaluate";
import { policiesOf, type Question } from "./question";

/** A disagreement with the simulator that AWS's documentation settles for the evaluator. */
export interface Settled {
  readonly title: string;
  /** Address of the page that settles it. */
  readonly page: string;
  /** What evaluator and simulator decide, where it shows. */
  readonly answers: readonly (readonly [evaluator: Decision, simulator: Decision])[];
  /** Whether a question touches it. */
  readonly touches: (question: Question) => boolean;
}

const DENIALS: Settled["answers"] = [
  ["denied", "denied explicitly"],
  ["denied explicitly", "denied"],
];
const ANY: Settled["answers"] = [
  ...DENIALS,
  ["allowed", "denied"],
  ["allowed", "denied explicitly"],
  ["denied", "allowed"],
  ["denied explicitly", "allowed"],
];

/** What KMS allows other accounts: cryptographic operations, and those that the page of "another account" lists. */
const USED_ACROSS_ACCOUNTS =
  /crypt|DataKey|Mac$|:Sign$|:Verify$|:DeriveSharedSecret$|Grants?$|:DescribeKey$|:GetKeyRotationStatus$|:GetPublicKey$/;

export const SETTLED: readonly Settled[] = [
  {
    title: "whoever passes session tags must be allowed that, too",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_permissions-required",
    answers: [
      ["denied", "allowed"],
      ["denied explicitly", "allowed"],
      ["denied explicitly", "denied"],
    ],
    touches: (question) =>
      question.request.action === "sts:AssumeRole" &&
      [...keysIn(question).keys()].some((key) => key === "aws:tagkeys" || key.startsWith("aws:requesttag/")),
  },
  {
    title: "root does not assume roles",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html",
    answers: [["denied", "allowed"]],
    touches: ({ request }) => request.principal.kind === "root" && request.action === "sts:AssumeRole",
  },
  {
    title: "KMS takes no unsigned requests",
    page: "https://docs.aws.amazon.com/kms/latest/APIReference/Welcome.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action } }) => principal.kind === "anonymous" && action.startsWith("kms:"),
  },
  {
    title: "STS takes signed requests, and tokens to assume a role with one",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action } }) => action.startsWith("sts:") && !("arn" in principal),
  },
  {
    title: "the policy of a bucket is for its own account alone",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action, account } }) =>
      /^s3:(Get|Put|Delete)BucketPolicy$/.test(action) && !isOf(account, principal),
  },
  {
    title: "the bucket policy does not keep root of the bucket's account from repairing it",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
    answers: [
      ["allowed", "denied explicitly"],
      ["denied", "denied explicitly"],
    ],
    touches: ({ request: { principal, action, account }, policies: { resource } }) =>
      principal.kind === "root" &&
      isOf(account, principal) &&
      /^s3:(Get|Put|Delete)BucketPolicy$/.test(action) &&
      statementsIn(resource).some(({ Effect }) => Effect === "Deny"),
  },
  {
    title: "another account does not administer a key",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action, account } }) =>
      "arn" in principal &&
      !isOf(account, principal) &&
      action.startsWith("kms:") &&
      !USED_ACROSS_ACCOUNTS.test(action),
  },
  {
    title: "a negated operator matches against a variable without a value",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value",
    answers: ANY,
    touches: (question) =>
      conditionsOf(question).some(
        ({ operator, values }) =>
          /Not/.test(operator) && variablesIn(values).some((name) => lacksValue(question, name)),
      ),
  },
  {
    title: "NotResource with a variable without a value is left open",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value",
    answers: [["denied", "denied explicitly"]],
    touches: (question) =>
      statementsOf(question).some(({ NotResource }) =>
        variablesIn([NotResource]).some((name) => lacksValue(question, name)),
      ),
  },
  {
    title: "what is not documented as a variable is left open",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    answers: [["denied", "denied explicitly"]],
    touches: (question) => {
      const written = JSON.stringify(statementsOf(question));
      return written.replace(/\$\{(?:[*?$]|[^}:,"\\]+:[^},"]*(?:, '[^'}"]*')?)\}/g, "").includes("${");
    },
  },
  {
    title: "a key with an empty text has a value, so that its variable is an empty text",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-default-values",
    answers: ANY,
    touches: (question) => variablesIn(statementsOf(question)).some((name) => keysIn(question).get(name) === ""),
  },
  {
    title: "an address of one version is in no range of the other, and every address is in a range of length 0",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress",
    answers: ANY,
    touches: (question) =>
      conditionsOf(question).some(
        ({ operator, key, values }) =>
          operator.includes("IpAddress") &&
          values.some(
            (range) => /\/0$/.test(String(range)) || isVersion6(range) !== isVersion6(keysIn(question).get(key)),
          ),
      ),
  },
  {
    title: "what looks like a variable in a policy is one, although the request has the same text",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    answers: ANY,
    touches: (question) => {
      const { resource, context } = question.request;
      const asked = JSON.stringify([resource, ...Object.values(context)]);
      return [...JSON.stringify(statementsOf(question)).matchAll(/\$\{[^}]*\}/g)].some(([text]) =>
        asked.includes(text),
      );
    },
  },
  {
    title: "the boundary of whoever assumes a role must allow that",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action }, policies: { boundary } }) =>
      action === "sts:AssumeRole" && "arn" in principal && boundary !== undefined,
  },
  {
    title: "a wildcard written as a variable is a character to every operator",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars",
    answers: ANY,
    touches: (question) =>
      conditionsOf(question).some(
        ({ key, values }) => keysIn(question).has(key) && /\$\{[*?$]\}/.test(JSON.stringify(values)),
      ),
  },
  {
    title: "an asterisk in the key of a request's object is a character, not any text",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-guidelines-safe-characters",
    answers: ANY,
    touches: (question) =>
      question.request.resource.includes("*") &&
      statementsOf(question).some(({ Resource, NotResource }) =>
        [Resource ?? NotResource ?? []].flat().some((pattern) => pattern !== "*"),
      ),
  },
  {
    title: "an asterisk that ends a part of an ARN may go on beyond the colon",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards",
    answers: ANY,
    touches: (question) =>
      question.request.resource.split(":").length > 6 &&
      statementsOf(question).some(({ Resource, NotResource }) =>
        [Resource ?? NotResource ?? []].flat().some((pattern) => /^arn:(?:[^:]*:){0,3}[^:]*\*:/.test(pattern)),
      ),
  },
  {
    title: "Block Public Access takes a policy for public that has no fixed value, and denies without a Deny",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    answers: ANY,
    touches: ({ request: { principal, account }, settings, policies }) =>
      settings.s3?.restrictPublicBuckets === true &&
      principal.kind !== "service" &&
      !isOf(account, principal) &&
      statementsIn(policies.resource).some(({ Effect, Principal }) => Effect === "Allow" && namesEveryone(Principal)),
  },
];

/** The settled disagreement that a question shows; `undefined` where none does. */
export function settledBy(question: Question, evaluator: Decision, simulator: Decision): Settled | undefined {
  return SETTLED.find(
    ({ answers, touches }) =>
      answers.some(([ours, theirs]) => ours === evaluator && theirs === simulator) && touches(question),
  );
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statementsIn(policy: Policy | undefined): Statement[] {
  return (policy?.statements ?? []) as readonly unknown[] as Statement[];
}

function statementsOf(question: Question): Statement[] {
  return policiesOf(question).flatMap(statementsIn);
}

interface Condition {
  readonly operator: string;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly unknown[];
}

function conditionsOf(question: Question): Condition[] {
  return statementsOf(question).flatMap(({ Condition = {} }) =>
    Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: [values].flat() })),
    ),
  );
}

/** The condition keys of a request with their values, by their names in lower case. */
function keysIn({ request }: Question): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(keysOfRequest(request)).map(([key, value]) => [key.toLowerCase(), value]));
}

/** The names of all variables in a part of a policy, in lower case. `${*}` and its kin are characters. */
function variablesIn(part: unknown): string[] {
  return [...JSON.stringify(part).matchAll(/\$\{([^}*?$][^},]*)/g)].map(([, name]) => name!.toLowerCase());
}

function lacksValue(question: Question, variable: string): boolean {
  return !keysIn(question).has(variable);
}

function isOf(account: string, principal: Question["request"]["principal"]): boolean {
  return "arn" in principal && principal.arn.split(":")[4] === account;
}

function isVersion6(address: unknown): boolean {
  return String(address).includes(":");
}

function namesEveryone(principal: unknown): boolean {
  return principal === "*" || (principal as { readonly AWS?: unknown }).AWS === "*";
}
