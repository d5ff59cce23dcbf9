import type { Validation } from "../../../logs/integrity/result";
import { sectionsOf, verdictOf } from "../../../logs/integrity/verdict";
import { bullets, card, chip, dataTable, facts } from "../../../render/elements";
import { html, type Html } from "../../../render/html";
import { asPage } from "../../../render/page";
import { callCells, CALL_TITLES, chainCells, CHAIN_TITLES, detailsOf, gapTitle, NO_CALLS } from "./words";
import { keyLines, nextSteps, periodOf, timeOf, TONES, verdictTone } from "./words";

const STYLE = `
.findings td:nth-child(2) code { overflow-wrap: anywhere }
@media (min-width: 641px) {
  .findings { table-layout: fixed }
  .findings th:nth-child(1) { width: 118px }
  .findings th:nth-child(3) { width: 38% }
}
`;

/** One self-contained page that an auditor keeps. */
export function asHtml(validation: Validation): string {
  const { sources, startedAt, gaps, notes } = validation;
  const verdict = verdictOf(validation);
  const [word = "", ...rest] = verdict.split(": ");
  const body = html`<h1>Log files of ${sources.join(", ")}</h1>
<div class="cards">${card(word, verdictTone(validation), rest.join(": "))}</div>
${facts([
  ["Period", periodOf(validation)],
  ["Validated", timeOf(startedAt)],
  ["Files", "the log files and digests of CloudTrail; all times are in UTC"],
])}
<h2>Chains of digests</h2>
${dataTable("chains", CHAIN_TITLES, chainCells(validation))}
${sectionsOf(validation).map(
  ({ title, state, findings }) => html`<h2>${title}</h2>
${dataTable(
  "findings",
  ["", "file", ""],
  findings.map((one) => [
    chip(one.kind, TONES[state]),
    html`<code>${one.name}</code>`,
    detailsOf(one).map((line) => html`<div>${line}</div>`),
  ]),
)}
`,
)}
${gaps.length > 0 && html`<h2>Gaps</h2>`}
${gaps.map(
  (gap) => html`<p>${gapTitle(gap)}</p>
${gap.calls.length === 0 ? html`<p class="quiet">${NO_CALLS}</p>` : dataTable("calls", CALL_TITLES, callCells(gap))}
`,
)}
${listed("Next", nextSteps(validation))}
${listed("Notes", notes)}
${listed("Trusted keys", keyLines(validation))}`;
  return asPage({ title: verdict, style: STYLE, body });
}

function listed(title: string, lines: readonly string[]): Html | false {
  return (
    lines.length > 0 &&
    html`<h2>${title}</h2>
${bullets(lines)}`
  );
}
