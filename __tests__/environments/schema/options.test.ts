import { nodesOf, COMPLETE } from "../../support/complete-environment";
import { changed, problemsOf, SMALLEST } from "../../support/environment";
import { OPTIONS } from "../../support/environment-options";

/** A value as a message shows it. */
function shown(value: unknown): string {
  if (typeof value !== "string") return String(value);
  return value.length > 80 ? `"${value.slice(0, 80)}..." (${value.length} characters)` : `"${value}"`;
}

/** For each value of an option, what is wrong with an environment that states it and is otherwise in order. */
function problemsWith(path: string, values: readonly unknown[]): string[][] {
  return values.map((value) => problemsOf(changed(COMPLETE, path, value)));
}

test("the smallest and the complete environment are fine", () => {
  expect(problemsOf(SMALLEST)).toEqual([]);
  expect(problemsOf(COMPLETE)).toEqual([]);
});

test("no option goes untested", () => {
  const single = nodesOf(COMPLETE)
    .filter(({ value }) => typeof value !== "object")
    .map(({ path }) => path)
    // Options of a subscriber exclude each other, as those of a statement do: siem.test.ts and statements.test.ts try them.
    .filter((path) => !/^siem\.subscribers\[|^(key|logs)\.statements\[/.test(path));
  const judgedElsewhere = ["name", ...[0, 1, 2, 3].map((index) => `trail.events.data[${index}].kind`)];
  expect(
    OPTIONS.map(({ path }) => path)
      .concat(judgedElsewhere)
      .sort(),
  ).toEqual(single.sort());
});

describe.each(OPTIONS)("$path", ({ path, allowed, taken, refused }) => {
  const refusal = `test: ${path} must be ${allowed}, got `;

  test("takes what is allowed", () => {
    // Some values clash with other options: that is for the rules to say.
    const refusals = problemsWith(path, taken).map((problems) =>
      problems.filter((problem) => problem.startsWith(refusal)),
    );
    expect(refusals).toEqual(taken.map(() => []));
  });

  test("refuses all else, and nothing but the value is wrong", () => {
    expect(problemsWith(path, refused)).toEqual(refused.map((value) => [`${refusal}${shown(value)}`]));
  });
});

describe("name", () => {
  const allowed = "2 to 16 lowercase letters, digits and single hyphens between them, beginning with a letter";

  test.each(["dev", "a1", "abcdefghijklmnop", "prod-eu", "a-b-1"])("takes %j", (name) => {
    expect(problemsOf(changed(COMPLETE, "name", name))).toEqual([]);
  });

  test.each(["a", "1a", "Dev", "my-", "-my", "a--b", "a.b", "abcdefghijklmnopq", "abcdefgh-ijklmnop"])(
    "refuses %j",
    (name) => {
      expect(problemsOf(changed(COMPLETE, "name", name))).toEqual([`${name}: name must be ${allowed}, got "${name}"`]);
    },
  );

  test.each(["", 5, null])("refuses %j, and its place stands for it", (name) => {
    expect(problemsOf(changed(COMPLETE, "name", name))).toEqual([
      `environments[0]: name must be ${allowed}, got ${shown(name)}`,
    ]);
  });
});

describe("a prefix, which becomes part of ARN patterns and of Terraform's texts", () => {
  test.each(["*", "trails/*", "trail?", "${local.prefix}", "${aws:username}", "%{if true}"])("is not %j", (prefix) => {
    const [problem, ...others] = problemsOf(changed(COMPLETE, "logs.prefix", prefix));
    expect(problem).toMatch(/^test: logs\.prefix must be /);
    expect(others).toEqual([]);
  });
});

describe("the kind of data events", () => {
  test.each(["s4", "S3", "", 5, null])("is none of %j", (kind) => {
    expect(problemsOf(changed(COMPLETE, "trail.events.data[0].kind", kind))).toEqual([
      `test: trail.events.data[0].kind must be one of "s3", "lambda", "dynamodb", "other", got ${shown(kind)}`,
    ]);
  });

  test("decides which other options there are", () => {
    expect(problemsOf(changed(COMPLETE, "trail.events.data[1].kind", "dynamodb")).sort()).toEqual([
      "test: trail.events.data[1].functions is unknown; known keys are kind, tables, access, where",
      'test: trail.events.data[1].tables is missing; it must be "all" or a list of at least one',
    ]);
  });
});

describe("what may be listed", () => {
  test.each(["data[0].buckets", "data[1].functions", "data[2].tables", "data[3].arns"])("%s may be all", (list) => {
    expect(problemsOf(changed(COMPLETE, `trail.events.${list}`, "all"))).toEqual([]);
  });

  test.each(["data[0].buckets", "data[1].functions", "data[2].tables", "data[3].arns"])(
    "%s may not be some",
    (list) => {
      const path = `trail.events.${list}`;
      expect(problemsOf(changed(COMPLETE, path, "some"))).toEqual([
        `test: ${path} must be "all" or a list of at least one, got "some"`,
      ]);
      expect(problemsOf(changed(COMPLETE, path, []))).toEqual([
        `test: ${path} must be "all" or a list of at least one, got an empty list`,
      ]);
    },
  );

  test("a bucket is a name or an object", () => {
    expect(problemsOf(changed(COMPLETE, "trail.events.data[0].buckets[0]", 5))).toEqual([
      "test: trail.events.data[0].buckets[0] must be a bucket name or an object with bucket and prefix, got 5",
    ]);
  });

  test.each([
    "readers[0].trustedPrincipals",
    "breakGlass.trustedPrincipals",
    "readers[0].accounts",
    "readers[0].regions",
  ])("%s may not be empty", (path) => {
    expect(problemsOf(changed(COMPLETE, path, []))).toEqual([
      `test: ${path} must be a list of at least one, got an empty list`,
    ]);
  });

  test.each(["key.administrators", "logs.lifecycle.transitions", "trail.events.data", "trail.events.insights"])(
    "%s may be empty",
    (path) => {
      expect(problemsOf(changed(COMPLETE, path, []))).toEqual([]);
    },
  );
});
