import { someText, textAt } from "../fields";
import type { RawRecord } from "../log-file";
import { anyOf, needlesIn, pattern, type Condition } from "./condition";
import type { Filters } from "./filters";

const ISSUER = "userIdentity.sessionContext.sessionIssuer";

/** Names of who called. */
const NAMES = [
  "userIdentity.arn",
  "userIdentity.userName",
  "userIdentity.principalId",
  "userIdentity.invokedBy",
  `${ISSUER}.arn`,
  `${ISSUER}.userName`,
];

/** Filters of the caller. */
export function* identityConditions(filters: Filters): Generator<Condition> {
  const { principals = [], accessKeys = [], roles = [] } = filters;
  if (principals.length > 0) {
    const test = anyOf(principals.map(pattern));
    yield {
      test: (record) => NAMES.some((path) => test(textAt(record, path))),
      needles: needlesIn(principals),
    };
  }
  if (accessKeys.length > 0) {
    const keys = new Set(accessKeys);
    yield {
      test: (record) =>
        keys.has(textAt(record, "userIdentity.accessKeyId") ?? "") || issuedKeys(record).some((key) => keys.has(key)),
      needles: needlesIn(accessKeys),
    };
  }
  if (roles.length > 0) {
    const test = anyOf(roles.map(roleTest));
    yield {
      test: (record) => [`${ISSUER}.arn`, "requestParameters.roleArn"].some((path) => test(textAt(record, path) ?? "")),
      needles: needlesIn(roles.map((role) => role.slice(role.lastIndexOf("/") + 1))),
    };
  }
  if (filters.root) {
    yield { test: (record) => textAt(record, "userIdentity.type") === "Root", needles: ["Root"] };
  }
  if (filters.console) yield { test: isConsole, needles: ["ConsoleLogin", "sessionCredentialFromConsole"] };
  if (filters.noMfa) yield { test: lacksMfa, needles: ["MFAUsed", "mfaAuthenticated"] };
}

/** Keys that a call returned: AssumeRole, GetSessionToken, GetFederationToken, CreateAccessKey. */
export function issuedKeys({ responseElements }: RawRecord): string[] {
  const keys: string[] = [];
  if (typeof responseElements !== "object" || responseElements === null) return keys;
  someText(responseElements, (text) => {
    if (ACCESS_KEY.test(text)) keys.push(text);
    return false;
  });
  return keys;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const ACCESS_KEY = /^(AKIA|ASIA)[A-Z0-9]{8,124}$/;

function roleTest(role: string): (arn: string) => boolean {
  const test = pattern(role);
  return role.startsWith("arn:") ? test : (arn) => test(arn.slice(arn.lastIndexOf("/") + 1));
}

function isConsole(record: RawRecord): boolean {
  return record["eventName"] === "ConsoleLogin" || textAt(record, "sessionCredentialFromConsole") === "true";
}

/** CloudTrail says of a sign-in and of a session whether it used MFA, and of nothing else. */
function lacksMfa(record: RawRecord): boolean {
  return (
    textAt(record, "additionalEventData.MFAUsed") === "No" ||
    textAt(record, "userIdentity.sessionContext.attributes.mfaAuthenticated") === "false"
  );
}
