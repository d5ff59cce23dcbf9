import { EXISTING } from "../../../tools/samples/existing";
import { environmentWith, problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

const SPLUNK = {
  name: "splunk",
  trustedPrincipals: ["arn:aws:iam::444455556666:role/Splunk"],
  externalId: "agreed",
};
const TOPIC = { ...SPLUNK, via: "topic", accounts: ["111122223333"], subscribers: SPLUNK.trustedPrincipals };
const OWN_ROLE = "arn:aws:iam::111122223333:role/OIDC_Sentinel";
const SENTINEL = { name: "sentinel", existingRole: OWN_ROLE };

const problemsWith = (subscribers: readonly object[], changes: Overrides = {}) =>
  problemsOf(uncheckedWith({ siem: { subscribers }, ...changes }));

describe("a feed for a SIEM takes", () => {
  test.each<[string, readonly object[], Overrides?]>([
    ["a queue with a new role", [SPLUNK]],
    ["a queue for an existing role", [SENTINEL]],
    ["a topic", [TOPIC]],
    [
      "a topic for a role of the bucket's account, which needs no subscribers",
      [{ ...SENTINEL, via: "topic", accounts: ["111122223333"] }],
    ],
    ["a SIEM's account with an external id", [{ ...SPLUNK, trustedPrincipals: ["arn:aws:iam::444455556666:root"] }]],
    [
      "principals of the archive's account without an external id",
      [{ name: "own", trustedPrincipals: ["arn:aws:iam::111122223333:role/Splunk"] }],
    ],
    ["several, of any name", [SPLUNK, { ...SENTINEL, name: "constructor" }, { ...SENTINEL, name: "-" }]],
    ["a bucket that says so already", [SPLUNK], { logs: { eventBridge: true } }],
  ])(
    "%s", // A parameter that a row lacks would be Jest's `done`.
    (_, subscribers, ...[changes]) => {
      expect(problemsWith(subscribers, changes)).toEqual([]);
    },
  );

  test("an existing bucket, once its owner sends events", () => {
    const siem = { subscribers: [SPLUNK] };
    expect(problemsOf(uncheckedWith({ siem, logs: { eventBridge: true } }, EXISTING))).toEqual([]);
    expect(problemsOf(uncheckedWith({ siem }, EXISTING))).toEqual([
      "existing: logs.eventBridge must be true with siem, whose rules select log files in EventBridge, once the owner of " +
        "the existing bucket has switched it on, got none",
    ]);
  });
});

describe("a feed for a SIEM refuses, each with one error,", () => {
  test.each<[string, readonly object[], string, Overrides?]>([
    ["no subscribers", [], "siem.subscribers must be a list of at least one, got an empty list"],
    [
      "a name",
      [{ ...SPLUNK, name: "Splunk" }],
      'siem.subscribers[0].name must be 1 to 20 lower-case letters, digits and dashes, got "Splunk"',
    ],
    [
      "a name twice",
      [SPLUNK, { ...SENTINEL, name: "splunk" }],
      'siem.subscribers[1].name must differ from siem.subscribers[0].name, got "splunk"',
    ],
    [
      "the name of another's dead-letter queue",
      [SPLUNK, { ...SENTINEL, name: "splunk-failed" }],
      'siem.subscribers[1].name must not be that of the dead-letter queue of siem.subscribers[0], got "splunk-failed"',
    ],
    [
      "nobody who reads",
      [{ name: "splunk" }],
      "siem.subscribers[0].trustedPrincipals must name who takes the role, or existingRole a role that reads, got neither",
    ],
    [
      "a foreign role without an external id",
      [{ ...SPLUNK, externalId: undefined }],
      "siem.subscribers[0].externalId must be given for principals of account 444455556666: without it, whoever else uses the same SIEM can have it read these logs, got none",
    ],
    [
      "the archive's own account as a whole",
      [{ name: "own", trustedPrincipals: ["arn:aws:iam::111122223333:root"] }],
      'siem.subscribers[0].trustedPrincipals[0] must be a user or role of that account: only another account is trusted as a whole, got "arn:aws:iam::111122223333:root"',
    ],
    [
      "an external id for an existing role",
      [{ ...SENTINEL, externalId: "agreed" }],
      "siem.subscribers[0].externalId must be left out with existingRole, whose owner decides who takes it, got a value",
    ],
    [
      "a role that the environment creates",
      [{ ...SENTINEL, existingRole: "arn:aws:iam::111122223333:role/Reader" }],
      'siem.subscribers[0].existingRole must exist already, and not be that of readers[0].roleName, which the environment creates, got "arn:aws:iam::111122223333:role/Reader"',
      { readers: [{ roleName: "reader", trustedPrincipals: [OWN_ROLE] }] },
    ],
    [
      "another subscriber's role",
      [SPLUNK, { ...SENTINEL, existingRole: "arn:aws:iam::111122223333:role/test-audit-feed-splunk" }],
      'siem.subscribers[1].existingRole must exist already, and not be the role of siem.subscribers[0], which the environment creates, got "arn:aws:iam::111122223333:role/test-audit-feed-splunk"',
    ],
    [
      "a topic for all accounts",
      [{ ...TOPIC, accounts: undefined }],
      'siem.subscribers[0].accounts must be listed via "topic": S3 announces by prefix, and would announce digests too, got none',
    ],
    [
      "a topic for nobody",
      [{ ...TOPIC, subscribers: undefined }],
      'siem.subscribers[0].subscribers must name who subscribes via "topic", unless existingRole is of account 111122223333, got none',
    ],
    [
      "a time for a queue that the subscriber has",
      [{ ...TOPIC, visibilityTimeoutSeconds: 60 }],
      'siem.subscribers[0].visibilityTimeoutSeconds must be left out via "topic": the subscriber has the queue, got 60',
    ],
    [
      "subscribers of a queue",
      [{ ...SPLUNK, subscribers: SPLUNK.trustedPrincipals }],
      'siem.subscribers[0].subscribers must be left out unless via is "topic": nobody subscribes to a queue, got a list',
    ],
    [
      "an account that nothing records",
      [{ ...SPLUNK, accounts: ["999999999999"] }],
      'siem.subscribers[0].accounts[0] must be an account that the environment records (111122223333), got "999999999999"',
    ],
    [
      "a Region that nothing records",
      [{ ...SPLUNK, regions: ["eu-west-1"] }],
      'siem.subscribers[0].regions[0] must be "eu-central-1", the one Region that the trail records, got "eu-west-1"',
      { trail: { multiRegion: false } },
    ],
    [
      "a bucket that sends no events",
      [SPLUNK],
      "logs.eventBridge must be true with siem, whose rules select log files in EventBridge, got false",
      { logs: { eventBridge: false } },
    ],
    [
      "more than a pattern takes",
      [{ ...SPLUNK, accounts: Array.from({ length: 40 }, (_, index) => String(100000000000 + index)) }],
      "siem.subscribers[0] must name fewer accounts or regions: its EventBridge pattern may have 2048 characters, got 5",
      { trail: { ofOrganization: true }, organization: { id: "o-a1b2c3d4e5", managementAccount: "111122223333" } },
    ],
    [
      "all accounts beside those of a former organization's trail",
      [SPLUNK],
      "siem.subscribers[0].accounts must be listed while trail.formerly[0] is of an organization, which delivers under the same prefix, got none",
      {
        accounts: { audited: [{ id: "111122223333" }, { id: "123456789012", name: "payments" }] },
        organization: { id: "o-a1b2c3d4e5", managementAccount: "111122223333" },
        trail: { formerly: [{ ofOrganization: true }] },
      },
    ],
  ])("%s", (_, subscribers, problem, ...[changes]) => {
    const [found = "", ...others] = problemsWith(subscribers, changes);
    expect(others).toEqual([]);
    expect(found.startsWith(`test: ${problem}`)).toBe(true);
    expect(found).toContain(problem);
  });

  test.each<[string, object, string]>([
    ["an unknown option", { ...SPLUNK, rolename: "x" }, "siem.subscribers[0].rolename is unknown"],
    ["no name", { ...SPLUNK, name: undefined }, "siem.subscribers[0].name is missing; it must be 1 to 20 "],
    ["another way", { ...SPLUNK, via: "mail" }, 'siem.subscribers[0].via must be one of "queue", "topic", got "mail"'],
    [
      "a name for an ARN",
      { ...SENTINEL, existingRole: "Sentinel" },
      'siem.subscribers[0].existingRole must be an ARN of iam (role/...) without wildcards, got "Sentinel"',
    ],
    [
      "a pattern of principals",
      { ...SPLUNK, trustedPrincipals: ["arn:aws:iam::444455556666:role/*"] },
      "siem.subscribers[0].trustedPrincipals[0] must be an ARN of iam (user/... or role/...) without wildcards, got ",
    ],
    [
      "principals that are no list",
      { ...SPLUNK, trustedPrincipals: 5 },
      "siem.subscribers[0].trustedPrincipals must be a list, got 5",
    ],
    [
      "an id of one letter",
      { ...SPLUNK, externalId: "x" },
      'siem.subscribers[0].externalId must be 2 to 1224 letters, digits and +=,.@:/-, got "x"',
    ],
    [
      "a day",
      { ...SPLUNK, maxSessionHours: 24 },
      "siem.subscribers[0].maxSessionHours must be a whole number of hours from 1 to 12, got 24",
    ],
    [
      "an account that is none",
      { ...SPLUNK, accounts: ["1"] },
      'siem.subscribers[0].accounts[0] must be 12 digits in quotes, got "1"',
    ],
    [
      "a Region that is none",
      { ...SPLUNK, regions: ["frankfurt"] },
      "siem.subscribers[0].regions[0] must be a Region listed in environments/regions.ts",
    ],
    [
      "an address that subscribes",
      { ...TOPIC, subscribers: ["https://siem.example.com"] },
      "siem.subscribers[0].subscribers[0] must be an ARN of iam (user/..., role/... or root) without wildcards, got",
    ],
    [
      "half a day and a second",
      { ...SPLUNK, visibilityTimeoutSeconds: 43_201 },
      "siem.subscribers[0].visibilityTimeoutSeconds must be a whole number of seconds from 0 to 43200, got 43201",
    ],
  ])("%s", (_, subscriber, problem) => {
    const [found = "", ...others] = problemsWith([subscriber]);
    expect(found).toContain(`test: ${problem}`);
    expect(others).toEqual([]);
  });

  test("a topic of an existing bucket", () => {
    const siem = { subscribers: [{ ...TOPIC, accounts: ["444455556666"] }] };
    expect(problemsOf(uncheckedWith({ siem, logs: { eventBridge: true } }, EXISTING))).toEqual([
      'existing: siem.subscribers[0].via must be "queue" with logs.existing: the owner of the bucket configures its topics, got "topic"',
    ]);
  });

  test("a reader with the name of a subscriber's role", () => {
    const readers = [{ roleName: "test-audit-feed-splunk", trustedPrincipals: [OWN_ROLE] }];
    expect(problemsWith([SPLUNK], { readers })).toEqual([
      'test: readers[0].roleName must differ from the role of siem.subscribers[0], got "test-audit-feed-splunk"',
    ]);
  });

  test("the queue of another environment", () => {
    const other = environmentWith();
    const feed = (name: string, last: string) => ({
      ...uncheckedWith({ siem: { subscribers: [{ ...SENTINEL, name: last }] } }, other),
      name,
    });
    const problems = problemsOf(feed("ab", "audit-feed-x"), feed("ab-audit-feed", "x"));
    expect(problems).toContain(
      "ab-audit-feed: siem.subscribers[0].name must give the queue of siem.subscribers[0] another name than that of ab: " +
        'the queue of siem.subscribers[0], got "ab-audit-feed-audit-feed-x"',
    );
  });
});
