import { idFor } from "../../cli/model/ids";
import type { AlertsOf, Facts } from "./access-facts";
import { everyone, like, nobody, only, type Axes, type Claim, type ExpectedCell } from "./expected-cells";

/** Rows of one account's alerts: `publish` of `topic`. */
function rows(
  axes: Axes,
  { account, name, forwarders }: AlertsOf,
  what: string,
  ...cases: readonly string[]
): string[] {
  // The account may have queues and a topic for a SIEM, too.
  const names = new Map([
    ["queue", `-${idFor(`${name}-failed`)}`],
    ["topic", `-${idFor(name)}`],
  ]);
  const found = like(axes, new RegExp(`^alerts-${what}-${account}-.*${names.get(what) ?? ""}-(${cases.join("|")})$`));
  // Without events from other Regions, the bus has no rows.
  if (found.length === 0 && (what !== "event-bus" || forwarders.length > 0)) throw new Error(`no rows of ${what}`);
  return found;
}

/** A service that acts for something of the account whose name begins as those of alerts do. */
const service = ({ subjects }: Axes, { account }: AlertsOf, name: string, start: string) =>
  subjects
    .filter(({ id, caller }) => {
      if (caller.kind !== "service" || caller.service !== name || /-(no-arn|no-account|foreign|other)$/.test(id))
        return false;
      return caller.sourceArn?.includes(`:${account}:${start}`) === true;
    })
    .map(({ id }) => id);

const alarms = (axes: Axes, alerts: AlertsOf) => service(axes, alerts, "cloudwatch.amazonaws.com", "alarm:");

/** The rules in the Region of the queue, which alone may send letters: those of other Regions have a role. */
const rules = (axes: Axes, alerts: AlertsOf, { region }: Facts) =>
  service(axes, alerts, "events.amazonaws.com", `rule/${alerts.name}`).filter((id) => {
    const { caller } = axes.subjects.find((one) => one.id === id)!;
    return caller.kind === "service" && caller.sourceArn?.includes(`:${region}:`) === true;
  });

const functions = ({ function: alerting, health }: AlertsOf) =>
  health === undefined ? [alerting] : [alerting, health];

const claim = (
  text: string,
  cells: (axes: Axes, alerts: AlertsOf, facts: Facts) => readonly ExpectedCell[],
): Claim => ({
  claim: text,
  when: ({ alerts }) => alerts.length > 0,
  cells: (axes, facts) => facts.alerts.flatMap((alerts) => cells(axes, alerts, facts)),
});

/** Who may send, read and silence alerts. */
export const EXPECTED_ALERTS: readonly Claim[] = [
  claim("alerts come from the function, from alarms of their name, and from who owns the account", (axes, alerts) => [
    ...only(axes, rows(axes, alerts, "topic", "publish"), [alerts.function, ...alarms(axes, alerts), ...alerts.owners]),
    ...only(
      axes,
      rows(axes, alerts, "topic", "publish-elsewhere", "subscribe", "unsubscribe", "policy", "delete"),
      alerts.owners,
    ),
  ]),
  claim("nothing reaches the topic or the queue over plain HTTP", (axes, alerts) => [
    ...everyone(axes, rows(axes, alerts, "topic", "publish-plain"), "explicit deny"),
    ...everyone(axes, rows(axes, alerts, "queue", "send-plain", "receive-plain"), "explicit deny"),
  ]),
  claim(
    "the key of the alerts encrypts their messages for function and alarms, and decrypts nothing for people",
    (axes, alerts) => [
      ...only(axes, rows(axes, alerts, "key", "(en|de)crypt-message-via-sns"), [
        alerts.function,
        ...alarms(axes, alerts),
      ]),
      ...only(axes, rows(axes, alerts, "key", "(en|de)crypt-message"), alarms(axes, alerts)),
      ...nobody(axes, rows(axes, alerts, "key", "(en|de)crypt-(other|foreign)-message", "(en|de)crypt-no-context")),
      ...nobody(axes, rows(axes, alerts, "key", "grant", "stop-rotation", "other-log-group", "foreign-log-group")),
      ...only(axes, rows(axes, alerts, "key", "describe", "policy", "administer", "disable"), alerts.owners),
    ],
  ),
  claim(
    "letters about failures come from rules and functions; who owns the account reads them",
    (axes, alerts, facts) => [
      ...only(axes, rows(axes, alerts, "queue", "send"), [
        ...functions(alerts),
        ...rules(axes, alerts, facts),
        ...alerts.owners,
      ]),
      ...only(
        axes,
        rows(axes, alerts, "queue", "send-elsewhere", "receive", "remove", "policy", "delete"),
        alerts.owners,
      ),
    ],
  ),
  claim("nobody but who owns the account changes or mutes functions, rules and alarms", (axes, alerts) => [
    ...only(
      axes,
      rows(axes, alerts, "function", "code", "configure", "mute", "permit", "delete", "log-elsewhere", "log-delete"),
      alerts.owners,
    ),
    ...only(axes, rows(axes, alerts, "event-rules", "disable", "change", "targets", "delete"), alerts.owners),
    ...only(axes, rows(axes, alerts, "alarms", "mute", "set", "change", "delete"), alerts.owners),
    ...only(axes, rows(axes, alerts, "event-bus", "put"), [...alerts.forwarders, ...alerts.owners]),
    ...only(axes, rows(axes, alerts, "event-bus", "put-elsewhere", "policy"), alerts.owners),
  ]),
  claim("lambda takes the roles of the functions, for these alone", (axes, alerts) =>
    functions(alerts).flatMap((role) => {
      const name = role.slice(`${alerts.account}-role-`.length);
      const cases = idsOfRole(axes, name, alerts);
      const own = axes.subjects
        .filter(({ id, caller }) => {
          if (caller.kind !== "service" || caller.service !== "lambda.amazonaws.com") return false;
          if (/-(no-arn|no-account|foreign|other)$/.test(id)) return false;
          const wanted = `:${alerts.account}:function:`;
          const isHealth = caller.sourceArn?.endsWith("-health") === true;
          return caller.sourceArn?.includes(wanted) === true && isHealth === (role === alerts.health);
        })
        .map(({ id }) => id);
      return only(axes, cases, own);
    }),
  ),
];

/** Rows that take the role, in whatever account it is. */
function idsOfRole(axes: Axes, name: string, { account }: AlertsOf): string[] {
  const ids = like(axes, /^role-.*-take$/);
  const [own] = [`role-${account}-${name}-take`, `role-${name}-take`].filter((id) => ids.includes(id));
  return own === undefined ? [] : [own];
}
