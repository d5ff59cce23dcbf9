import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import { contentOf, messageOf } from "../../../modules/alerts/handler/message.js";
import { RULES } from "../../../modules/alerts/rules";
import { SCOPES } from "../../../modules/alerts/scopes";
import type { AlertSettings } from "../../../modules/alerts/settings";
import { closest } from "../../../modules/closest";
import { deliver } from "../../framework/output";
import { terminalFor, type Streams } from "../../framework/streams";
import { UserError } from "../../framework/user-error";
import { at } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { readEnvironment } from "../../model/read";
import { ofType } from "../../model/resources";
import { escapeTerminal, toJson } from "../../render/escape";
import { tableLines } from "../../render/table";
import type { Terminal } from "../../render/terminal";
import { sampleOf } from "./samples";
import type { TestValues } from "./test-command";

/** A function that sends alerts, as the environment configures it. */
interface Sender {
  readonly account: string;
  readonly region: string;
  readonly settings: AlertSettings;
}

/** What becomes of the sample record of one alert in one account. */
export interface Trial {
  readonly account: string;
  readonly alert: string;
  readonly state: "raised" | "not raised" | "nothing watched";
  readonly severity?: string;
  readonly subject?: string;
  /** The mail. */
  readonly text?: string;
}

/** Exit status 1 if a sample on what is watched raises no alert. */
export async function run(values: TestValues, streams: Streams): Promise<number> {
  const { outdir, environment: name, rule, format, output } = values;
  const environment = readEnvironment(outdir, name);
  const trials = trialsOf(environment, rule);
  const text =
    format === "json" ? toJson({ environment: name, trials }) : asTable(trials, rule, terminalFor(output, streams));
  deliver(text, output, streams);
  return trials.some(({ state }) => state === "not raised") ? 1 : 0;
}

export function trialsOf(environment: Environment, rule: string | undefined): Trial[] {
  const known = RULES.map(({ id }) => id);
  if (rule !== undefined && !known.includes(rule)) {
    const meant = closest(rule, known);
    const hint = meant === undefined ? `it must be one of ${known.join(", ")}` : `did you mean ${meant}?`;
    throw new UserError(`--rule names no alert of docs/alerts.md, got ${JSON.stringify(rule)}; ${hint}`);
  }
  const senders = sendersOf(environment);
  if (senders.length === 0) {
    throw new UserError(`${environment.name} has no alerts; add the option alerts, see docs/alerts.md`);
  }
  const rules = RULES.filter(({ id }) => rule === undefined || id === rule);
  return senders.flatMap((sender) => rules.map((one) => trialOf(sender, one)));
}

/** The functions whose settings are those of alerts. */
function sendersOf(environment: Environment): Sender[] {
  return ofType(environment, "aws_lambda_function").flatMap(({ account, region, values }) => {
    const text = at(values, "environment.variables.SETTINGS");
    const settings = typeof text === "string" ? (JSON.parse(text) as AlertSettings) : undefined;
    return settings?.watched ? [{ account, region, settings }] : [];
  });
}

function trialOf({ account, region, settings }: Sender, rule: (typeof RULES)[number]): Trial {
  const record = sampleOf(rule, settings.watched, { account, region });
  if (record === undefined) return { account, alert: rule.id, state: "nothing watched" };
  const alert = alertsOf(record, { rules: RULES, scopes: SCOPES }, settings).find((one) => one.rule === rule);
  if (alert === undefined) return { account, alert: rule.id, state: "not raised" };
  const message = messageOf(contentOf(alert, record, { ...settings, runbook: settings.runbook }), settings.topicArn);
  const { email } = JSON.parse(message.Message) as { readonly email: string };
  return { account, alert: rule.id, state: "raised", severity: alert.severity, subject: message.Subject, text: email };
}

function asTable(trials: readonly Trial[], rule: string | undefined, terminal: Terminal): string {
  if (rule !== undefined) {
    const texts = trials.map(({ account, state, subject, text }) =>
      text === undefined ? `${account}: ${state}` : `${account}: ${subject}\n\n${text.trimEnd()}`,
    );
    return `${texts
      .map((one) =>
        one
          .split("\n")
          .map((line) => escapeTerminal(line))
          .join("\n"),
      )
      .join("\n\n")}\n`;
  }
  const columns = ["account", "alert", "severity", "would be sent"].map((title) => ({ title }));
  const rows = trials.map(({ account, alert, state, severity = "", subject }) => [
    account,
    alert,
    severity,
    subject ?? state,
  ]);
  const raised = trials.filter(({ state }) => state === "raised").length;
  return [
    ...tableLines({ columns, rows }, terminal),
    "",
    `${raised} of ${trials.length} would be sent; nothing was sent.`,
    "",
  ].join("\n");
}
