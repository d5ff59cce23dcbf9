import type { Decision } from "../../cli/policy/evaluate";
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

export const SETTLED: readonly Settled[] = [
  {
    title: "root does not assume roles",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html",
    answers: [["denied", "allowed"]],
    touches: ({ request }) => request.principal.kind === "root" && request.action === "sts:AssumeRole",
  },
  {
    title: "the bucket policy does not keep root of the bucket's account from repairing it",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html",
    answers: [
      ["allowed", "denied explicitly"],
      ["denied", "denied explicitly"],
    ],
    touches: ({ request }) =>
      request.principal.kind === "root" && /^s3:(Get|Put|Delete)BucketPolicy$/.test(request.action),
  },
  {
    title: "another account does not administer a key",
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html",
    answers: [["denied", "allowed"]],
    touches: ({ request: { principal, action, account } }) =>
      "arn" in principal && !principal.arn.includes(`:${account}:`) && action === "kms:PutKeyPolicy",
  },
  {
    title: "a negated operator matches against a variable without a value, and a value of many is one of them",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    answers: ANY,
    touches: (question) =>
      conditionsOf(question).some(({ operator, values }) => /Not/.test(operator) && hasVariable(values)),
  },
  {
    title: "NotResource with a variable without a value is left open",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value",
    answers: [["denied", "denied explicitly"]],
    touches: (question) => statementsOf(question).some(({ NotResource }) => hasVariable([NotResource ?? []].flat())),
  },
  {
    title: "a key with an empty text has a value, and takes no default",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-default-values",
    answers: ANY,
    touches: (question) =>
      Object.values(question.request.context).includes("") &&
      /\$\{[^}]+, *'/.test(JSON.stringify(statementsOf(question))),
  },
  {
    title: "an address of one version is in no range of the other, and every address is in a range of length 0",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress",
    answers: ANY,
    touches: (question) =>
      question.request.context["aws:SourceIp"] !== undefined &&
      conditionsOf(question).some(({ operator }) => operator.includes("IpAddress")),
  },
  {
    title: "what looks like a variable in a policy is one, even if the request has the same text",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
    answers: ANY,
    touches: ({ request: { resource, context } }) =>
      [resource, ...Object.values(context).flat()].some((text) => text.includes("${")),
  },
  {
    title: "the boundary of whoever assumes a role must allow that",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html",
    answers: [["denied", "allowed"]],
    touches: ({ request, policies }) => request.action === "sts:AssumeRole" && policies.boundary !== undefined,
  },
  {
    title: "a wildcard written as a variable is a character to every operator",
    page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars",
    answers: ANY,
    touches: (question) => conditionsOf(question).some(({ values }) => /\$\{[*?$]\}/.test(JSON.stringify(values))),
  },
  {
    title: "an asterisk in the key of a request's object is a character, not any text",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html#object-key-guidelines-safe-characters",
    answers: ANY,
    touches: ({ request: { resource } }) => resource.includes("*"),
  },
  {
    title: "Block Public Access takes a policy for public that has no fixed value, and denies without a Deny",
    page: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status",
    answers: ANY,
    touches: ({ settings, policies }) => settings.s3?.restrictPublicBuckets === true && policies.resource !== undefined,
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
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statementsOf(question: Question): Statement[] {
  return policiesOf(question).flatMap(({ statements }) => statements as readonly unknown[] as Statement[]);
}

function conditionsOf(question: Question): { readonly operator: string; readonly values: readonly unknown[] }[] {
  return statementsOf(question).flatMap(({ Condition = {} }) =>
    Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.values(keys).map((values) => ({ operator, values: [values].flat() as unknown[] })),
    ),
  );
}

/** A variable proper: `${*}` and its kin are characters. */
function hasVariable(values: readonly unknown[]): boolean {
  return values.some((value) => /\$\{[^*?$]/.test(String(value)));
}
