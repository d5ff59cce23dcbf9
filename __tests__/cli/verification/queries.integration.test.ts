import { DeleteWorkGroupCommand } from "@aws-sdk/client-athena";
import { DeleteTableCommand } from "@aws-sdk/client-glue";
import { readEnvironment } from "../../../cli/model/read";
import { queried } from "../../fixtures/environments";
import { deploy, roleOf, type Deployment } from "../../support/deployment";
import { CREDENTIALS, describeWithMoto, startMoto, type Moto } from "../../support/moto";
import { createQueries } from "../../support/queries-in-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { idsOf, resultOf, verified } from "../../support/verified";

const { archive } = queried.accounts;

describeWithMoto("queries on moto", () => {
  const { outdir, remove } = synthesizedFolder(queried);
  const environment = readEnvironment(outdir, "dev");
  const before = { ...process.env };
  let moto: Moto;
  let deployment: Deployment;

  const clients = () => deployment.clients({ account: archive.id, region: queried.region });
  const verify = () => verified({ outdir, environment: "dev", endpoint: moto.url, roles: [roleOf(archive.id)] });

  beforeAll(async () => {
    process.env["AWS_ACCESS_KEY_ID"] = CREDENTIALS.accessKeyId;
    process.env["AWS_SECRET_ACCESS_KEY"] = CREDENTIALS.secretAccessKey;
    moto = await startMoto();
    deployment = await deploy(environment, moto.url);
    await createQueries(clients(), environment, deployment.real);
  }, 60_000);

  afterAll(async () => {
    process.env = before;
    deployment.end();
    remove();
    await moto.stop();
  });

  test("pass as configured, with the bucket and the key of their results", async () => {
    const verification = await verify();
    const ofGroup = verification.results.filter(({ check }) => check.group === "Queries");
    expect(ofGroup.filter(({ state }) => !["pass", "not enforced"].includes(state))).toEqual([]);
    expect(ofGroup.filter(({ check }) => check.id.startsWith("query.")).map(({ state }) => state)).toEqual(
      Array.from({ length: 6 }, () => "pass"),
    );
    expect(ofGroup.map(({ check }) => check.id)).toEqual(
      expect.arrayContaining(["results-bucket.policy", "results-key.policy"]),
    );
  }, 60_000);

  test("fail where the view or the workgroup is gone", async () => {
    const { athena, glue } = clients();
    await athena.send(new DeleteWorkGroupCommand({ WorkGroup: "dev-audit-query" }));
    await glue.send(new DeleteTableCommand({ DatabaseName: "dev_audit_query", Name: "ct" }));
    const verification = await verify();
    expect(idsOf(verification, "fail").filter((id) => id.startsWith("query."))).toEqual([
      "query.workgroup.dev-audit-query",
      "query.view.dev_audit_query.ct",
    ]);
    expect(resultOf(verification, "query.view.dev_audit_query.ct").found).toBe("no view dev_audit_query.ct");
  }, 60_000);
});
