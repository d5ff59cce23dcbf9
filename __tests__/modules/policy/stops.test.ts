import { stops, type Statement } from "../../../modules/policy";

const CALL = { service: "cloudtrail.amazonaws.com", action: "s3:PutObject", resource: "arn:aws:s3:::logs/AWSLogs/1" };
const DENY: Statement = {
  Sid: "Deny",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:Put*",
  Resource: "arn:aws:s3:::logs/*",
};
const ROLE = "arn:aws:iam::111122223333:role/Writer";

test.each<[string, Partial<Statement>]>([
  ["everyone", {}],
  ["every principal", { Principal: { AWS: ["*"] } }],
  ["the service", { Principal: { Service: CALL.service } }],
  ["everyone except a role", { Principal: undefined, NotPrincipal: { AWS: ROLE } }],
  ["every action, whatever its case", { Action: ["S3:putobject"] }],
])("a Deny for %s stops a service", (_, change) => {
  expect(stops({ ...DENY, ...change }, CALL)).toBe(true);
});

test.each<[string, Partial<Statement>]>([
  ["an Allow", { Effect: "Allow" }],
  ["a Deny under a condition", { Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } } }],
  ["a Deny for a role", { Principal: { AWS: ROLE } }],
  ["a Deny for all but the service", { Principal: undefined, NotPrincipal: { Service: CALL.service } }],
  ["a Deny of another action", { Action: "s3:Get*" }],
  ["a Deny elsewhere", { Resource: "arn:aws:s3:::logs/reports/*" }],
])("%s does not stop a service", (_, change) => {
  expect(stops({ ...DENY, ...change }, CALL)).toBe(false);
});
