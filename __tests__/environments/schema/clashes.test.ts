import { problemsOf, uncheckedWith, type Overrides } from "../../support/environment";

/** Two environments whose names all differ, but for these changes to the second. */
function beside(changes: Overrides, ofFirst: Overrides = {}): string[] {
  const second = {
    name: "second",
    state: { bucketName: "b-state" },
    logs: { bucketName: "b-logs" },
    accessLogs: { bucketName: "b-access" },
    key: { alias: "b-key" },
    trail: { name: "b-trail" },
  };
  return problemsOf(uncheckedWith({ name: "first", ...ofFirst }), uncheckedWith(changes, uncheckedWith(second)));
}

test("environments whose names differ stand beside each other", () => {
  expect(beside({})).toEqual([]);
});

test.each(["state", "logs", "accessLogs"])("the bucket of %s belongs to one environment", (bucket) => {
  expect(beside({ [bucket]: { bucketName: "test-logs" } })).toEqual([
    `second: ${bucket}.bucketName must differ from that of first: logs.bucketName, got "test-logs"`,
  ]);
});

test("the replica's bucket too", () => {
  const replica = { region: "eu-west-1", bucketName: "test-state", keyAlias: "replica" };
  expect(beside({ replica })).toEqual([
    'second: replica.bucketName must differ from that of first: state.bucketName, got "test-state"',
  ]);
});

test("the name of an environment belongs to it alone, since its stacks are named for it", () => {
  expect(beside({ name: "first" })).toEqual([
    'environments[1]: name must differ from that of environments[0]: name, got "first"',
  ]);
});

test("a bucket may have the name of another environment", () => {
  expect(beside({ logs: { bucketName: "first" } })).toEqual([]);
  expect(beside({}, { logs: { bucketName: "second" } })).toEqual([]);
});

test("each of three environments is reported, with the first that has its name", () => {
  const shared = uncheckedWith({ logs: { bucketName: "shared" } });
  const others = ["one", "two", "three"].map((name) =>
    uncheckedWith(
      {
        name,
        state: { bucketName: `${name}-state` },
        accessLogs: { bucketName: `${name}-access` },
        key: { alias: `${name}-key` },
        trail: { name: `${name}-trail` },
      },
      shared,
    ),
  );
  expect(problemsOf(...others)).toEqual([
    'two: logs.bucketName must differ from that of one: logs.bucketName, got "shared"',
    'three: logs.bucketName must differ from that of one: logs.bucketName, got "shared"',
  ]);
});

test.each([5, null, ["x"], { bucket: "x" }, "", "No Bucket"])(
  "what is no name, such as %j, clashes with nothing",
  (bucketName) => {
    const problems = beside({ logs: { bucketName } }, { logs: { bucketName } });
    expect(problems).toHaveLength(2);
    expect(problems.filter((problem) => problem.includes("must differ"))).toEqual([]);
  },
);

test("environments without names clash with nothing", () => {
  expect(problemsOf(null, null).filter((problem) => problem.includes("must differ"))).toEqual([]);
  expect(problemsOf({}, {}).filter((problem) => problem.includes("must differ"))).toEqual([]);
});

test("no environment records a bucket that holds another's logs or state", () => {
  const data = [{ kind: "s3", buckets: ["orders", "b-logs"] }];
  expect(beside({}, { trail: { events: { data } } })).toEqual([
    'first: trail.events.data[0].buckets[1] must not be the bucket of second: logs.bucketName: trails would log each other, got "b-logs"',
  ]);
});
