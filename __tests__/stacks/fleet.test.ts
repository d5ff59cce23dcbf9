import type { EnvironmentConfig } from "../../environments/schema";
import { changed, environmentWith } from "../support/environment";
import { accountId, fleetOf } from "../support/fleet";
import { synthApp } from "../support/app";
import { stacksOf } from "../support/stacks-in-memory";
import { statement, type Synthesized } from "../support/synth";

const names = (environment: EnvironmentConfig) => synthApp([environment]).stackNames;
const label = ({ json }: Synthesized) => (json["//"] as Record<string, unknown>)["audit-trail"];

describe("a fleet", () => {
  const app = synthApp([fleetOf(3)]);
  const archive = app.stack("fleet-archive");
  const trailArn = (account: string) => `arn:aws:cloudtrail:eu-central-1:${account}:trail/fleet-trail`;
  const ACCOUNTS = [accountId(1), accountId(2), accountId(3), "111122223333"];

  test("has a trail stack for each account, and one for the archive account", () => {
    expect(app.stackNames).toEqual([
      "fleet-archive",
      "fleet-state",
      "fleet-trail-account-01",
      "fleet-trail-account-02",
      "fleet-trail-account-03",
      "fleet-trail-archive",
    ]);
    expect(label(app.stack("fleet-trail-account-02"))).toEqual({
      environment: "fleet",
      kind: "trail",
      account: "account-02",
    });
  });

  test("has each trail in its account, with a state of its own", () => {
    const second = app.stack("fleet-trail-account-02");
    const [provider] = (second.json["provider"] as { aws: object[] }).aws;
    expect(provider).toMatchObject({
      allowed_account_ids: [accountId(2)],
      assume_role: [{ role_arn: `arn:aws:iam::${accountId(2)}:role/AuditTrailDeploy` }],
    });
    expect(JSON.stringify(second.json["terraform"])).toContain('"key":"fleet/trail-account-02"');
  });

  test("has an archive that lets all its trails in", () => {
    const key = archive.one("aws_kms_key", "Key")["policy"];
    const bucket = archive.all("aws_s3_bucket_policy").find(({ address }) => address.includes(".LogBucket"))!["policy"];
    expect(statement(key, "CloudTrailEncryptsLogs").Condition?.StringEquals).toEqual({
      "aws:SourceArn": ACCOUNTS.map(trailArn),
    });
    expect(statement(bucket, "AWSCloudTrailWrite20150319").Resource).toEqual(
      ACCOUNTS.map((account) => `arn:aws:s3:::fleet-audit-logs/AWSLogs/${account}/*`),
    );
    // The archive account's own trail has no log group.
    expect(statement(key, "CloudWatchLogsEncryptsLogGroups").Condition?.ArnEquals).toEqual({
      "kms:EncryptionContext:aws:logs:arn": ACCOUNTS.slice(0, 3).map(
        (account) => `arn:aws:logs:eu-central-1:${account}:log-group:/aws/cloudtrail/fleet-trail`,
      ),
    });
  });

  test("lets a reader of all read what any of them delivers, and nothing beside it", () => {
    const { policy } = archive.one("aws_iam_policy");
    expect(statement(policy, "ReadLogs").Resource).toBe(
      "arn:aws:s3:::fleet-audit-logs/AWSLogs/????????????/CloudTrail*/*",
    );
  });

  test("changes no other account's trail when one is added", () => {
    const [three, four] = [stacksOf(fleetOf(3)), stacksOf(fleetOf(4))];
    const json = (stacks: readonly Synthesized[]) => stacks.map((stack) => JSON.stringify(stack.json));
    expect(four.trails).toHaveLength(5);
    expect(json(four.trails)).toEqual(expect.arrayContaining(json(three.trails)));
    expect(JSON.stringify(four.archive.json)).not.toBe(JSON.stringify(three.archive.json));
  });
});

describe("one account", () => {
  const one = environmentWith();

  test("has the stack that it always had, in a list too", () => {
    expect(names(one)).toEqual(["test-archive", "test-state", "test-trail"]);
    const listed = changed(one, "accounts.audited", [{ id: "111122223333" }]) as EnvironmentConfig;
    expect(JSON.stringify(stacksOf(listed))).toBe(JSON.stringify(stacksOf(one)));
    expect(label(stacksOf(one).trail)).toEqual({ environment: "test", kind: "trail" });
  });

  test("keeps its stack when others join it", () => {
    const more = [{ id: "111122223333" }, { id: accountId(1), name: "payments" }];
    const fleet = changed(one, "accounts.audited", more) as EnvironmentConfig;
    expect(names(fleet)).toEqual(["test-archive", "test-state", "test-trail", "test-trail-payments"]);
    expect(JSON.stringify(stacksOf(fleet).trail.json)).toBe(JSON.stringify(stacksOf(one).trail.json));
  });
});

describe("the archive account", () => {
  const apart = environmentWith({
    accounts: { audited: { id: accountId(1) } },
    trail: { events: { data: [{ kind: "lambda", functions: "all" }] }, deliveryTopic: true },
  });
  const organization = { id: "o-a1b2c3d4e5", managementAccount: accountId(1) };

  test("has a small trail of its own into the same bucket", () => {
    const app = synthApp([apart]);
    const { counts } = app.stack("test-trail-archive");
    expect(counts).toEqual({ aws_cloudtrail: 1 });
    const trail = app.stack("test-trail-archive").one("aws_cloudtrail");
    expect(trail).toMatchObject({
      s3_bucket_name: "test-logs",
      is_multi_region_trail: true,
      enable_log_file_validation: true,
      advanced_event_selector: [
        { name: "Management events selector", field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
      ],
    });
  });

  test.each<[string, object]>([
    ["is audited itself", { accounts: { audited: { id: "111122223333" } } }],
    [
      "is one of those that are audited",
      { accounts: { audited: [{ id: accountId(1) }, { id: "111122223333", name: "logs" }] } },
    ],
    ["is recorded by the organization's trail", { organization, trail: { ofOrganization: true } }],
    ["is recorded by something else", { accounts: { archive: { recordedBy: "the trail of Control Tower" } } }],
  ])("has none where it %s", (_, changes) => {
    const environment = environmentWith({ accounts: { audited: { id: accountId(1) } }, ...changes });
    expect(names(environment)).not.toContain("test-trail-archive");
  });
});

test("50 accounts fit into AWS's limits", () => {
  // The policies are checked as they are synthesized.
  const { archive } = stacksOf(fleetOf(50));
  const bytes = (type: string) => archive.all(type).map(({ policy }) => Buffer.byteLength(policy as string));
  expect(Math.max(...bytes("aws_kms_key"))).toBeLessThan(32 * 1024);
  expect(Math.max(...bytes("aws_s3_bucket_policy"))).toBeLessThan(20 * 1024);
  expect(Math.max(...bytes("aws_iam_policy"))).toBeLessThan(6144);
});
