import { banner, bullets, chip, dataTable } from "../../../render/elements";
import { html, type Child } from "../../../render/html";
import { asPage } from "../../../render/page";
import { STATE_TONES } from "../../../results/tones";
import type { Result } from "../../../verification/check";
import { verdict, type Verification } from "../../../verification/verify";
import { folded, grouped, notAws, whereAndWhen } from "./grouped";

const STYLE = `
td:nth-child(5) { color: var(--soft) }
td code { display: block; color: var(--soft) }
@media (min-width: 641px) {
  table { table-layout: fixed }
  th:nth-child(1) { width: 118px }
  th:nth-child(2) { width: 25% }
  th:nth-child(3) { width: 19% }
  th:nth-child(5) { width: 19% }
}
`;

const COLUMNS = ["State", "Check", "Expected", "Found", "Step and controls"];

/** One self-contained page. */
export function asHtml(verification: Verification): string {
  const warning = notAws(verification);
  const title = `${verification.environment}: ${verdict(verification)}`;
  const body = html`<h1>${title}</h1>
${warning !== undefined && banner("warn", warning)}
<p class="quiet">${whereAndWhen(verification)}</p>
${(verification.notes ?? []).map((note) => html`<p class="quiet">${note}</p>`)}
${grouped(folded(verification)).map(
  ([group, results]) => html`<h2>${group}</h2>
${dataTable("checks", COLUMNS, results.map(row))}
`,
)}`;
  return asPage({ title, style: STYLE, body });
}

function row({ check, state, found, details = [] }: Result): Child[] {
  const { id, title, expected, exampleStep, controls } = check;
  const references = [...(exampleStep === undefined ? [] : [exampleStep]), ...controls].join(", ");
  return [
    chip(state, STATE_TONES[state]),
    html`${title} <code>${id}</code>`,
    expected,
    html`${found}${state !== "pass" && bullets(details)}`,
    references,
  ];
}
