import * as iam from "@aws-sdk/client-iam";
import { dev } from "../../fixtures/environments/dev";
import { devOnMoto, foundTogether, WITHOUT_FILES } from "../../support/dev-on-moto";
import { describeWithMoto } from "../../support/moto";
import { idsOf, resultOf } from "../../support/verified";

const RoleName = dev.readers[0].roleName;
const PolicyArn = `arn:aws:iam::${dev.accounts.archive.id}:policy/${RoleName}`;
const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" }],
});

describeWithMoto("faults of the roles, on moto", () => {
  const world = devOnMoto();
  const client = () => world.clients().iam;

  describe("made together", () =>
    foundTogether(world, {
      "trust widened to another account": {
        make: async () => {
          const { Role } = await client().send(new iam.GetRoleCommand({ RoleName }));
          const PolicyDocument = decodeURIComponent(Role!.AssumeRolePolicyDocument!).replace(
            /"arn:aws:iam::\d+:role\/Developers"/,
            '["arn:aws:iam::111122223333:role/Developers","arn:aws:iam::999999999999:root"]',
          );
          await client().send(new iam.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
        },
        failing: [`role.${RoleName}.trust`],
        found: /^changed statement NamedPrincipalsTakeRole$/,
        details: [expect.stringMatching(/^changed statement \w+: Principal: expected .+, found .+999999999999:root/)],
      },
      "an inline policy, and a new default version of the attached one": {
        make: async () => {
          await client().send(
            new iam.PutRolePolicyCommand({ RoleName, PolicyName: "extra", PolicyDocument: EVERYTHING }),
          );
          await client().send(
            new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: EVERYTHING, SetAsDefault: true }),
          );
        },
        failing: [`role.${RoleName}.policies`],
        found: new RegExp(`^${PolicyArn}; inline extra$`),
        details: expect.arrayContaining([
          `added: inline policy extra: ${EVERYTHING}`,
          expect.stringMatching(new RegExp(`^${PolicyArn}: missing statement ReadLogs$`)),
          expect.stringMatching(new RegExp(`^${PolicyArn}: added statement Everything: `)),
        ]) as unknown as unknown[],
      },
      "a permissions boundary": {
        make: () =>
          client().send(new iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn })),
        failing: [`role.${RoleName}.boundary`],
        found: new RegExp(`^${PolicyArn}$`),
      },
    }));

  test("the configured policy detached and another attached", async () => {
    await world.deploy();
    const other = `arn:aws:iam::${dev.accounts.archive.id}:policy/other`;
    await client().send(new iam.CreatePolicyCommand({ PolicyName: "other", PolicyDocument: EVERYTHING }));
    await client().send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await client().send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: other }));
    const found = resultOf(await world.verify(), `role.${RoleName}.policies`);
    expect(found).toMatchObject({
      state: "fail",
      found: other,
      details: [`missing: attached policy ${PolicyArn}`, `added: attached policy ${other}`],
    });
  });

  test("the role gone: one line", async () => {
    await world.deploy();
    await client().send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await client().send(new iam.DeleteRoleCommand({ RoleName }));
    const verification = await world.verify();
    expect(idsOf(verification, "fail")).toEqual([`role.${RoleName}.trust`, ...WITHOUT_FILES]);
    expect(resultOf(verification, `role.${RoleName}.policies`)).toMatchObject({
      state: "skipped",
      cause: `role.${RoleName}.trust`,
    });
  });
});
