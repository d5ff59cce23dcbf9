import type { App } from "cdktf";
import { Archive } from "cdktf-audit-trail/archive";
import { Trail, type TrailIdentity } from "cdktf-audit-trail/trail";
import { AccountStack, REGION } from "./account-stack";
import { ARCHIVE, MEMBERS, type Account } from "./accounts";

/** Adds the archive, and a stack with a trail for each account, the archive's own account included. */
export function addStacks(app: App): void {
  const recorded = [ARCHIVE, ...MEMBERS];
  const { bucket, key } = new Archive(new AccountStack(app, "log-archive", ARCHIVE), "Archive", {
    account: ARCHIVE.id,
    region: REGION,
    bucketName: "example-log-archive",
    trails: recorded.map(trailOf),
    readers: [
      // Reads the logs of all accounts, also of those that have left the list.
      {
        roleName: "security-log-reader",
        trustedPrincipals: [`arn:aws:iam::${ARCHIVE.id}:role/Security`],
        accounts: "all" as const,
      },
      // Each team reads the logs of its own account.
      ...MEMBERS.map(({ name, id }) => ({
        roleName: `${name}-log-reader`,
        trustedPrincipals: [`arn:aws:iam::${id}:role/Developers`],
        accounts: [id],
      })),
    ],
    onlyReaders: true,
  });
  for (const account of recorded) {
    const stack = new AccountStack(app, `${account.name}-trail`, account);
    new Trail(stack, "Trail", { ...trailOf(account), bucket, key });
  }
}

function trailOf({ name, id }: Account): TrailIdentity {
  return { account: id, region: REGION, name: `${name}-audit` };
}
