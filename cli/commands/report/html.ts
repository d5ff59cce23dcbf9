import { showDelays } from "../../results/delays";
import { showDuration, showTime } from "../../render/time";
import type { CanaryResult, ExpectedRecord, Step } from "../../results/canary";
import { escapeHtml } from "../../render/escape";
import { unsafeSettings } from "../../access/settings";
import { summaryOf } from "../../access/summary";
import { asPage } from "../../render/page";
import type { CheckJson } from "../../results/verify";
import { drawArchitecture } from "./diagram/draw";
import type { Architecture } from "./diagram/parts";
import { accountsOf, emulatorsOf, type Report } from "./model";
import { differenceOf, findingsOf, frameworkLines, groupedChecks } from "./sections";
import { STYLE } from "./style";
import { drawTimeline } from "./timeline";

/** One self-contained page. */
export function asHtml(report: Report, architecture: Architecture): string {
  const title = `Audit trail: ${report.configuration.name}`;
  const body = [
    header(report, title),
    section("What was synthesized", difference(report), `<div class="picture">${drawing(report, architecture)}</div>`),
    section("What was checked", ...checks(report)),
    section("What became of a test object", ...canary(report)),
    section("Who can do what", ...access(report)),
    section("Requirements", ...requirements(report)),
  ];
  return asPage({ title, style: STYLE, body });
}

function section(title: string, ...content: string[]): string {
  return [`<section><h2>${title}</h2>`, ...content, "</section>"].join("\n");
}

function header(report: Report, title: string): string {
  const { configuration, verification, at } = report;
  const emulators = emulatorsOf(report);
  const findings = findingsOf(report);
  const accounts = accountsOf(configuration).map(([account, part]) => `${account} (${part})`);
  const facts: [string, string][] = [
    ["Accounts", accounts.join(", ")],
    ["Trail", configuration.trail.arn],
    ["Checked", `${showTime(verification.at)}, ${emulators.length > 0 ? "against an emulator" : "against AWS"}`],
    ["Written", showTime(at)],
  ];
  const warning =
    emulators.length === 0
      ? ""
      : `<p class="banner">An emulator answered in the place of AWS (${escapeHtml(emulators.join(", "))}). ` +
        "It shows that the configuration is accepted; it proves no control.</p>";
  return [
    "<header>",
    `<h1>${escapeHtml(title)}</h1>`,
    warning,
    `<div class="verdicts">${verdicts(report)}</div>`,
    ...(findings.length === 0
      ? []
      : [
          `<h3>Findings</h3><ul class="findings">${findings.map((one) => `<li>${escapeHtml(one)}</li>`).join("")}</ul>`,
        ]),
    `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`,
    "</header>",
  ].join("\n");
}

function verdicts({ verification, canary: run }: Report): string {
  const { fail, unknown } = verification.counts;
  const ofRun = run === undefined ? "skipped" : { passed: "pass", failed: "fail", incomplete: "unknown" }[run.verdict];
  return [
    verdict(
      "Checks",
      fail > 0 ? "fail" : unknown > 0 ? "unknown" : "pass",
      verification.endpoint,
      verification.verdict,
    ),
    verdict(
      "Test object",
      ofRun,
      run?.endpoint ?? null,
      run === undefined ? "not run" : `${run.verdict}: ${run.summary}`,
    ),
  ].join("");
}

/** What passed on an emulator is not shown as what passed. */
function verdict(title: string, state: string, endpoint: string | null, told: string): string {
  const shown = state === "pass" && endpoint !== null ? "not-enforced" : state;
  return `<div class="verdict ${shown}"><b>${title}</b>${escapeHtml(told)}</div>`;
}

function drawing({ configuration }: Report, architecture: Architecture): string {
  const parts = new Map(accountsOf(configuration));
  const { trail, logBucket } = configuration;
  return drawArchitecture(architecture, (account) => {
    const { region } = account === trail.account ? trail : logBucket;
    return `${parts.get(account) ?? "account"} ${account}, ${region}`;
  });
}

function checks({ verification }: Report): string[] {
  return groupedChecks(verification.checks).map(([group, all]) =>
    [`<h3>${escapeHtml(group)}</h3>`, table("checks", ["State", "Check", "Expected", "Found"], all.map(checkRow))].join(
      "\n",
    ),
  );
}

function checkRow({ id, title, state, expected, found, details }: CheckJson): string[] {
  const list =
    state === "pass" || details.length === 0
      ? ""
      : `<ul>${details.map((one) => `<li>${escapeHtml(one)}</li>`).join("")}</ul>`;
  return [
    stateCell(state),
    `${escapeHtml(title)} <code>${escapeHtml(id)}</code>`,
    escapeHtml(expected),
    escapeHtml(found) + list,
  ];
}

function canary({ canary: run }: Report): string[] {
  if (run === undefined) {
    return ["<p>Not run. <code>audit-trail canary --format json</code> writes what belongs here.</p>"];
  }
  return [
    `<p>${escapeHtml(`${showTime(run.startedAt)}: ${run.caller} put s3://${run.bucket}/${run.objectKey}, encrypted with ${run.keyArn}.`)}</p>`,
    `<div class="picture">${drawTimeline(run)}</div>`,
    "<p>Of each record, the first part of the bar lasts until the log file was there, the second until it was found.</p>",
    table("steps", ["State", "Step", "Outcome", "Took"], run.steps.map(stepRow)),
    "<h3>Records in the log files</h3>",
    table(
      "records",
      ["Call", "Event", "Object and key", "Log file", "Delays"],
      run.records.map((record) => recordRow(record, run)),
    ),
  ];
}

function stepRow({ state, title, text, evidence, milliseconds }: Step): string[] {
  const facts = evidence.map((one) => `<li>${one.state === state ? "" : `${one.state}: `}${escapeHtml(one.text)}</li>`);
  const list = facts.length === 0 ? "" : `<ul>${facts.join("")}</ul>`;
  return [stateCell(state), escapeHtml(title), escapeHtml(text) + list, showDuration(milliseconds)];
}

function recordRow(record: ExpectedRecord, { bucket }: CanaryResult): string[] {
  const { title, found, required, reason } = record;
  if (!found) {
    const why = required ? '<b class="fail">did not come</b>' : `none; ${escapeHtml(reason ?? "")}`;
    return [escapeHtml(title), why, "", "", ""];
  }
  const error = found.errorCode === undefined ? "" : ` (${found.errorCode})`;
  const object = [found.objectKey && `s3://${found.bucket ?? bucket}/${found.objectKey}`, found.keyArn].filter(
    (one) => one,
  );
  const simulated =
    found.simulatedBy === undefined
      ? ""
      : `<br><b class="not-enforced">simulated by ${escapeHtml(found.simulatedBy)}</b>`;
  return [
    escapeHtml(title + error),
    `<code>${escapeHtml(found.eventId)}</code><br>${escapeHtml(showTime(found.eventTime))}`,
    object.map((one) => escapeHtml(one!)).join("<br>"),
    escapeHtml(found.logFile) + simulated,
    escapeHtml(showDelays(record)),
  ];
}

function difference(report: Report): string {
  const isBad = report.verification.checks.some(({ state }) => state === "fail");
  return `<p${isBad ? ' class="banner"' : ""}>${escapeHtml(differenceOf(report))}</p>`;
}

function access(report: Report): string[] {
  const { matrix } = report;
  const unsafe = unsafeSettings(matrix.settings);
  const isSafe = matrix.settings.every(({ safe }) => safe);
  const rows = summaryOf(matrix).map(({ title, subjects }) => [
    escapeHtml(title),
    subjects.length === 0
      ? '<span class="nobody">nobody</span>'
      : `<ul class="plain">${subjects.map((subject) => `<li>${escapeHtml(subject.title)}</li>`).join("")}</ul>`,
  ]);
  return [
    "<p>Computed from the synthesized policies, for everyone they name and for outsiders. " +
      `${matrix.accessCases.length} attempts of ${matrix.subjects.length} callers were judged; ` +
      "<code>audit-trail matrix --format html</code> shows each with the statements that decide it.</p>",
    ...(unsafe === undefined ? [] : [`<p${isSafe ? "" : ' class="banner"'}>${escapeHtml(unsafe)}.</p>`]),
    difference(report),
    table("access", ["Who can", "As synthesized"], rows),
  ];
}

function requirements(report: Report): string[] {
  const rows = frameworkLines(report).map(({ title, counts, violated }) => [
    escapeHtml(title),
    String(counts.complies),
    violated.length === 0 ? "0" : `<b class="fail">${violated.length}</b>: ${violated.map(escapeHtml).join("; ")}`,
    String(counts["off by choice"]),
    String(counts["does not apply"]),
  ]);
  return [
    "<p>How the synthesized configuration stands to what this project can meet of each framework; " +
      "<code>audit-trail controls</code> lists the requirements one by one.</p>",
    table("requirements", ["Framework", "Complies", "Violates", "Off by choice", "Does not apply"], rows),
  ];
}

function stateCell(state: string): string {
  return `<span class="state ${state.replaceAll(" ", "-")}">${state}</span>`;
}

/** Cells are HTML already. */
function table(name: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return [
    `<div class="scroll"><table class="${name}">`,
    `<thead>${line("th", head)}</thead>`,
    `<tbody>${rows.map((row) => line("td", row)).join("\n")}</tbody>`,
    "</table></div>",
  ].join("\n");
}
