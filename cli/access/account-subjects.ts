import { arnsIn } from "../../modules/policy";
import type { Environment } from "../model/environment";
import type { Policy } from "../policy/document";
import { EVERYTHING } from "../policy/evaluate";
import { FOREIGN_ACCOUNT, FOREIGN_ORGANIZATION } from "./calls";
import type { Subject } from "./subject";

/** Represents an organization's other accounts. */
const SIBLING_ACCOUNT = "000000000001";

export const S3_EVERYTHING: Policy = {
  source: "IAM",
  statements: [{ Sid: "AllOfS3", Effect: "Allow", Action: "s3:*", Resource: "*" }],
};

/** Callers that no policy names: root and administrators of the accounts and of foreign ones, and anonymous callers. */
export function accountSubjects({ logBucket, replicaBucket, trail, organizationId }: Environment): Subject[] {
  const { account: archive, region } = logBucket;
  const principal = (
    id: string,
    title: string,
    arn: string,
    organization: string | undefined,
    policies: readonly Policy[],
  ): Subject => ({
    id,
    title,
    caller: { kind: "principal", arn, organizationId: organization, policies },
  });
  const rootOf = (id: string, title: string, account: string) =>
    principal(id, title, arnsIn({ account, region }).root(), organizationId, []);
  const role = (id: string, title: string, account: string, policy = EVERYTHING, organization = organizationId) =>
    principal(id, title, arnsIn({ account, region }).role(id), organization, [policy]);
  const apart = [
    ["audited", trail.account],
    ["replica", replicaBucket?.account ?? archive],
  ] as const;
  return [
    rootOf("root", "root of the archive account", archive),
    role("ordinary-role", "a role with s3:*", archive, S3_EVERYTHING),
    role("administrator", "an administrator with *:*", archive),
    ...apart
      .filter(([, account], index) => account !== archive && (index === 0 || account !== trail.account))
      .flatMap(([name, account]) => [
        rootOf(`${name}-root`, `root of the ${name} account`, account),
        role(`${name}-administrator`, `an administrator of the ${name} account`, account),
      ]),
    ...(organizationId === undefined
      ? []
      : [role("sibling-administrator", "an administrator of another account of the organization", SIBLING_ACCOUNT)]),
    role(
      "foreign-administrator",
      "an administrator of a foreign account",
      FOREIGN_ACCOUNT,
      EVERYTHING,
      FOREIGN_ORGANIZATION,
    ),
    { id: "anonymous", title: "anonymous", caller: { kind: "anonymous" } },
  ];
}
