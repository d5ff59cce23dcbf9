import { showDelays } from "../../results/delays";
import { banner, bullets, card, chip, dataTable, facts } from "../../render/elements";
import { html, type Child, type Html } from "../../render/html";
import { asPage } from "../../render/page";
import type { Tone } from "../../render/terminal";
import { showDuration, showTime } from "../../render/time";
import type { CanaryResult, ExpectedRecord, State, Step } from "../../results/canary";
import { STATE_TONES, VERDICT_TONES } from "../../results/tones";
import { notEvaluatedText } from "../../access/not-evaluated";
import { unsafeSettings } from "../../access/settings";
import { summaryOf } from "../../access/summary";
import type { CheckJson } from "../../results/verify";
import { drawArchitecture } from "./diagram/draw";
import type { Architecture } from "./diagram/parts";
import { alertLines, alertsChecked } from "./alerts";
import { afterwards, answersOf } from "./answers";
import { accountsOf, emulatorsOf, type Report } from "./model";
import { differenceOf, findingsOf, frameworkLines, groupedChecks, leftOff, NO_OWNER } from "./sections";
import { STYLE } from "./style";
import { drawTimeline } from "./timeline";

/** One self-contained page. */
export function asHtml(report: Report, architecture: Architecture): string {
  const title = `Audit trail: ${report.environment.name}`;
  const body = html`${header(report, title)}
${section("What an auditor asks", ...questions(report))}
${section("What was synthesized", difference(report), html`<div class="picture">${drawing(report, architecture)}</div>`)}
${section("What was checked", ...checks(report))}
${section("Test object", ...canary(report))}
${section("Who can do what", ...access(report))}
${section("Alerts", ...alerts(report))}
${section("Requirements", ...requirements(report))}`;
  return asPage({ title, style: STYLE, body });
}

function questions(report: Report): Html[] {
  const rows = answersOf(report).map(({ question, now, afterPolicyChange }) => [
    question,
    names(now),
    afterPolicyChange === undefined ? "" : names(afterPolicyChange),
  ]);
  return [dataTable("answers", ["Question", "Answer", "Could gain by changing a policy"], rows)];
}

/** Callers, or that there are none. */
function names(titles: readonly string[]): Html {
  return titles.length === 0 ? html`<span class="quiet">nobody</span>` : bullets(titles, "plain");
}

function section(title: string, ...content: Html[]): Html {
  return html`<section>
<h2>${title}</h2>
${content.map(
  (part) => html`${part}
`,
)}</section>`;
}

function header(report: Report, title: string): Html {
  const { environment, verification, at } = report;
  const emulators = emulatorsOf(report);
  const findings = findingsOf(report);
  const accounts = accountsOf(environment).map(([account, part]) => `${account} (${part})`);
  const warning =
    `An emulator answered instead of AWS (${emulators.join(", ")}). ` +
    "It shows that the configuration is accepted, and is no evidence that a control works.";
  return html`<header>
<h1>${title}</h1>
${emulators.length > 0 && banner("warn", warning)}
<div class="cards">${cards(report)}</div>
${findings.length > 0 && html`<h3>Findings</h3>${bullets(findings, "findings")}`}
${facts([
  ["Accounts", accounts.join(", ")],
  [environment.trails.length === 1 ? "Trail" : "Trails", environment.trails.map(({ arn }) => arn).join(", ")],
  ["Checked", `${showTime(verification.at)}, ${emulators.length > 0 ? "against an emulator" : "against AWS"}`],
  ["Written", showTime(at)],
])}
</header>`;
}

function cards({ verification, canary: run }: Report): Html[] {
  const { fail, unknown } = verification.counts;
  const checked = fail > 0 ? "bad" : unknown > 0 ? "warn" : "good";
  return [
    card("Checks", toneOn(verification.endpoint, checked), verification.verdict),
    run === undefined
      ? card("Test object", "quiet", "not run")
      : card("Test object", toneOn(run.endpoint, VERDICT_TONES[run.verdict]), `${run.verdict}: ${run.summary}`),
  ];
}

/** Results that passed on an emulator must not look like results that passed on AWS. */
function toneOn(endpoint: string | null, tone: Tone): Tone {
  return tone === "good" && endpoint !== null ? "note" : tone;
}

function drawing({ environment }: Report, architecture: Architecture): Html {
  const parts = new Map(accountsOf(environment));
  const { trail, logBucket } = environment;
  return drawArchitecture(architecture, (account) => {
    const { region } = account === trail.account ? trail : logBucket;
    return `${parts.get(account) ?? "account"} ${account}, ${region}`;
  });
}

function checks({ verification }: Report): Html[] {
  const columns = ["State", "Check", "Expected", "Found"];
  return groupedChecks(verification.checks).map(
    ([group, all]) => html`<h3>${group}</h3>
${dataTable("checks", columns, all.map(checkRow))}`,
  );
}

function checkRow({ id, title, state, expected, found, details }: CheckJson): Child[] {
  return [
    stateChip(state),
    html`${title} <code>${id}</code>`,
    expected,
    html`${found}${state !== "pass" && bullets(details)}`,
  ];
}

function canary({ canary: run }: Report): Html[] {
  if (run === undefined) {
    return [html`<p>Not run. Use the output of <code>audit-trail canary --format json</code>.</p>`];
  }
  const columns = ["Call", "Event", "Object and key", "Log file", "Delays"];
  return [
    html`<p>${`${showTime(run.startedAt)}: ${run.caller} put s3://${run.bucket}/${run.objectKey}, encrypted with ${run.keyArn}.`}</p>`,
    html`<div class="picture">${drawTimeline(run)}</div>`,
    html`<p>For each record, the first part of the bar ends when the log file was delivered, the second when the record was found.</p>`,
    dataTable("steps", ["State", "Step", "Outcome", "Took"], run.steps.map(stepRow)),
    html`<h3>Records in the log files</h3>`,
    dataTable(
      "records",
      columns,
      run.records.map((record) => recordRow(record, run)),
    ),
  ];
}

function stepRow({ state, title, text, evidence, milliseconds }: Step): Child[] {
  const seen = evidence.map((one) => `${one.state === state ? "" : `${one.state}: `}${one.text}`);
  return [stateChip(state), title, html`${text}${bullets(seen)}`, showDuration(milliseconds)];
}

function recordRow(record: ExpectedRecord, { bucket }: CanaryResult): Child[] {
  const { title, found, required, reason = "" } = record;
  if (!found) return [title, required ? html`<b class="bad">missing</b>` : `none; ${reason}`, "", "", ""];
  const error = found.errorCode === undefined ? "" : ` (${found.errorCode})`;
  const object = found.objectKey && `s3://${found.bucket ?? bucket}/${found.objectKey}`;
  return [
    title + error,
    html`<code>${found.eventId}</code><br>${showTime(found.eventTime)}`,
    html`${object}${object && found.keyArn && html`<br>`}${found.keyArn}`,
    html`${found.logFile}${found.simulatedBy && html`<br><b class="note">simulated by ${found.simulatedBy}</b>`}`,
    showDelays(record),
  ];
}

function difference(report: Report): Html {
  const isBad = report.verification.checks.some(({ state }) => state === "fail");
  return isBad ? banner("warn", differenceOf(report)) : html`<p>${differenceOf(report)}</p>`;
}

function access(report: Report): Html[] {
  const { matrix } = report;
  const unsafe = unsafeSettings(matrix.settings);
  const isSafe = matrix.settings.every(({ safe }) => safe);
  const rows = summaryOf(matrix).map((line) => {
    const after = afterwards(line);
    return [line.title, names(line.subjects.map(({ title }) => title)), after === undefined ? "" : names(after)];
  });
  const settings = unsafe === undefined ? [] : [isSafe ? html`<p>${unsafe}.</p>` : banner("warn", `${unsafe}.`)];
  const unevaluated = notEvaluatedText(matrix.notEvaluated);
  return [
    html`<p>Computed from the synthesized policies, for everyone they name and for outsiders.
${matrix.accessCases.length} access cases are evaluated for ${matrix.subjects.length} callers;
<code>audit-trail matrix --format html</code> shows each with the statements that decide it.</p>`,
    ...settings,
    ...(unevaluated === undefined ? [] : [html`<p>${unevaluated}.</p>`]),
    difference(report),
    dataTable("access", ["Who can", "As synthesized", "Could gain by changing a policy"], rows),
  ];
}

function alerts(report: Report): Html[] {
  const lines = alertLines(report);
  if (lines.length === 0) return [html`<p>None: the environment does not have the option <code>alerts</code>.</p>`];
  const rows = lines.map(({ account, region, receivers, rules, alarms }): Child[] => [
    `${account}, ${region}`,
    names(receivers),
    rules,
    alarms,
  ]);
  return [
    html`<p>${alertsChecked(report)} Each call that is reported is listed in <code>docs/alerts.md</code>.</p>`,
    dataTable("alerts", ["Account", "Receivers, as synthesized", "Event rules", "Alarms"], rows),
  ];
}

function requirements(report: Report): Html[] {
  const rows = frameworkLines(report).map(({ title, counts, violated }): Child[] => [
    title,
    counts.complies,
    violated.length === 0 ? 0 : html`<b class="bad">${violated.length}</b>: ${violated.join("; ")}`,
    counts["off by choice"],
    counts["does not apply"],
  ]);
  const off = leftOff(report).map(({ requirement, reason, owner = NO_OWNER }) => [requirement, reason, owner]);
  return [
    html`<p>Which requirements of each framework the synthesized configuration meets, among those that this project can meet;
<code>audit-trail controls</code> lists them one by one.</p>`,
    dataTable("requirements", ["Framework", "Complies", "Violates", "Off by choice", "Does not apply"], rows),
    ...(off.length === 0
      ? []
      : [html`<h3>Off by choice</h3>`, dataTable("left-off", ["Requirement", "Reason", "Owner"], off)]),
  ];
}

function stateChip(state: State): Html {
  return chip(state, STATE_TONES[state]);
}
