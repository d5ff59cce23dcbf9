import { Key } from "../../../modules/key";
import { synthStack } from "../../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const ALLOWED = 'letters, digits, "/", "_" and "-", not beginning with "alias/" or "aws/"';

function synthAliases(...aliases: string[]) {
  return synthStack((stack) => new Key(stack, "Key", { ...IN, aliases }));
}

function namesOf(...aliases: string[]) {
  return synthAliases(...aliases)
    .all("aws_kms_alias")
    .map(({ name }) => name);
}

describe("an alias", () => {
  test("is the name with alias/ in front, and points at the key", () => {
    const stack = synthAliases("audit-trail");
    expect(stack.one("aws_kms_alias")).toEqual({
      address: expect.any(String),
      "//": expect.anything(),
      name: "alias/audit-trail",
      target_key_id: `\${${stack.one("aws_kms_key").address}.key_id}`,
    });
  });

  test.each(["a", "Audit_Trail-1", "team/audit/trail", "a".repeat(250), "awsome", "aliases", "my/aws/key"])(
    "may be called %s",
    (alias) => {
      expect(namesOf(alias)).toEqual([`alias/${alias}`]);
    },
  );

  test.each(["", "alias/audit", "aws/s3", "audit trail", "audit:trail", "audit.trail", "audit*", "a".repeat(251)])(
    'may not be called "%s"',
    (alias) => {
      expect(() => namesOf(alias)).toThrow(new Error(`test/Key: aliases must be ${ALLOWED}, got "${alias}"`));
    },
  );
});

describe("several aliases", () => {
  test("all point at the one key", () => {
    const stack = synthAliases("audit", "audit-trail", "security/audit");
    const target = `\${${stack.one("aws_kms_key").address}.key_id}`;
    expect(stack.all("aws_kms_alias").map(({ name, target_key_id }) => [name, target_key_id])).toEqual([
      ["alias/audit", target],
      ["alias/audit-trail", target],
      ["alias/security/audit", target],
    ]);
  });

  test("keep their addresses when one of them goes", () => {
    const addresses = (...aliases: string[]) =>
      synthAliases(...aliases)
        .all("aws_kms_alias")
        .map(({ address }) => address);
    const [first, , third] = addresses("one", "two", "three");
    expect(addresses("one", "three")).toEqual([first, third]);
  });

  test("must differ", () => {
    expect(() => synthAliases("audit", "logs", "audit")).toThrow(
      new Error('test/Key: aliases must differ, got "audit", "logs", "audit"'),
    );
  });

  test("may differ by a dash, an underscore or a slash only", () => {
    expect(namesOf("audit-logs", "audit_logs", "audit/logs", "auditlogs")).toEqual([
      "alias/audit-logs",
      "alias/audit_logs",
      "alias/audit/logs",
      "alias/auditlogs",
    ]);
  });

  test("are each reported with what is wrong", () => {
    expect(() => synthAliases("aws/s3", "audit trail")).toThrow(
      new Error(
        `test/Key: aliases must be ${ALLOWED}, got "aws/s3"\n` +
          `test/Key: aliases must be ${ALLOWED}, got "audit trail"`,
      ),
    );
  });

  test("are at least one", () => {
    expect(() => synthAliases()).toThrow(new Error("test/Key: aliases must name at least one alias, got none"));
  });
});
