import { checkEnvironments } from "../../../environments/schema/check";
import { local } from "../../../tools/local/local-environment";

test("the local environment is valid", () => {
  expect(() => checkEnvironments([local])).not.toThrow();
});

test("it can be destroyed, and its trail records one bucket, which is none of its own", () => {
  expect([local.protected, local.logs.forceDestroy]).toEqual([false, true]);
  const recorded = local.trail.events.data.flatMap(({ buckets }) => buckets as readonly string[]);
  const own = [local.logs, local.accessLogs, local.state].map(({ bucketName }) => bucketName as string);
  expect(recorded.filter((bucket) => own.includes(bucket))).toEqual([]);
  expect(recorded).toHaveLength(1);
});
