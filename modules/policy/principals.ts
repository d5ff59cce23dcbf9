import type { OneOrMany, Principals } from "./statement";

/**
 * Whom the element Principal can name. Ids that begin with A are what AWS stores instead of a user or role that was
 * deleted.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const NAMES: Readonly<Record<string, { readonly form: RegExp; readonly example: string }>> = {
  AWS: {
    form: /^(\*|\d{12}|A[A-Z0-9]{15,}|arn:aws[a-z-]*:iam::(\d{12}|cloudfront):(root|(user|role)\/[^*?]+)|arn:aws[a-z-]*:sts::\d{12}:(assumed-role\/[^*?/]+\/[^*?/]+|federated-user\/[^*?/]+))$/,
    example:
      'an account, or the ARN of a user, role or session without wildcards; for several, use a condition on "aws:PrincipalArn"',
  },
  Service: {
    form: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.(com(\.cn)?|eu)$/,
    example: 'a service like "logs.amazonaws.com"',
  },
  Federated: {
    form: /^(arn:aws[a-z-]*:iam::\d{12}:(saml|oidc)-provider\/[^*?]+|[a-z0-9-]+(\.[a-z0-9-]+)+)$/,
    example: "the ARN of an identity provider",
  },
};

/** Principals that AWS refuses, one sentence for each. Expressions of Terraform, such as tokens, have no value yet. */
export function principalProblems(at: string, element: string, principals: Principals | undefined): string[] {
  if (principals === undefined || principals === "*") return [];
  return Object.entries(principals as Readonly<Record<string, OneOrMany | undefined>>).flatMap(([type, names]) => {
    const known = Object.hasOwn(NAMES, type) ? NAMES[type] : undefined;
    return [names ?? []]
      .flat()
      .filter((name) => known !== undefined && !name.includes("${") && name !== "" && !known.form.test(name))
      .map((name) => `${at}: ${element}.${type} must be ${known!.example}, got ${JSON.stringify(name)}`);
  });
}
