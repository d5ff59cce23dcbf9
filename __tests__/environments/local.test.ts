import { checkEnvironments, environments } from "../../environments";
import { local } from "../../environments/local";

test("the local environment holds to the same rules, beside the others", () => {
  expect(() => checkEnvironments([...environments, local])).not.toThrow();
});

test("it is none of those that are deployed", () => {
  expect(environments.map(({ name }) => name)).not.toContain("local");
});

test("it can be thrown away, and its trail records a bucket that is none of its own", () => {
  expect([local.protected, local.logs.forceDestroy]).toEqual([false, true]);
  const recorded = local.trail.events.data.flatMap(({ buckets }) => buckets as readonly string[]);
  const own = [local.logs, local.accessLogs, local.state].map(({ bucketName }) => bucketName as string);
  expect(recorded.filter((bucket) => own.includes(bucket))).toEqual([]);
  expect(recorded).toHaveLength(1);
});
