import { withoutBystanders } from "../../../cli/access/own-parts";
import { computeMatrix } from "../../../cli/access/compute";
import { summaryOf } from "../../../cli/access/summary";
import { keptJson, type KeptFile } from "../../../tools/hcl-fixtures/kept";
import {
  changedState,
  environmentsOf,
  keptEnvironment,
  NOTHING_TOLD,
  withFiles,
  type Options,
  type StateJson,
  type StateResource,
} from "../../support/hcl";
import { readOneEnvironment } from "../../../cli/terraform/environments";

const ROOT = "root of 111122223333";
const ADMINISTRATOR = "an administrator with *:*";
const S3_ROLE = "a role with s3:*";
const KEY_ADMINISTRATORS = "role/KeyAdministrators with s3:*";
const AUDITOR = "role/security/auditor";

/** Compared by hand with the policies in __tests__/fixtures/hcl. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  // Only "Root" allows decryption: whom IAM allows it.
  "enabled-by-count": {
    "read logs": [ROOT, ADMINISTRATOR],
    "decrypt logs without S3": [ROOT, ADMINISTRATOR],
    "change the key policy": [ROOT, ADMINISTRATOR],
  },
  // The same.
  "values-through-modules": {
    "read logs": [ROOT, ADMINISTRATOR],
    "decrypt logs without S3": [ROOT, ADMINISTRATOR],
    "change the key policy": [ROOT, ADMINISTRATOR],
  },
  // No statement for the account: IAM opens nothing, not even for root.
  "lists-of-statements": {
    "read logs": [AUDITOR],
    "decrypt logs without S3": [AUDITOR],
    "change the key policy": [KEY_ADMINISTRATORS],
  },
  // Everyone of the account decrypts in the trail's context; through S3, who may read the bucket as well.
  "baseline-with-topic": {
    "read logs": [ROOT, S3_ROLE, ADMINISTRATOR],
    "decrypt logs without S3": ["role/CloudTrail-CloudWatch-Delivery", ROOT, S3_ROLE, ADMINISTRATOR],
    "change the key policy": [ROOT, ADMINISTRATOR],
  },
  // The same; and CloudWatch Logs, without any condition.
  "default-key-policy": {
    "read logs": [ROOT, S3_ROLE, ADMINISTRATOR],
    "decrypt logs without S3": [
      "logs.eu-central-1 without a source",
      "logs.eu-central-1 for an outsider",
      "role/cloudtrail-cloudwatch-logs-role",
      ROOT,
      S3_ROLE,
      ADMINISTRATOR,
    ],
    "change the key policy": [ROOT, ADMINISTRATOR],
  },
};

// A first plan may show its Region nowhere.
const environmentOf = (name: string, file: KeptFile) => keptEnvironment(name, file, { region: "eu-central-1" });
const answersOf = async (name: string, file: KeptFile) => {
  const environment = withoutBystanders(await environmentOf(name, file));
  const lines = summaryOf(computeMatrix(environment)).filter(({ title }) => Object.hasOwn(ANSWERS[name]!, title));
  return Object.fromEntries(lines.map(({ title, subjects }) => [title, subjects.map((one) => one.title)]));
};

describe.each(["state", "plan"] as const)("from a %s after the apply", (file) => {
  test.each(Object.entries(ANSWERS))("%s: who can read, decrypt and open the key", async (name, answers) => {
    expect(await answersOf(name, file)).toEqual(answers);
  });

  test.each(Object.keys(ANSWERS))("%s: the resources are where they are", async (name) => {
    const { trail, logBucket } = await keptEnvironment(name, file);
    expect([trail, logBucket]).toMatchObject(
      [trail, logBucket].map(() => ({ account: "111122223333", region: "eu-central-1" })),
    );
  });
});

test("a first plan says the same where no policy contains a value that AWS assigns", async () => {
  expect(await answersOf("values-through-modules", "first-plan")).toEqual(ANSWERS["values-through-modules"]);
  const { logBucket, trail } = await environmentOf("values-through-modules", "first-plan");
  expect([trail.keyArn, logBucket.keyArn]).toEqual([logBucket.keyArn, expect.stringContaining("module.key[0]")]);
});

test("what is in another Region has its own location", async () => {
  const { channels } = await keptEnvironment("baseline-with-topic", "state");
  expect(channels).toMatchObject([{ name: "security-alerts", region: "eu-west-1", account: "111122223333" }]);
});

test("settings in the bucket itself count like resources of their own", async () => {
  const { logBucket } = await keptEnvironment("default-key-policy", "state");
  expect(logBucket).toMatchObject({ versioned: true, keyArn: undefined });
});

test.each([
  ["enabled-by-count", "module.bucket.aws_s3_bucket_policy.default[0].policy"],
  ["lists-of-statements", "module.bucket.aws_s3_bucket_policy.this[0].policy"],
])("the first plan of %s says what it does not contain, and how to get it", async (name, argument) => {
  await expect(keptEnvironment(name, "first-plan")).rejects.toThrow(
    `${name}: ${argument} is known only after apply, as often in a first plan; apply it, to AWS or to an emulator, and ` +
      "give the JSON that terraform show -json then writes for the state",
  );
});

const only =
  (...types: readonly string[]) =>
  (one: StateResource) =>
    types.includes(one.type) ? one : undefined;
const without =
  (...types: readonly string[]) =>
  (one: StateResource) =>
    types.includes(one.type) ? undefined : one;
const ADVICE = "give the plan or the state that contains it as well, and --environment NAME, which joins the files";

describe("what a file lacks is one line", () => {
  test.each([
    [
      "a trail",
      without("aws_cloudtrail"),
      "one must contain a trail, found none; give the plan or the state that contains the trail (aws_cloudtrail)",
    ],
    [
      "the bucket",
      only("aws_cloudtrail", "aws_kms_key"),
      `one: the trail's bucket acme-security-trail-logs has no policy in these files; ${ADVICE}`,
    ],
    [
      "the key",
      without("aws_kms_key", "aws_kms_alias"),
      "one: the trail's key arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001 is not in " +
        `these files; ${ADVICE}`,
    ],
  ])("%s", async (_, change, message) => {
    await expect(environmentsOf({ "one.json": changedState("enabled-by-count", change) })).rejects.toThrow(
      new Error(message),
    );
  });

  test("an empty state has no trail", async () => {
    await expect(environmentsOf({ "one.json": { format_version: "1.0" } })).rejects.toThrow("must contain a trail");
  });
});

test("files that are one environment by option are joined", async () => {
  const files = {
    "trail.json": changedState("enabled-by-count", only("aws_cloudtrail")),
    "archive.json": changedState("enabled-by-count", without("aws_cloudtrail")),
  };
  const [joined, ...others] = await environmentsOf(files, { environment: "audit" });
  expect(others).toEqual([]);
  expect(joined).toMatchObject({ name: "audit", logBucket: { name: "acme-security-trail-logs" }, keys: [{}] });
});

/** A state with a second trail, which delivers into the same bucket or into one elsewhere. */
function twoTrails(bucket = "acme-security-trail-logs"): StateJson {
  const state = changedState("enabled-by-count", (one) => one);
  const arn = "arn:aws:cloudtrail:eu-central-1:111122223333:trail/data";
  const values = { name: "data", arn, s3_bucket_name: bucket };
  state.values.root_module.resources!.push({
    address: "aws_cloudtrail.data",
    mode: "managed",
    type: "aws_cloudtrail",
    values,
  });
  return state;
}

test("each file is an environment, and each of its trails", async () => {
  const all = await environmentsOf({
    "audit-one.json": keptJson("lists-of-statements", "state"),
    "audit-two.json": twoTrails(),
  });
  expect(all.map(({ name, trails }) => [name, trails.map((trail) => trail.name)])).toEqual([
    ["audit-one", ["acme"]],
    ["audit-two (aws_cloudtrail.data)", ["data"]],
    ["audit-two (module.trail.aws_cloudtrail.default[0])", ["acme-security-trail"]],
  ]);
});

test.each(["acme-security-trail", "module.trail.aws_cloudtrail.default[0]"])(
  "of several trails, the one called %s is read alone, whatever the others lack",
  async (trail) => {
    const all = await environmentsOf({ "two.json": twoTrails("elsewhere") }, { trail });
    expect(all.map(({ trails }) => trails.map(({ name }) => name))).toEqual([["acme-security-trail"]]);
  },
);

describe("several trails where one is meant are one line", () => {
  const one = (options: Options = {}) =>
    withFiles({ "two.json": twoTrails() }, (files) => readOneEnvironment({ ...NOTHING_TOLD, ...options, files }));

  test("the answer lists them", async () => {
    await expect(one()).rejects.toThrow(
      "the files have 2 trails: aws_cloudtrail.data, module.trail.aws_cloudtrail.default[0]; choose one with --trail " +
        "ADDRESS, or, if all deliver into one bucket, check them together with --environment NAME",
    );
  });

  test("an unknown name lists them too", async () => {
    await expect(one({ trail: "main" })).rejects.toThrow(
      "--trail: no trail is called main; the files have aws_cloudtrail.data, module.trail.aws_cloudtrail.default[0]",
    );
  });

  test("together they are one environment", async () => {
    expect((await one({ environment: "both" })).trails.map(({ name }) => name).sort()).toEqual([
      "acme-security-trail",
      "data",
    ]);
    const apart = environmentsOf({ "two.json": twoTrails("elsewhere") }, { environment: "both" });
    await expect(apart).rejects.toThrow(/trails deliver into elsewhere, \S+; choose one with --trail ADDRESS$/);
  });
});

test("two files of one name are refused", async () => {
  const state = keptJson("enabled-by-count", "state");
  await expect(environmentsOf({ "a.json": state, "a.tfstate": state })).rejects.toThrow(
    /a\.json and \S+a\.tfstate would both be called a; rename one of them$/,
  );
});
