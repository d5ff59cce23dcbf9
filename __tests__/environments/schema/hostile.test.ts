import { changed, problemsOf, SMALLEST, uncheckedWith } from "../../support/environment";

/** Keys as JSON can hold them; in an object literal the first would set the prototype. */
const PROTOTYPE_KEYS = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

const EVERY_REQUIRED_KEY = [
  "name",
  "protected",
  "region",
  "accounts",
  "state",
  "key",
  "logs",
  "accessLogs",
  "readers",
  "trail",
];

/** What a message adds of the keys that an environment has. */
const KEYS = / with name, protected, .+ \(optional: .+, tags\)/;

/** Data nested so deeply that walking through it by recursion ends in a stack overflow. */
function bottomless(): object {
  let data: object = {};
  for (let depth = 0; depth < 20_000; depth += 1) data = { deeper: data };
  return data;
}

function endless(): object {
  const data: Record<string, unknown> = { list: [] };
  data["itself"] = data;
  (data["list"] as unknown[]).push(data);
  return data;
}

describe("what is no environment at all", () => {
  test.each([
    [null, "must be an object, got null"],
    [[], "must be an object, got an empty list"],
    [[SMALLEST], "must be an object, got a list"],
    ["dev", 'must be an object, got "dev"'],
    [5, "must be an object, got 5"],
    [NaN, "must be an object, got NaN"],
    [true, "must be an object, got true"],
    [10n, "must be an object, got 10"],
    [Symbol("dev"), "must be an object, got a symbol"],
    [() => SMALLEST, "must be an object, got a function"],
    [new Date(0), "must be an object, got an object of class Date"],
    [new Map(), "must be an object, got an object of class Map"],
    [undefined, "is missing; it must be an object"],
  ])("%p is reported by its place", (environment, problem) => {
    const problems = problemsOf(SMALLEST, environment).map((told) => told.replace(KEYS, ""));
    expect(problems).toEqual([`environments[1]: the environment ${problem}`]);
  });

  test.each([
    ["{}", {}],
    ["an object without prototype", Object.create(null) as object],
  ])("%s lacks everything", (_, environment) => {
    const missing = problemsOf(environment).map((problem) => problem.replace(/ is missing; it must be .+$/, ""));
    expect(missing).toEqual(EVERY_REQUIRED_KEY.map((key) => `environments[0]: ${key}`));
  });

  test("one that is broken hides no problem of another", () => {
    const problems = problemsOf(null, uncheckedWith({ region: "frankfurt" }), "x");
    expect(problems.map((told) => told.replace(KEYS, ""))).toEqual([
      "environments[0]: the environment must be an object, got null",
      'test: region must be a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there), got "frankfurt"',
      'environments[2]: the environment must be an object, got "x"',
    ]);
  });
});

describe("keys that objects inherit", () => {
  test.each(PROTOTYPE_KEYS)("%s is as unknown as any other", (key) => {
    const withKey = (json: string) => JSON.parse(json.replace("{", `{"${key}":{"polluted":true},`)) as object;
    const top = withKey(JSON.stringify(SMALLEST));
    expect(problemsOf(top)).toEqual([
      expect.stringContaining(`test: ${key} is unknown; known keys are name, protected, `),
    ]);
    const deep = changed(SMALLEST, "state", withKey(JSON.stringify(SMALLEST.state)));
    expect(problemsOf(deep)).toEqual([`test: state.${key} is unknown; known keys are bucketName`]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("are reported together", () => {
    const state = JSON.parse(
      `{"bucketName":"test-state",${PROTOTYPE_KEYS.map((key) => `"${key}":1`).join(",")}}`,
    ) as object;
    expect(problemsOf(uncheckedWith({ state })).sort()).toEqual(
      PROTOTYPE_KEYS.map((key) => `test: state.${key} is unknown; known keys are bucketName`).sort(),
    );
  });

  test("stand for no option that is missing", () => {
    const state = Object.create({ bucketName: "inherited-state" }) as object;
    expect(problemsOf(uncheckedWith({ state }))).not.toEqual([]);
  });
});

describe("texts that would spoil the message", () => {
  test("are shortened when they are long", () => {
    const [problem, ...others] = problemsOf(changed(SMALLEST, "logs.bucketName", "x".repeat(100_000)));
    expect(others).toEqual([]);
    expect(problem).toMatch(/^test: logs\.bucketName must be 3 to 63 .+, got "x{80}\.\.\." \(100000 characters\)$/);
  });

  test("stay on their line", () => {
    expect(problemsOf(changed(SMALLEST, "logs.bucketName", "logs\ndev: region is fine"))).toEqual([
      "test: logs.bucketName must be 3 to 63 lower-case letters, digits and dashes, no reserved prefix or suffix, " +
        'got "logs\\ndev: region is fine"',
    ]);
  });

  test("do not name the environment", () => {
    const allowed = "2 to 16 lowercase letters, digits and single hyphens between them, beginning with a letter";
    expect(problemsOf(uncheckedWith({ name: "a\nb: c" }))).toEqual([
      `environments[0]: name must be ${allowed}, got "a\\nb: c"`,
    ]);
    expect(problemsOf(uncheckedWith({ name: "x".repeat(5000) }))).toEqual([
      `environments[0]: name must be ${allowed}, got "${"x".repeat(80)}..." (5000 characters)`,
    ]);
  });

  test("are quoted where they are keys", () => {
    expect(problemsOf(uncheckedWith({ state: { "a.b\nc": 1 } }))).toEqual([
      'test: state["a.b\\nc"] is unknown; known keys are bucketName',
    ]);
  });
});

describe("data without end", () => {
  test.each([
    ["bottomless", bottomless],
    ["endless", endless],
  ])("%s under unknown keys is reported, not walked through", (_, make) => {
    expect(problemsOf({ ...SMALLEST, typo: make(), other: make() }).map((problem) => problem.split(";")[0])).toEqual([
      "test: typo is unknown",
      "test: other is unknown",
    ]);
  });

  test.each([
    ["bottomless", bottomless],
    ["endless", endless],
  ])("%s in place of an option is reported", (_, make) => {
    expect(problemsOf({ ...SMALLEST, region: make() })).toEqual([
      'test: region must be a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there), got an object',
    ]);
    expect(problemsOf({ ...SMALLEST, tags: { Owner: make() } })).toEqual([
      'test: tags.Owner must be at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:", got an object',
    ]);
  });
});
