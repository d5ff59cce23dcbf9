import * as fc from "fast-check";
import { eventPattern, filterPattern, RULES, SCOPES, watchedTexts, type AlertRule } from "../../../modules/alerts";
import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import {
  ALERT_CASES,
  eventOf,
  recordOf,
  WATCHED,
  type AlertCase,
  type CloudTrailRecord,
} from "../../support/alert-records";
import { matchesPattern } from "../../support/event-pattern";
import { matchesFilter } from "../../support/filter-pattern";
import "../../support/seed";

const SETTINGS = { watched: WATCHED, deployRoles: [] };

/** Whether a rule fires, by the function, by EventBridge and by CloudWatch Logs. */
function judgments(rule: AlertRule, record: CloudTrailRecord, watched = WATCHED) {
  const pattern = eventPattern([rule], watched);
  const filter = filterPattern(rule, watched);
  return {
    function: alertsOf(record, { rules: [rule], scopes: SCOPES }, { watched, deployRoles: [] }).length > 0,
    pattern: pattern !== undefined && matchesPattern(pattern, eventOf(record)),
    filter: filter !== undefined && matchesFilter(filter, record),
  };
}

const FIRES = { function: true, pattern: true, filter: true };
const SILENT = { function: false, pattern: false, filter: false };

function firstCall({ eventSource, events: [eventName], naming }: AlertCase, fields: CloudTrailRecord = {}) {
  return recordOf({ eventSource, eventName, ...naming[0], ...fields });
}

test("every rule has cases, and every case a rule", () => {
  expect(Object.keys(ALERT_CASES)).toEqual(RULES.map(({ id }) => id));
});

test("ids of rules are unique and may be part of an address", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(RULES.filter(({ id }) => !/^[a-z]+(-[a-z]+)*$/.test(id))).toEqual([]);
});

describe.each(RULES.map((rule) => ({ id: rule.id, rule, given: ALERT_CASES[rule.id]! })))("$id", ({ rule, given }) => {
  const { eventSource, events, naming, silent } = given;

  test("names the calls that its cases name, and no others", () => {
    const named = (name: string) => (rule.events ?? events).find((event) => name.startsWith(event.replace("*", "")));
    expect(events.map(named)).toEqual(rule.events ?? events);
  });

  test.each(events)("fires on %s, in every way to name what is watched", (eventName) => {
    for (const fields of naming) {
      expect(judgments(rule, recordOf({ eventSource, eventName, ...fields }))).toEqual(FIRES);
    }
  });

  test.each(Object.entries(silent))("does not fire on %s", (_, fields) => {
    expect(judgments(rule, firstCall(given, fields))).toEqual(SILENT);
  });

  test("its silent cases notice a scope that is wider, and a service or result that is not asked for", () => {
    const wider: AlertRule[] = [
      ...(rule.scope === "account" ? [] : [{ ...rule, scope: "account" as const }]),
      ...(rule.events ? [{ ...rule, events: undefined }] : []),
      ...(rule.failedCalls || rule.scope === "signInWithoutMfa" ? [] : [{ ...rule, failedCalls: true }]),
    ];
    for (const mutant of wider) {
      const fired = Object.values(silent).map((fields) => judgments(mutant, firstCall(given, fields)));
      expect(fired).toContainEqual(FIRES);
    }
    if (rule.service) {
      expect(judgments(rule, firstCall(given, { eventSource: "ec2.amazonaws.com" }))).toEqual(SILENT);
    }
  });
});

test("a rule of which nothing is watched has no pattern and raises nothing", () => {
  const watched = watchedTexts({ accounts: ["111122223333"] });
  const scoped = RULES.filter(({ scope }) => !["account", "root", "signInWithoutMfa"].includes(scope));
  expect(scoped).toHaveLength(21);
  for (const rule of scoped) {
    expect(eventPattern([rule], watched)).toBeUndefined();
    expect(filterPattern(rule, watched)).toBeUndefined();
    expect(judgments(rule, firstCall(ALERT_CASES[rule.id]!), watched)).toEqual(SILENT);
  }
});

test("events that anybody puts on the bus raise nothing", () => {
  const event = { ...eventOf(firstCall(ALERT_CASES["trail-stopped"]!)), source: "custom.cloudtrail" };
  expect(matchesPattern(eventPattern([RULES[0]!], WATCHED)!, event)).toBe(false);
});

test("a pattern of several rules fires for each of them and nothing else", () => {
  const services = [...new Set(RULES.map(({ service }) => service))];
  for (const service of services) {
    const rules = RULES.filter((rule) => rule.service === service);
    const pattern = eventPattern(rules, WATCHED)!;
    for (const [id, given] of Object.entries(ALERT_CASES)) {
      for (const record of [
        firstCall(given),
        ...Object.values(given.silent).map((fields) => firstCall(given, fields)),
      ]) {
        const judged = alertsOf(record, { rules, scopes: SCOPES }, SETTINGS).length > 0;
        expect({ id, record, fires: matchesPattern(pattern, eventOf(record)) }).toEqual({ id, record, fires: judged });
      }
    }
  }
});

/** Fields as they occur in any of the cases, mixed. */
const mixed = () => {
  const cases = Object.values(ALERT_CASES);
  const all = cases.flatMap(({ naming, silent }) => [...naming, ...Object.values(silent)]);
  return fc
    .record({
      eventSource: fc.constantFrom(...cases.map(({ eventSource }) => eventSource)),
      eventName: fc.constantFrom(...cases.flatMap(({ events }) => events), "DescribeInstances"),
      parts: fc.array(fc.constantFrom(...all), { maxLength: 4 }),
    })
    .map(({ parts, ...call }) => recordOf({ ...call, ...Object.assign({}, ...parts) }));
};

test("function, EventBridge and CloudWatch Logs agree on any record", () => {
  let fired = 0;
  fc.assert(
    fc.property(fc.constantFrom(...RULES), mixed(), fc.boolean(), (rule, record, aimed) => {
      const { eventSource, events } = ALERT_CASES[rule.id]!;
      const judged = judgments(rule, aimed ? { ...record, eventSource, eventName: events[0] } : record);
      fired += Number(judged.function);
      expect(new Set(Object.values(judged)).size).toBe(1);
    }),
    { numRuns: 3000 },
  );
  expect(fired).toBeGreaterThan(30);
});

test("calls that a filter counts as refused are those with an error", () => {
  const [rule] = RULES;
  const filter = filterPattern(rule!, WATCHED, "refused")!;
  const { silent } = ALERT_CASES[rule!.id]!;
  const refused = { errorCode: "AccessDenied" };
  expect(matchesFilter(filter, firstCall(ALERT_CASES[rule!.id]!, refused))).toBe(true);
  expect(matchesFilter(filter, firstCall(ALERT_CASES[rule!.id]!))).toBe(false);
  expect(matchesFilter(filter, firstCall(ALERT_CASES[rule!.id]!, { ...silent["another resource"], ...refused }))).toBe(
    false,
  );
});
