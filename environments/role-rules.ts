import { parseArn } from "../modules/policy";
import type { Rule } from "./rule";

/** A reader has someone who assumes its role; a third party's account is trusted with an external id only. */
export const readersAreTrusted: Rule = ({ readers = [], accounts }) =>
  readers.flatMap((reader, index) => {
    if (reader === undefined) return [];
    const { trustedPrincipals, trustedPermissionSets, externalId } = reader;
    const path = `readers[${index}].trustedPrincipals`;
    const accountIds = (trustedPrincipals ?? []).map((arn) => accountTrusted(arn));
    return [
      trustedPrincipals === undefined &&
        trustedPermissionSets === undefined && {
          path,
          message: "must name at least one user or role, or trustedPermissionSets a permission set, got none",
          unless: `readers[${index}].trusted`,
        },
      ...accountIds.map((account, at) => {
        if (account === undefined) return undefined;
        const message = `must be a user or role of that account, got "${trustedPrincipals![at]}"`;
        if (account === accounts?.archive?.id)
          return { path: `${path}[${at}]`, message: `${message}: only a third party's account is trusted as a whole` };
        const unless = `readers[${index}].externalId`;
        const way = `a third party's account takes readers[${index}].externalId too`;
        return externalId === undefined && { path: `${path}[${at}]`, message: `${message}; ${way}`, unless };
      }),
    ];
  });

/** The account whose root an ARN names. */
function accountTrusted(arn: string | undefined): string | undefined {
  const parts = arn === undefined ? undefined : parseArn(arn);
  return parts?.resource === "root" ? parts.account : undefined;
}

/** A role takes a boundary of its own account; an ARN names one account. */
export const boundaryIsInEveryAccount: Rule = ({ accounts, iam }) => {
  const boundary = iam?.permissionsBoundary;
  const owner = boundary === undefined ? undefined : parseArn(boundary)?.account;
  const others = [accounts?.archive?.id, accounts?.audited?.id].filter((id) => id !== undefined && id !== owner);
  return [
    owner !== undefined &&
      owner !== "aws" &&
      others.length > 0 && {
        path: "iam.permissionsBoundary",
        message: `must be a policy of account ${others[0]}, which has roles too; give the name alone where each account has a policy of that name, got "${boundary}"`,
      },
  ];
};
