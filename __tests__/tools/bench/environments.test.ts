import { multiply } from "../../../tools/bench/environments";
import { checkEnvironments } from "../../../environments/schema/check";
import { environments } from "../../fixtures/environments";

test("the shipped environments make as many as asked for, each sound and with buckets of its own", () => {
  const many = multiply(environments, 333);
  expect(many).toHaveLength(333);
  expect(() => checkEnvironments(many)).not.toThrow();
});

test("each shipped environment occurs equally often, and keeps all but its names and accounts", () => {
  const many = multiply(environments, 6);
  expect(many.map(({ name }) => name)).toEqual(["dev0", "staging1", "prod2", "dev3", "staging4", "prod5"]);
  const [first] = environments;
  expect(many[0]!.accounts).toEqual(first!.accounts);
  expect(many[3]).toEqual({
    ...(JSON.parse(JSON.stringify(first).replaceAll("111122223333", "111122223332")) as typeof first),
    name: "dev3",
    state: { bucketName: "example-dev-audit-state-3" },
    logs: { ...first!.logs, bucketName: "example-dev-audit-logs-3" },
    accessLogs: { ...first!.accessLogs, bucketName: "example-dev-audit-access-logs-3" },
  });
  expect(many[5]!.replica!.bucketName).toBe("example-prod-audit-logs-replica-5");
});

test("names differ for any number of environments", () => {
  expect(new Set(multiply(environments, 333).map(({ name }) => name)).size).toBe(333);
});
