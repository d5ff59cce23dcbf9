import { logsFolder } from "../../modules/log-keys";
import { sourceOf } from "../model/policies";
import { coversAction } from "../policy/patterns";
import type { Environment } from "../model/environment";
import { ofType } from "../model/resources";
import { identityPolicies, trustPolicies } from "./environment";
import { faultyAllows, forEach, listOf, principalsOf, unless } from "./rule";

const attachments = (environment: Environment) => [
  ...ofType(environment, "aws_iam_role_policy_attachment"),
  ...ofType(environment, "aws_iam_user_policy_attachment"),
  ...ofType(environment, "aws_iam_group_policy_attachment"),
];

export const administersNothing = forEach(identityPolicies, (policy) => [
  ...faultyAllows(
    policy,
    ({ Action }) => listOf(Action).some((action) => action === "*" || action.endsWith(":*")),
    "allows every action",
  ),
  ...faultyAllows(policy, ({ Resource }) => listOf(Resource).includes("*"), "applies to every resource"),
]);

export const decryptsOneKey = forEach(identityPolicies, (policy) =>
  faultyAllows(
    policy,
    ({ Action, Resource }) =>
      ["kms:Decrypt", "kms:ReEncryptFrom"].some((action) => coversAction(Action, action)) &&
      !listOf(Resource).every((arn) => arn.includes(":key/") && !/[*?]/.test(arn)),
    "allows decryption with more than one named key",
  ),
);

export const readsLogsOnly = forEach(identityPolicies, (policy) =>
  faultyAllows(
    policy,
    ({ Action, Resource }) =>
      ["s3:GetObject", "s3:GetObjectVersion"].some((action) => coversAction(Action, action)) &&
      !listOf(Resource).every((arn) => arn.includes(`/${logsFolder({})}`)),
    "allows reading objects other than log files",
  ),
);

export const trustsNamedPrincipals = forEach(trustPolicies, (policy) =>
  faultyAllows(
    policy,
    (statement) => principalsOf(statement, "AWS").some((arn) => !/^arn:[a-z-]+:iam::\d{12}:(role|user)\//.test(arn)),
    "trusts a principal other than a named role or user",
  ),
);

export const attachesNoPolicyOfAws = forEach(attachments, (attachment) =>
  unless(
    !/^arn:[a-z-]+:iam::aws:policy\//.test(String(attachment.values["policy_arn"])),
    `${sourceOf(attachment)}: attaches an AWS managed policy`,
  ),
);
