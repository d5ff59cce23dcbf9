import { escapeHtml } from "../../../render/escape";
import { asPage } from "../../../render/page";
import type { Result } from "../../../verification/run-checks";
import { verdict, type Verification } from "../../../verification/verify";
import { grouped, notAws, whereAndWhen } from "./grouped";
import { STYLE } from "./style";

/** One self-contained page. */
export function asHtml(verification: Verification): string {
  const warning = notAws(verification);
  const title = `${verification.environment}: ${verdict(verification)}`;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(whereAndWhen(verification))}</p>`,
    ...(warning === undefined ? [] : [`<p class="warning">${escapeHtml(warning)}</p>`]),
    ...grouped(verification).flatMap(([group, results]) => [
      `<h2>${group}</h2>`,
      "<table>",
      "<thead><tr><th>State</th><th>Check</th><th>Expected</th><th>Found</th><th>Step and controls</th></tr></thead>",
      `<tbody>${results.map(row).join("\n")}</tbody>`,
      "</table>",
    ]),
  ];
  return asPage({ title, style: STYLE, body });
}

function row({ check, state, found, details = [] }: Result): string {
  const { id, title, expected, exampleStep, controls } = check;
  const list =
    state === "pass" || details.length === 0
      ? ""
      : `<ul>${details.map((detail) => `<li>${escapeHtml(detail)}</li>`).join("")}</ul>`;
  return (
    `<tr><td class="${state.replace(" ", "-")}">${state}</td>` +
    `<td>${escapeHtml(title)}<br><code>${escapeHtml(id)}</code></td>` +
    `<td>${escapeHtml(expected)}</td><td>${escapeHtml(found)}${list}</td>` +
    `<td>${escapeHtml([...(exampleStep === undefined ? [] : [exampleStep]), ...controls].join(", "))}</td></tr>`
  );
}
