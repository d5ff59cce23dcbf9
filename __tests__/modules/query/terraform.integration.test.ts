import { addQuery, QUERY } from "../../support/log-query";
import { validated } from "../../support/validated";

test("Terraform accepts a query with every option, also with the oldest version of the provider", async () => {
  const verdict = await validated((stack) => {
    addQuery(stack, {
      logs: { ...QUERY.logs, prefix: "trails", organizationId: "o-a1b2c3d4e5", accounts: "all", days: 90 },
      results: { ...QUERY.results, expireAfterDays: 7, onlyOrganizationId: "o-a1b2c3d4e5", forceDestroy: true },
      maxScanGigabytes: 10,
      iam: { path: "/audit/" },
      tags: { Team: "security" },
    });
  });
  expect(verdict).toMatchObject({ kind: "ok" });
}, 300_000);
