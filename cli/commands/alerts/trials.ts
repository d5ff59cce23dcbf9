import { alertsOf } from "../../../modules/alerts/handler/judge.js";
import { contentOf, messageOf } from "../../../modules/alerts/handler/message.js";
import type { AlertRule } from "../../../modules/alerts/rule";
import { RULES } from "../../../modules/alerts/rules";
import { SCOPES } from "../../../modules/alerts/scopes";
import type { AlertSettings } from "../../../modules/alerts/settings";
import { closest } from "../../../modules/closest";
import type { Location } from "../../../modules/policy";
import { UserError } from "../../framework/user-error";
import { at } from "../../model/blocks";
import type { Environment } from "../../model/environment";
import { ofType } from "../../model/resources";
import { sampleOf } from "./samples";

/** A function that sends alerts, as the environment configures it. */
export interface Sender extends Location {
  readonly functionName: string;
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

/** A sample record, and what it raises. */
export interface Sample {
  readonly record: object;
  /** Undefined if nothing is raised. */
  readonly content: AlertContent | undefined;
}

type AlertContent = ReturnType<typeof contentOf>;

export function trialsOf(environment: Environment, rule: string | undefined): Trial[] {
  const rules = rulesNamed(rule);
  return sendersOf(environment).flatMap((sender) => rules.map((one) => trialOf(sender, one)));
}

/** One alert of docs/alerts.md, or all. */
export function rulesNamed(rule: string | undefined): readonly AlertRule[] {
  const known = RULES.map(({ id }) => id);
  if (rule !== undefined && !known.includes(rule)) {
    const meant = closest(rule, known);
    const hint = meant === undefined ? `it must be one of ${known.join(", ")}` : `did you mean ${meant}?`;
    throw new UserError(`--rule names no alert of docs/alerts.md, got ${JSON.stringify(rule)}; ${hint}`);
  }
  return RULES.filter(({ id }) => rule === undefined || id === rule);
}

/** The functions whose settings are those of alerts. Throws a `UserError` if there are none. */
export function sendersOf(environment: Environment): Sender[] {
  const senders = ofType(environment, "aws_lambda_function").flatMap(({ account, region, values }) => {
    const text = at(values, "environment.variables.SETTINGS");
    const settings = typeof text === "string" ? (JSON.parse(text) as AlertSettings) : undefined;
    return settings?.watched ? [{ account, region, functionName: String(values["function_name"]), settings }] : [];
  });
  if (senders.length > 0) return senders;
  throw new UserError(`${environment.name} has no alerts; add the option alerts, see docs/alerts.md`);
}

/** Undefined if nothing is watched that the rule is about. */
export function sampleFor({ account, region, settings }: Sender, rule: AlertRule): Sample | undefined {
  const record = sampleOf(rule, settings.watched, { account, region });
  if (record === undefined) return undefined;
  const alert = alertsOf(record, { rules: RULES, scopes: SCOPES }, settings).find((one) => one.rule === rule);
  return { record, content: alert && contentOf(alert, record, { ...settings, runbook: settings.runbook }) };
}

function trialOf(sender: Sender, rule: AlertRule): Trial {
  const { account, settings } = sender;
  const sample = sampleFor(sender, rule);
  if (!sample) return { account, alert: rule.id, state: "nothing watched" };
  const { content } = sample;
  if (!content) return { account, alert: rule.id, state: "not raised" };
  const { Subject: subject, Message } = messageOf(content, settings.topicArn);
  const { email: text } = JSON.parse(Message) as { readonly email: string };
  return { account, alert: rule.id, state: "raised", severity: content.severity, subject, text };
}
