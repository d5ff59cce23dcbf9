import { BreakGlassRole, LogReaderPolicy, LogReaderRole, type LogScope } from "../../../modules/access";
import { Key } from "../../../modules/key";
import type { Statement } from "../../../modules/policy";
import { statementsOf, synthStack, type Synthesized } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ENGINEERS = "arn:aws:iam::111122223333:role/SecurityEngineers";
const AUDITOR = "arn:aws:iam::999999999999:user/Auditor";
const GUARDIAN = "arn:aws:iam::111122223333:user/break-glass";
const ROOT = "arn:aws:iam::111122223333:root";
const READER = "arn:aws:iam::111122223333:role/audit-log-reader";

/** A key, a reader role that it allows, an attached policy and a break-glass role. */
function synthAccess(): Synthesized {
  return synthStack((stack) => {
    const key = new Key(stack, "Key", { ...IN, aliases: ["audit"] });
    const logs: LogScope = {
      bucketName: "audit-logs",
      bucketRegion: IN.region,
      keyArn: key.arn,
      accounts: ["111122223333"],
    };
    const trustedPrincipals = [ENGINEERS, AUDITOR];
    const reader = new LogReaderRole(stack, "Reader", { ...IN, roleName: "audit-log-reader", trustedPrincipals, logs });
    new LogReaderPolicy(stack, "Policy", { policyName: "read-logs", logs, users: ["jane"], groups: ["Auditors"] });
    new BreakGlassRole(stack, "BreakGlass", {
      ...IN,
      roleName: "audit-break-glass",
      trustedPrincipals: [GUARDIAN],
      bucketNames: ["audit-logs"],
    });
    key.allowUsers(reader);
  });
}

function principalsIn(statements: Statement[]): string[] {
  return statements
    .flatMap(({ Principal }) => (Principal === "*" ? ["*"] : Object.values(Principal ?? {}).flat()))
    .toSorted();
}

/** Every policy of the stack, by the argument that holds it. */
function policiesOf(stack: Synthesized): Record<string, Statement[][]> {
  const held = (type: string, argument: string) => stack.all(type).map((one) => statementsOf(one[argument]));
  return {
    key: held("aws_kms_key", "policy"),
    trust: held("aws_iam_role", "assume_role_policy"),
    identity: [...held("aws_iam_policy", "policy"), ...held("aws_iam_role_policy", "policy")],
  };
}

describe("who is not named gets nothing", () => {
  const stack = synthAccess();
  const { key = [], trust = [], identity = [] } = policiesOf(stack);

  test("from the key: only root and the reader role are in its policy", () => {
    expect(principalsIn(key.flat())).toEqual([READER, ROOT]);
  });

  test("from the roles: only the trusted principals are in their trust", () => {
    expect(trust.map(principalsIn).toSorted()).toEqual([[AUDITOR, ENGINEERS].toSorted(), [GUARDIAN]].toSorted());
  });

  test("from the policies: they name no principal and are attached to the named alone", () => {
    expect(identity).toHaveLength(3);
    expect(principalsIn(identity.flat())).toEqual([]);
    const attached = Object.keys(stack.counts)
      .filter((type) => type.endsWith("_attachment"))
      .flatMap((type) => stack.all(type).map(({ user, group, role }) => user ?? group ?? role));
    const reader = `\${${stack.one("aws_iam_role", "Reader").address}.name}`;
    expect(attached.toSorted()).toEqual([reader, "Auditors", "jane"]);
  });

  test("besides: there is no other resource that could give anything", () => {
    expect(stack.counts).toEqual({
      aws_kms_key: 1,
      aws_kms_alias: 1,
      aws_iam_role: 2,
      aws_iam_policy: 2,
      aws_iam_role_policy: 1,
      aws_iam_role_policy_attachment: 1,
      aws_iam_user_policy_attachment: 1,
      aws_iam_group_policy_attachment: 1,
    });
  });

  test("and who is named gets it on this bucket and this key only", () => {
    const keyArn = `\${${stack.one("aws_kms_key").address}.arn}`;
    const resources = identity.flat().flatMap(({ Resource }) => [Resource ?? []].flat());
    const bucket = "arn:aws:s3:::audit-logs";
    const ours = (arn: string) => arn === keyArn || arn === bucket || arn.startsWith(`${bucket}/`);
    expect(resources.filter((arn) => !ours(arn))).toEqual([]);
  });
});

describe("a reader role", () => {
  test("exists before the key that names it, and can be made beside it without a cycle", () => {
    const stack = synthAccess();
    expect(stack.one("aws_kms_key")["depends_on"]).toEqual([stack.one("aws_iam_role", "Reader").address]);
    expect(JSON.stringify(stack.one("aws_iam_role", "Reader"))).not.toContain("aws_kms_key");
  });
});
