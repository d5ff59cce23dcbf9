"use strict";
/**
 * The alerts that a CloudTrail record raises.
 *
 * @param {object} record as CloudTrail writes it
 * @param {{ rules: readonly object[], scopes: object }} catalog the table of rules, see rules/index.ts and scopes.ts
 * @param {{ watched: Record<string, readonly string[]>, deployRoles: readonly string[] }} settings see settings.ts
 */
function alertsOf(record, { rules, scopes }, { watched, deployRoles }) {
  if (!watched.accounts.includes(record.recipientAccountId)) return [];
  return rules
    .filter((rule) => isCall(record, rule))
    .flatMap((rule) => {
      const tests = scopes[rule.scope].alternatives.find((each) => each.every((test) => meets(record, test, watched)));
      if (tests === undefined) return [];
      const expected = rule.byDeployment === true && deployRoles.includes(issuerOf(record));
      const resources = tests.flatMap((test) =>
        valuesAt(record, test.field).filter((value) => names(value, test, watched)),
      );
      return [{ rule, severity: expected ? "info" : rule.severity, expected, resources }];
    });
}

function isCall(record, { service, events, failedCalls }) {
  return (
    (service === undefined || record.eventSource === service) &&
    (events === undefined || events.some((event) => isNamed(record.eventName, event))) &&
    (failedCalls === true || record.errorCode === undefined)
  );
}

/** Lambda adds the version of its API to the name: `UpdateFunctionCode20150331v2`. */
function isNamed(name, event) {
  return event.endsWith("*") ? String(name).startsWith(event.slice(0, -1)) : name === event;
}

function meets(record, test, watched) {
  const values = valuesAt(record, test.field);
  if ("absent" in test) return values.length === 0;
  if ("not" in test) return values.length === 0 || values.some((value) => value !== test.not);
  if ("equals" in test) return values.includes(test.equals);
  return values.some((value) => names(value, test, watched));
}

/** Whether a value of the record names one of the watched. */
function names(value, { watched: kind, as }, watched) {
  if (kind === undefined || typeof value !== "string") return false;
  return watched[kind].some((text) => {
    switch (as) {
      case "prefix":
        return value.startsWith(text);
      case "suffix":
        return value.endsWith(text);
      case "part":
        return value.startsWith(`${text}:`);
      default:
        return value === text;
    }
  });
}

/** The values at a path such as `resources[].ARN`. */
function valuesAt(value, path) {
  const inside = (one, key) => (Object.hasOwn(Object(one), key) ? [one[key]].flat() : []);
  return path
    .replaceAll("[]", "")
    .split(".")
    .reduce((values, key) => values.flatMap((one) => inside(one, key)), [value]);
}

/** The role behind a session: its name is AWS's, whereas people choose the names of sessions. */
function issuerOf({ userIdentity }) {
  return userIdentity?.sessionContext?.sessionIssuer?.arn;
}

module.exports = { alertsOf, issuerOf };
