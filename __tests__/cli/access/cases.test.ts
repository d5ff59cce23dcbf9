import { EncryptedBucketWalkthrough } from "../../../examples/encrypted-bucket-walkthrough/stack";
import { SecureCloudTrailLogging } from "../../../examples/secure-cloudtrail-logging/stack";
import type { Matrix } from "../../../cli/access/compute";
import { environments } from "../../fixtures/environments";
import { allowed, decision, matrixOf, matrixOfStack } from "../../support/matrix";

jest.setTimeout(60_000);

const matrices = environments.map((environment) => [environment.name, matrixOf(environment)] as const);
const example = matrixOfStack("secure-cloudtrail-logging", (app) => new SecureCloudTrailLogging(app, "example"));
const walkthrough = matrixOfStack("walkthrough", (app) => new EncryptedBucketWalkthrough(app, "example"));

/** Those whose trail encrypts its log files, and all. */
const encrypted: (readonly [string, Promise<Matrix>])[] = [...matrices, ["example", example]];
const all: typeof encrypted = [...encrypted, ["walkthrough", walkthrough]];

const ADMINISTRATORS = ["root", "ordinary-role", "administrator"];

describe.each(all)("%s", (_, computing) => {
  let matrix: Matrix;
  beforeAll(async () => {
    matrix = await computing;
  });

  test("CloudTrail delivers for this trail, and for no other", () => {
    expect(allowed(matrix, "log-bucket-deliver")).toEqual(["this-trail"]);
    const services = matrix.subjects.filter(({ caller }) => caller.kind === "service").map(({ id }) => id);
    const checkers = allowed(matrix, "log-bucket-acl-check");
    expect(checkers.filter((id) => services.includes(id))).toEqual(["this-trail"]);
  });

  test("a log file without its ACL, of another account, or over plain HTTP is refused", () => {
    expect(allowed(matrix, "log-bucket-deliver-no-acl")).toEqual([]);
    expect(allowed(matrix, "log-bucket-deliver-foreign")).toEqual([]);
    expect(decision(matrix, "log-bucket-deliver-plain", "this-trail")).toBe("denied explicitly");
  });

  test("a log file that names another key is denied explicitly, one that names none is taken", () => {
    expect(decision(matrix, "log-bucket-deliver-wrong-key", "this-trail")).toBe("denied explicitly");
    expect(allowed(matrix, "log-bucket-deliver-no-key")).toEqual(["this-trail"]);
  });

  test("nobody forges a log file, by writing or by replicating it", () => {
    for (const accessCase of ["log-bucket-forge", "log-bucket-forge-copy"]) {
      expect([accessCase, ...allowed(matrix, accessCase)]).toEqual([accessCase]);
      expect([accessCase, decision(matrix, accessCase, "administrator")]).toEqual([accessCase, "denied explicitly"]);
    }
  });

  test("nobody sets an ACL of his own on a bucket or an object", () => {
    const rows = matrix.accessCases.filter(({ id }) =>
      /-(bucket-acl|write-own-acl|change-own-acl|deliver-wrong-acl)$/.test(id),
    );
    expect(rows.length).toBeGreaterThan(3);
    for (const { id } of rows) expect([id, ...allowed(matrix, id)]).toEqual([id]);
    expect(decision(matrix, "log-bucket-bucket-acl", "administrator")).toBe("denied explicitly");
  });

  test("CloudTrail gets nothing where it names no trail", () => {
    const may = matrix.accessCases
      .filter(({ id }) => decision(matrix, id, "no-trail") === "allowed")
      .map(({ id }) => id);
    expect(may).toEqual([]);
  });

  test("root repairs the key policy", () => {
    expect(decision(matrix, "key-policy", "root")).toBe("allowed");
  });

  test("nobody creates a grant or stops rotation", () => {
    expect(allowed(matrix, "key-grant")).toEqual([]);
    expect(allowed(matrix, "key-stop-rotation")).toEqual([]);
  });

  test("deleting a log is denied explicitly to an administrator and to root", () => {
    for (const subject of ADMINISTRATORS) {
      expect(decision(matrix, "log-bucket-delete", subject)).toBe("denied explicitly");
      expect(decision(matrix, "log-bucket-delete-version", subject)).toBe("denied explicitly");
    }
  });

  test("anonymous and foreign callers get nothing anywhere", () => {
    for (const { id } of matrix.accessCases) {
      expect([id, decision(matrix, id, "anonymous")]).not.toEqual([id, "allowed"]);
      expect([id, decision(matrix, id, "foreign-administrator")]).not.toEqual([id, "allowed"]);
    }
  });

  test("plain HTTP and old TLS are denied explicitly to everyone, on every bucket", () => {
    const rows = matrix.accessCases.filter(({ id }) => id.endsWith("-read-plain") || id.endsWith("-read-old-tls"));
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows) {
      const decisions = matrix.subjects.map((subject) => decision(matrix, id, subject.id));
      expect([id, ...new Set(decisions)]).toEqual([id, "denied explicitly"]);
    }
  });
});

describe.each(encrypted)("%s, whose log files are encrypted", (_, computing) => {
  let matrix: Matrix;
  beforeAll(async () => {
    matrix = await computing;
  });

  test("CloudTrail encrypts in this trail's context only", () => {
    expect(allowed(matrix, "key-encrypt-log")).toEqual(["this-trail"]);
    expect(allowed(matrix, "key-encrypt-foreign")).toEqual([]);
    expect(allowed(matrix, "key-encrypt")).toEqual([]);
  });

  test("CloudTrail describes the key, for this trail and no other", () => {
    expect(decision(matrix, "key-describe", "this-trail")).toBe("allowed");
    expect(decision(matrix, "key-describe", "other-trail")).toBe("denied");
    expect(decision(matrix, "key-describe", "foreign-trail")).toBe("denied");
  });

  test("nobody but CloudTrail decrypts past S3, and nobody through S3 of another Region", () => {
    expect(allowed(matrix, "key-decrypt")).toEqual(["this-trail"]);
    expect(allowed(matrix, "key-decrypt-via-other-region")).toEqual(["this-trail"]);
  });

  test("an administrator of the account cannot read a log, nor can root", () => {
    for (const subject of ADMINISTRATORS) {
      expect(decision(matrix, "log-bucket-read", subject)).not.toBe("allowed");
      expect(decision(matrix, "key-decrypt-log-via-s3", subject)).toBe("denied");
    }
  });
});

test.each([
  ["dev", ["111122223333-role-dev-audit-log-reader"]],
  ["staging", ["444455556666-role-staging-audit-log-reader"]],
  ["prod", ["555555555555-role-prod-audit-log-reader", "555555555555-role-prod-audit-external-auditor"]],
  ["example", ["124355676326-user-adminUser"]],
])("in %s exactly the named readers read the logs", async (name, readers) => {
  const matrix = await all.find(([of]) => of === name)![1];
  expect(allowed(matrix, "log-bucket-read").sort()).toEqual([...readers].sort());
});

test("in staging a governance lock yields to the break-glass role, in prod a compliance lock to nobody", async () => {
  const [, staging, prod] = await Promise.all(matrices.map(([, computing]) => computing));
  expect(allowed(staging!, "log-bucket-delete-version")).toEqual(["444455556666-role-staging-audit-break-glass"]);
  expect(allowed(prod!, "log-bucket-delete-version")).toEqual([]);
  expect(allowed(prod!, "log-bucket-delete")).toEqual(["555555555555-role-prod-audit-break-glass"]);
});

test("nobody but the replication role writes into the replica, under SSE-S3 or otherwise", async () => {
  const prod = await matrices[2]![1];
  const role = "555555555555-role-prod-audit-log-replication";
  expect(allowed(prod, "replication-write")).toEqual([role]);
  expect(allowed(prod, "replication-tag")).toEqual([role]);
  const rows = prod.accessCases.filter(({ id }) => /^replica-bucket-(write|forge|replicate-deletion)/.test(id));
  expect(rows.length).toBeGreaterThan(5);
  for (const { id } of rows) {
    const decisions = prod.subjects.map((subject) => decision(prod, id, subject.id));
    expect([id, ...new Set(decisions)]).toEqual([id, "denied explicitly"]);
  }
});

test.each(["dev", "staging", "prod"])("in %s nobody writes a state that needs no key", async (name) => {
  const matrix = await all.find(([of]) => of === name)![1];
  expect(allowed(matrix, "state-bucket-write-sse-s3")).toEqual([]);
  expect(allowed(matrix, "state-bucket-write-alias")).toContain("administrator");
});

test.each([
  ["staging", "break-glass", "by-access-keys"],
  ["prod", "break-glass", "by-access-keys"],
  ["prod", "log-reader", "by-access-keys"],
  ["prod", "external-auditor", "no-id"],
])("in %s nobody takes the %s role %s", async (name, role, how) => {
  const matrix = await all.find(([of]) => of === name)![1];
  const { id } = matrix.accessCases.find(
    (accessCase) => accessCase.id.includes(role) && accessCase.id.endsWith(`-take-${how}`),
  )!;
  expect([id, ...allowed(matrix, id)]).toEqual([id]);
});

test("in prod the replication role writes copies, and reads nothing back", async () => {
  const prod = await matrices[2]![1];
  const role = "555555555555-role-prod-audit-log-replication";
  expect(allowed(prod, "replica-bucket-read")).toEqual([]);
  expect(decision(prod, "log-bucket-read", role)).not.toBe("allowed");
});
