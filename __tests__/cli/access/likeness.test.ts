import { computeMatrix, evaluateCase } from "../../../cli/access/compute";
import { likenessFor } from "../../../cli/access/likeness";
import type { Call, Caller } from "../../../cli/policy/evaluate";
import type { Policy } from "../../../cli/policy/document";
import type { Statement } from "../../../modules/policy";
import { environments } from "../../fixtures/environments";
import { COMPLETE } from "../../support/complete-environment";
import { fleetOf } from "../../support/fleet";
import { environmentOf } from "../../support/matrix";

const ENVIRONMENTS = [...environments, COMPLETE, fleetOf(3)].map(
  (config) => [config.name, environmentOf(config)] as const,
);

test.each(ENVIRONMENTS)(
  "every cell of %s is what its own caller gets, whoever is like the caller",
  (_, environment) => {
    const { accessCases, subjects, cells } = computeMatrix(environment);
    const alone = accessCases.map((accessCase) => subjects.map(({ caller }) => evaluateCase(accessCase, caller)));
    expect(JSON.stringify(cells)).toBe(JSON.stringify(alone));
  },
);

test("callers are told apart by what policies say of them, and by nothing else", () => {
  const role = (name: string, account = "111122223333", policies: readonly Policy[] = []): Caller => ({
    kind: "principal",
    arn: `arn:aws:iam::${account}:role/${name}`,
    organizationId: undefined,
    policies,
  });
  const policyOf = (statement: Partial<Statement>): Policy => ({
    source: "bucket",
    statements: [
      { Sid: "One", Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*", ...statement } as Statement,
    ],
  });
  const areAlike = (one: Caller, other: Caller, statement: Partial<Statement>) => {
    const call: Call = {
      caller: one,
      action: "s3:GetObject",
      resource: "arn:aws:s3:::logs/a",
      account: "111122223333",
      context: {},
      resourcePolicy: policyOf(statement),
    };
    const likenessOf = likenessFor([call]);
    return likenessOf(one) === likenessOf(other);
  };
  const [a, b, elsewhere] = [role("a"), role("b"), role("a", "444455556666")];
  const named = (arn: string) => ({ StringEquals: { "aws:PrincipalArn": arn } });
  const onlyOwn = policyOf({ Principal: undefined as never, Resource: "arn:aws:s3:::other/*" });

  expect(areAlike(a, b, {})).toBe(true);
  expect(areAlike(a, elsewhere, {})).toBe(false);
  expect(areAlike(a, b, { Principal: { AWS: "arn:aws:iam::111122223333:role/a" } })).toBe(false);
  expect(areAlike(a, b, { Condition: named("arn:aws:iam::111122223333:role/c") })).toBe(true);
  expect(areAlike(a, b, { Condition: named("arn:aws:iam::111122223333:role/b") })).toBe(false);
  expect(areAlike(a, b, { Resource: "arn:aws:s3:::logs/${aws:PrincipalArn}" })).toBe(false);
  const [near, far] = [role("near", "444455556666"), role("far", "555566667777")];
  const all = ["arn:aws:iam::444455556666:role/near", "444455556666", "arn:aws:iam::555566667777:role/far"];
  // Of the second account only the role is named, which may not be enough.
  expect(areAlike(near, far, { Effect: "Deny", Principal: undefined as never, NotPrincipal: { AWS: all } })).toBe(
    false,
  );
  expect(areAlike(a, role("c", "111122223333", [onlyOwn]), {})).toBe(false);
});
