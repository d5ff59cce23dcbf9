import * as arns from "../../../fixtures/evaluator/arns";
import * as bucketRequests from "../../../fixtures/evaluator/bucket-requests";
import * as keyUses from "../../../fixtures/evaluator/key-uses";
import * as keys from "../../../fixtures/evaluator/keys";
import * as kms from "../../../fixtures/evaluator/kms";
import * as language from "../../../fixtures/evaluator/language";
import * as malformed from "../../../fixtures/evaluator/malformed";
import * as names from "../../../fixtures/evaluator/names";
import * as organizations from "../../../fixtures/evaluator/organizations-and-endpoints";
import * as publicPolicies from "../../../fixtures/evaluator/public-policies";
import * as roles from "../../../fixtures/evaluator/roles";
import * as s3 from "../../../fixtures/evaluator/s3";
import * as s3Owners from "../../../fixtures/evaluator/s3-owners";
import * as s3Payers from "../../../fixtures/evaluator/s3-payers";
import * as s3Writes from "../../../fixtures/evaluator/s3-writes";
import * as services from "../../../fixtures/evaluator/services";
import * as sessions from "../../../fixtures/evaluator/sessions";
import * as statements from "../../../fixtures/evaluator/statements";
import * as trusts from "../../../fixtures/evaluator/trusts";
import * as values from "../../../fixtures/evaluator/values";
import { answerTo } from "../../../support/evaluator-cases";

const TOPICS = [
  arns,
  bucketRequests,
  keyUses,
  keys,
  kms,
  language,
  malformed,
  names,
  organizations,
  publicPolicies,
  roles,
  s3,
  s3Owners,
  s3Payers,
  s3Writes,
  services,
  sessions,
  statements,
  trusts,
  values,
].flatMap((file) => Object.entries(file));

test("there are many", () => {
  expect(TOPICS.flatMap(([, cases]) => cases).length).toBeGreaterThan(250);
});

describe.each(TOPICS)("%s", (_, cases) => {
  test.each(cases.map((one) => [one.title, one] as const))("%s", (_title, one) => {
    expect({ page: one.page, ...answerTo(one) }).toMatchObject({ page: one.page, decision: one.expected });
  });
});
