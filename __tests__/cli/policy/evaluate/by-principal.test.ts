import { statementsFor } from "../../../../cli/policy/evaluate/by-principal";
import { compilePrincipals, namingOf } from "../../../../cli/policy/evaluate/principals";
import type { Principal } from "../../../../cli/policy/evaluate/request";
import { statementsOf } from "../../../../cli/policy/evaluate/statement";
import type { Policy } from "../../../../cli/policy/document";
import type { Statement } from "../../../../modules/policy";

const ACCOUNT = "111122223333";
const USER = `arn:aws:iam::${ACCOUNT}:user/marta`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/Reader`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/one`;
const GUEST = `arn:aws:sts::${ACCOUNT}:federated-user/guest`;
const CANONICAL = "a".repeat(64);

const ELEMENTS: readonly object[] = [
  ...["*", ACCOUNT, `arn:aws:iam::${ACCOUNT}:root`, USER, ROLE, SESSION, GUEST, `${ROLE}2`, "444455556666"].map(
    (AWS) => ({ Principal: { AWS } }),
  ),
  { Principal: "*" },
  { Principal: { AWS: [USER, ROLE], Service: "cloudtrail.amazonaws.com" } },
  { Principal: { Service: "config.amazonaws.com" } },
  { Principal: { Federated: "accounts.google.com" } },
  { Principal: { CanonicalUser: CANONICAL } },
  { Principal: { Unknown: "constructor" } },
  { NotPrincipal: { AWS: USER } },
  {},
];
const POLICY: Policy = {
  source: "test",
  statements: ELEMENTS.map(
    (element, index) => ({ Sid: `S${index}`, Effect: "Allow", Action: "*", Resource: "*", ...element }) as Statement,
  ),
};

const PRINCIPALS: readonly Principal[] = [
  { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root` },
  { kind: "user", arn: USER },
  { kind: "user", arn: USER, canonicalUser: CANONICAL },
  { kind: "role", arn: ROLE },
  { kind: "role", arn: ROLE, session: SESSION },
  { kind: "role", arn: ROLE.replace("team/", ""), isPathUnknown: true, session: SESSION },
  { kind: "federated user", arn: GUEST, user: USER },
  { kind: "federated user", arn: GUEST },
  { kind: "federated", provider: "accounts.google.com" },
  { kind: "service", name: "cloudtrail.amazonaws.com" },
  { kind: "service", name: "constructor" },
  { kind: "anonymous" },
];

test.each(PRINCIPALS)("leaves out no statement that names $kind $arn", (principal) => {
  const kept = statementsFor(POLICY, principal);
  const meant = statementsOf(POLICY).filter(({ principals }) => !principals || namingOf(principals, principal));
  expect(meant.filter((statement) => !kept.includes(statement))).toEqual([]);
  // In the order of the policy, as the deciding statements are listed.
  expect(kept).toEqual(statementsOf(POLICY).filter((statement) => kept.includes(statement)));
});

test("leaves out statements that name somebody else", () => {
  const kept = statementsFor(POLICY, { kind: "service", name: "config.amazonaws.com" });
  const others = ELEMENTS.flatMap((element, index) => {
    const principals = compilePrincipals("Principal" in element ? element.Principal : undefined);
    return principals && !principals.everyone && principals.canonicalUsers.size === 0 ? [`S${index}`] : [];
  });
  expect(kept.map(({ decider }) => decider.sid).filter((sid) => others.includes(sid))).toEqual(["S11"]);
});
