import { COMPLETE, nodesOf } from "../../support/complete-environment";
import { ABSENT, changed, problemsOf, uncheckedWith } from "../../support/environment";
import { OPTIONS } from "../../support/environment-options";

const DATA_ALLOWED = 'an object whose kind is "s3", "lambda", "dynamodb" or "other"';
const SOURCE_ALLOWED = 'an event source like "s3.amazonaws.com", or an object with source and where';
const BUCKET_ALLOWED = "a bucket name or an object with bucket and prefix";

const AUDITED = "accounts.audited";
const AUDITED_ALLOWED = "an object with id (optional: assumeRole, name) or a list of at least one";

// Options of a subscriber exclude each other, as those of a statement do, so that none has them all: siem.test.ts and
// statements.test.ts try them.
const nodes = nodesOf(COMPLETE).filter(({ path }) => !/^siem\.subscribers\[|^(key|logs)\.statements\[/.test(path));
const objects = nodes.filter(({ value }) => typeof value === "object" && !Array.isArray(value));
const lists = nodes.filter(({ value }) => Array.isArray(value));

/** What a message must say an object is; undefined where that is the list of its keys. */
function allowedObject(path: string): string | undefined {
  if (/(^|\.)tags$/.test(path)) return "an object of strings";
  if (path === AUDITED) return AUDITED_ALLOWED;
  if (/^trail\.events\.data\[\d\]$/.test(path)) return DATA_ALLOWED;
  if (/^trail\.events\.networkActivity\[\d\]$/.test(path)) return SOURCE_ALLOWED;
  return path.startsWith("trail.events.data[0].buckets") ? BUCKET_ALLOWED : undefined;
}

/** The keys that a message says an object has, those that must be there first. */
function keysIn(allowed: string): { required: string[]; optional: string[] } {
  const [, any, keys, more] = /^an object with (?:any of (.+)|(.+?)(?: \(optional: (.+)\))?)$/.exec(allowed) ?? [];
  const list = (text: string | undefined) => (text === undefined ? [] : text.split(", ").sort());
  return { required: list(keys), optional: list(any ?? more) };
}

/** The keys that the complete environment has at a path. */
function expectedKeys(path: string) {
  const keys = Object.keys(objects.find((one) => one.path === path)!.value as object).sort();
  const isRequired = (key: string) => `${path}.${key}` in REQUIRED;
  return { required: keys.filter(isRequired), optional: keys.filter((key) => !isRequired(key)) };
}

function allowedList(path: string): string {
  return /^trail\.events\.data\[\d\]\.(buckets|functions|tables|arns)$/.test(path)
    ? '"all" or a list of at least one'
    : "a list";
}

describe("where an object belongs", () => {
  test.each(objects)("$path takes nothing else", ({ path }) => {
    const [first] = problemsOf(changed(COMPLETE, path, 5));
    const [, allowed] = /^test: \S+ must be (.+), got 5$/.exec(first!)!;
    const problem = (got: string) => [`test: ${path} must be ${allowedObject(path) ?? allowed}, got ${got}`];
    if (allowedObject(path) === undefined) expect(keysIn(allowed!)).toEqual(expectedKeys(path));
    expect([first]).toEqual(problem("5"));
    expect(problemsOf(changed(COMPLETE, path, null))).toEqual(problem("null"));
    expect(problemsOf(changed(COMPLETE, path, []))).toEqual(problem("an empty list"));
    // Of a list of accounts, the account is refused.
    if (path !== AUDITED) expect(problemsOf(changed(COMPLETE, path, ["x"]))).toEqual(problem("a list"));
    expect(problemsOf(changed(COMPLETE, path, new Date(0)))).toEqual(problem("an object of class Date"));
  });
});

describe("where a list belongs", () => {
  test.each(lists)("$path takes nothing else", ({ path }) => {
    const problem = (got: string) => [`test: ${path} must be ${allowedList(path)}, got ${got}`];
    expect(problemsOf(changed(COMPLETE, path, 5))).toEqual(problem("5"));
    expect(problemsOf(changed(COMPLETE, path, "x"))).toEqual(problem('"x"'));
    expect(problemsOf(changed(COMPLETE, path, null))).toEqual(problem("null"));
    const noList = path.endsWith(".buckets")
      ? [`test: ${path}.allBut is missing; it must be a list`]
      : problem("an object");
    expect(problemsOf(changed(COMPLETE, path, {}))).toEqual(noList);
  });
});

describe("unknown keys", () => {
  const strict = objects.filter(({ path }) => !/(^|\.)tags$/.test(path));

  test.each(strict)("$path has no place for one", ({ path, value }) => {
    const known = Object.keys(value as object);
    const [problem, ...others] = problemsOf(changed(COMPLETE, `${path}.typo`, true));
    expect(others).toEqual([]);
    const [told, keys] = problem!.split("; known keys are ");
    expect(told).toBe(`test: ${path}.typo is unknown`);
    expect(keys!.split(", ").sort()).toEqual(known.sort());
  });

  test("at the top are reported with the keys there are", () => {
    expect(problemsOf(uncheckedWith({ bucket: "test-logs" }))).toEqual([
      "test: bucket is unknown; known keys are name, protected, region, accounts, organization, state, key, logs, " +
        "accessLogs, replica, blockPublicAccessOfAccount, readers, iam, breakGlass, trail, alerts, threats, siem, " +
        "query, namePrefix, tags",
    ]);
  });

  test("are all told, however many there are in one object", () => {
    expect(problemsOf(uncheckedWith({ state: { bucket: "x", region: "y" } }))).toEqual([
      "test: state.bucket is unknown; did you mean bucketName?",
      "test: state.region is unknown; known keys are bucketName",
    ]);
  });

  test("are reported even where their value is undefined", () => {
    expect(problemsOf(uncheckedWith({ state: { bucket: undefined } }))).toEqual([
      "test: state.bucket is unknown; did you mean bucketName?",
    ]);
  });

  test.each([
    ["regoin", "region"],
    ["reader", "readers"],
    ["logs.bucketname", "bucketName"],
    ["logs.buketName", "bucketName"],
    ["readers[0].requireMFA", "requireMfa"],
    ["trail.cloudwatchLog", "cloudWatchLogs"],
  ])("%s is probably %s", (path, meant) => {
    expect(problemsOf(changed(COMPLETE, path, false))).toEqual([`test: ${path} is unknown; did you mean ${meant}?`]);
  });

  test("are what tags are made of", () => {
    expect(problemsOf(uncheckedWith({ tags: { "cost center": "42", größe: "" } }))).toEqual([]);
  });
});

/** Options that must be there, with what the message says they must be. */
const REQUIRED: Record<string, string> = {
  protected: "true or false",
  accounts: "an object with archive, audited",
  "accounts.archive": "an object with id (optional: assumeRole, recordedBy)",
  "accounts.audited": AUDITED_ALLOWED,
  state: "an object with bucketName",
  key:
    "an object with alias, administrators (optional: otherAliases, rootAccess, statements, rotationPeriodInDays, " +
    "deletionWindowInDays)",
  logs:
    "an object with bucketName (optional: prefix, lifecycle, objectLock, forceDestroy, onlyReaders, " +
    "requireKeyHeader, minimumTlsVersion, statements, eventBridge, inventory)",
  accessLogs: "an object with bucketName (optional: lifecycle)",
  trail:
    "an object with name (optional: ofOrganization, formerly, multiRegion, includeGlobalServiceEvents, events, " +
    "cloudWatchLogs, deliveryTopic)",
  ...each("a list", ["key.administrators", "readers", "breakGlass.trustedPrincipals"]),
  ...each('"all" or a list of at least one', data(["[0].buckets", "[1].functions", "[2].tables", "[3].arns"])),
  ...each('one of "s3", "lambda", "dynamodb", "other"', data(["[0].kind", "[1].kind", "[2].kind", "[3].kind"])),
  ...asGiven(["region", "accounts.archive.id", "accounts.audited.id", "replica.account.id"]),
  ...asGiven(["organization.id", "organization.managementAccount", "key.alias", "replica.keyAlias", "replica.region"]),
  ...asGiven([
    ...["state.bucketName", "logs.bucketName", "accessLogs.bucketName", "replica.bucketName"],
    "query.bucketName",
  ]),
  ...asGiven(
    ["logs", "accessLogs", "replica", "threats.export"].flatMap((bucket) =>
      ["lifecycle", "lifecycle.rules[0]"].flatMap((actions) =>
        ["transitions", "noncurrentTransitions"].flatMap((list) =>
          ["afterDays", "storageClass"].map((key) => `${bucket}.${actions}.${list}[0].${key}`),
        ),
      ),
    ),
  ),
  ...asGiven(["logs", "accessLogs", "replica", "threats.export"].map((bucket) => `${bucket}.lifecycle.rules[0].id`)),
  ...each("a list", ["threats.regions", "siem.subscribers"]),
  ...asGiven(["threats.export.bucketPrefix"]),
  ...asGiven(["logs.objectLock.mode", "logs.objectLock.days", "breakGlass.roleName"]),
  ...asGiven(
    ["readers[0]", "replica.readers[0]"].flatMap((reader) =>
      ["roleName", "trustedPermissionSets[0].account", "trustedPermissionSets[0].name"].map(
        (key) => `${reader}.${key}`,
      ),
    ),
  ),
  ...asGiven(["trail.name", "trail.cloudWatchLogs.retentionInDays"]),
  ...asGiven(data([0, 1, 2, 3].map((index) => `[${index}].where[0].field`))),
  ...asGiven(["trail.events.networkActivity[1].where[0].field", "trail.events.networkActivity[1].source"]),
  ...asGiven(data(["[0].buckets[1].bucket", "[0].buckets[1].prefix", "[3].resourceType"])),
};

function each(allowed: string, paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, allowed]));
}

/** What is allowed is the same as where a wrong value is given. */
function asGiven(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, OPTIONS.find((option) => option.path === path)!.allowed]));
}

function data(paths: readonly string[]): string[] {
  return paths.map((path) => `trail.events.data${path}`);
}

describe("missing keys", () => {
  test.each(Object.entries(REQUIRED))("%s must be there", (path, allowed) => {
    const missing = `test: ${path} is missing; it must be ${allowed}`;
    expect(problemsOf(changed(COMPLETE, path, ABSENT))).toEqual([missing]);
    expect(problemsOf(changed(COMPLETE, path, undefined))).toEqual([missing]);
  });

  test("everything else may be left out, or be undefined", () => {
    const optional = nodes
      .map(({ path }) => path)
      .filter((path) => path !== "name" && !/(^|\.)tags\./.test(path) && !path.endsWith("]") && !(path in REQUIRED));
    expect(optional.length).toBeGreaterThan(40);
    const complaints = optional.flatMap((path) =>
      [ABSENT, undefined]
        .flatMap((nothing) => problemsOf(changed(COMPLETE, path, nothing)))
        .filter((problem) => problem.startsWith(`test: ${path} `)),
    );
    expect(complaints).toEqual([]);
  });

  test("a missing name is reported by the environment's place", () => {
    expect(problemsOf(uncheckedWith({ name: ABSENT }))).toEqual([
      "environments[0]: name is missing; it must be 2 to 16 lowercase letters, digits and single hyphens between them, beginning with a letter",
    ]);
  });
});
