interface Mistake {
  readonly looks: RegExp;
  readonly advice: string;
}

/** What people write instead of a user or role, and what they should write. */
const MISTAKES: readonly Mistake[] = [
  { looks: /AWSReservedSSO_/, advice: "for a role of IAM Identity Center, name its permission set" },
  { looks: /^\*$/, advice: "name the users and roles that need access" },
  {
    looks: /^\d{12}$|^arn:[a-z-]+:iam::\d{12}:root$/,
    advice:
      "name users and roles of the account; for a third party, name its account (arn:aws:iam::111122223333:root) with externalId",
  },
  {
    looks: /^arn:[a-z-]+:iam::\d{12}:group\//,
    advice: "a group is not a principal: name its users, or a role that they assume",
  },
  {
    looks: /^arn:[a-z-]+:sts::\d{12}:(assumed-role|federated-user)\//,
    advice: "name the role or user, not a session of it",
  },
  { looks: /:(saml-provider|oidc-provider)\//, advice: "name a role that the provider's users assume" },
  { looks: /[*?]/, advice: "name each user or role, without wildcards" },
  { looks: /\.amazonaws\.com(\.cn)?$/, advice: "a service acts through a role: name that role" },
];

/** What to write instead of a text that is not the ARN of a user or role. Undefined if there is no advice. */
export function principalAdvice(text: string): string | undefined {
  return MISTAKES.find(({ looks }) => looks.test(text))?.advice;
}
