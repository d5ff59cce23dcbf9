import { validated } from "../../support/validated";
import { ACCOUNT, addFeed, SIEM_ROLE } from "../../support/log-feed";

test("Terraform accepts a feed with every kind of subscriber, also with the oldest version of the provider", async () => {
  const verdict = await validated((stack) => {
    addFeed(stack, {
      subscribers: [
        {},
        { name: "sentinel", existingRole: `arn:aws:iam::${ACCOUNT}:role/OIDC_Sentinel`, ...NO_NEW_ROLE },
        { name: "snowflake", via: "topic", accounts: [ACCOUNT], subscribers: [SIEM_ROLE] },
      ],
    });
  });
  expect(verdict).toMatchObject({ kind: "ok" });
}, 300_000);

const NO_NEW_ROLE = { trustedPrincipals: undefined, externalId: undefined };
