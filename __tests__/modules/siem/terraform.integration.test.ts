import { Alerts } from "../../../modules/alerts";
import { EventPush, type PushDestination } from "../../../modules/siem";
import { ALERTS } from "../../support/alerts";
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

test.each<PushDestination>([
  { kind: "splunk", url: "https://splunk.example.com:8088" },
  { kind: "http", url: "https://siem.example.com/firehose", name: "SIEM" },
])(
  "Terraform accepts a push to $kind, also with the oldest version of the provider",
  async (destination) => {
    const verdict = await validated((stack) => {
      const secretArn = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:splunk-a1b2c3`;
      const alerts = new Alerts(stack, "Alerts", ALERTS);
      const logGroupName = "/aws/cloudtrail/audit";
      const failures = { bucketName: "audit-push-failures" };
      new EventPush(stack, "Push", { name: "audit-push", alerts, logGroupName, destination, secretArn, failures });
    });
    expect(verdict).toMatchObject({ kind: "ok" });
  },
  300_000,
);

const NO_NEW_ROLE = { trustedPrincipals: undefined, externalId: undefined };
