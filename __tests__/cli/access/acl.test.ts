import type { Environment } from "../../../cli/model/environment";
import type { Policy } from "../../../cli/policy/document";
import { EVERYTHING } from "../../../cli/policy/evaluate";
import { evaluateCase } from "../../../cli/access/compute";
import { accessCasesOf } from "../../../cli/access/access-cases";
import { evaluated } from "../../support/small-matrix";

const { environment } = evaluated({ subjects: [], accessCases: [] });
const NOTHING: Policy = { source: "test-archive/aws_s3_bucket_policy.Policy", statements: [] };

const withOwnership = (ownerEnforced: boolean): Environment => ({
  ...environment,
  logBucket: { ...environment.logBucket, policy: NOTHING, ownerEnforced },
});

/** An administrator's answer on one action. */
function answer(of: Environment, id: string) {
  const accessCase = accessCasesOf(of).find((one) => one.id === id)!;
  const arn = "arn:aws:iam::111122223333:role/administrator";
  return evaluateCase(accessCase, { kind: "principal", arn, organizationId: undefined, policies: [EVERYTHING] });
}

describe.each(["log-bucket-write-own-acl", "log-bucket-change-own-acl", "log-bucket-bucket-acl"])("%s", (id) => {
  test("fails if ACLs are disabled, whatever the policies say", () => {
    expect(answer(withOwnership(true), id)).toEqual({
      decision: "denied explicitly",
      decidedBy: [{ source: "test", sid: "ACLs disabled" }],
    });
  });

  test("is for policies to decide where they are not", () => {
    expect(answer(withOwnership(false), id)).toMatchObject({ decision: "allowed" });
  });
});

test.each(["log-bucket-write", "log-bucket-change-log-acl", "log-bucket-deliver-digest"])(
  "%s names the one ACL that S3 goes on to take",
  (id) => {
    expect(answer(withOwnership(true), id)).toMatchObject({ decision: "allowed" });
  },
);
