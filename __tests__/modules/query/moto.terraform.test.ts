import { LogReaderRole } from "../../../modules/access";
import { startEmulator, type Emulator } from "../../../tools/emulator/start";
import { applied, callEmulator, type Applied } from "../../support/applied";
import { addQuery, QUERY } from "../../support/log-query";
import { describeWithMoto } from "../../support/moto";

const { account, region, logs } = QUERY;

describeWithMoto("queries that Terraform has applied to the emulator", () => {
  let emulator: Emulator;
  let stack: Applied;

  beforeAll(async () => {
    emulator = await startEmulator();
    stack = await applied(emulator, account, (made) => {
      const reader = new LogReaderRole(made, "Reader", {
        account,
        region,
        roleName: "Reader",
        logs: { ...logs, bucketRegion: region, keyArn: `arn:aws:kms:${region}:${account}:key/1` },
        trustedPrincipals: [`arn:aws:iam::${account}:role/Security`],
      });
      // The emulator answers for a workgroup without tags as if there were none.
      addQuery(made, {
        readers: [reader],
        results: { ...QUERY.results, forceDestroy: true },
        tags: { Team: "security" },
      });
    });
  }, 600_000);

  afterAll(() => emulator.stop());

  test("the table's template names account, Region and day as Athena reads them", async () => {
    const { Table } = await callEmulator(emulator, account, ["glue", "AWSGlue.GetTable"], {
      DatabaseName: "audit_query",
      Name: "records",
    });
    expect(Table).toMatchObject({
      Parameters: {
        "storage.location.template": "s3://audit-logs/AWSLogs/${account}/CloudTrail/${region}/${day}",
      },
    });
  });

  test("Athena has the saved queries in the workgroup", async () => {
    const { NamedQueryIds } = await callEmulator(emulator, account, ["athena", "AmazonAthena.ListNamedQueries"], {
      WorkGroup: "audit-query",
    });
    expect(NamedQueryIds).toHaveLength(8);
  });

  test("the next plan is empty, and nothing is left", async () => {
    expect(await stack.drift()).toBeUndefined();
    await stack.end();
    const { WorkGroups } = await callEmulator(emulator, account, ["athena", "AmazonAthena.ListWorkGroups"], {});
    expect(WorkGroups).toEqual([expect.objectContaining({ Name: "primary" })]);
  }, 600_000);
});
