const LIGHT =
  "--bg: #fff; --fg: #1d2b3e; --soft: #5a6b82; --line: #d5dce6; --head: #f3f6fa; --box: #fff; --frame: #f6f8fb; " +
  "--pass: #1f6b3a; --pass-bg: #e2f3e7; --fail: #b3261e; --fail-bg: #fde7e5; --warn: #8a4700; --warn-bg: #fff0d9; " +
  "--note: #1f57b3; --note-bg: #e5eefc; --key: #8a6d00; --trail: #6b3fa0; --logs: #1f6b3a; --role: #1f57b3";

const DARK =
  "--bg: #14191f; --fg: #e3e9f1; --soft: #9aa8bc; --line: #323c49; --head: #1d242d; --box: #1d242d; --frame: #181e25; " +
  "--pass: #8fd6a8; --pass-bg: #173a25; --fail: #ff9d94; --fail-bg: #4a1e1b; --warn: #ffc980; --warn-bg: #463012; " +
  "--note: #8fb8ff; --note-bg: #1b2f52; --key: #e6c452; --trail: #c3a0f0; --logs: #8fd6a8; --role: #8fb8ff";

/** Light and dark, screen and paper; a state is told by its word too, not by its colour alone. */
export const STYLE = `
:root { color-scheme: light; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${DARK} } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1180px; padding: 28px 32px 48px; font: 15px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--fg); background: var(--bg) }
h1 { font-size: 27px; line-height: 1.2; margin: 0 0 14px; overflow-wrap: anywhere }
h2 { font-size: 19px; margin: 38px 0 12px; padding-bottom: 6px; border-bottom: 2px solid var(--line) }
h3 { font-size: 15px; margin: 20px 0 6px }
p { margin: 8px 0; overflow-wrap: anywhere }
code { font-size: 12px; color: var(--soft) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 20px; margin: 16px 0 0 }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
ul { margin: 4px 0 0; padding-left: 18px }
ul.plain { list-style: none; padding: 0; margin: 0 }
.banner { margin: 0 0 14px; padding: 10px 14px; border-radius: 8px; color: var(--warn); background: var(--warn-bg); font-weight: 600 }
.verdicts { display: grid; grid-template-columns: 1fr 1fr; gap: 14px }
.verdict { padding: 12px 16px; border-radius: 8px; border-left: 5px solid; overflow-wrap: anywhere }
.verdict b { display: block; font-size: 13px; font-weight: 500 }
.findings { color: var(--fail); font-weight: 600 }
.pass { color: var(--pass); background: var(--pass-bg) }
.fail { color: var(--fail); background: var(--fail-bg) }
.warn, .unknown { color: var(--warn); background: var(--warn-bg) }
.not-enforced { color: var(--note); background: var(--note-bg) }
.skipped { color: var(--soft); background: var(--head) }
.state { display: inline-block; padding: 0 9px; border-radius: 9px; font-size: 12.5px; font-weight: 600; white-space: nowrap }
b.fail, b.not-enforced { background: none }
.nobody { color: var(--soft) }
.scroll { overflow-x: auto }
table { width: 100%; border-collapse: collapse; font-size: 13.5px }
th, td { padding: 6px 14px 6px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
th { color: var(--soft); font-weight: 500; font-size: 12.5px }
table.checks, table.steps, table.records, table.access { table-layout: fixed; min-width: 640px }
.checks th:nth-child(1), .steps th:nth-child(1) { width: 118px }
.checks th:nth-child(2) { width: 30% }
.checks td code { display: block }
.steps th:nth-child(2) { width: 22% }
.steps th:nth-child(4) { width: 90px }
.records th:nth-child(1) { width: 15% }
.records th:nth-child(5) { width: 17% }
.access th:nth-child(1) { width: 32% }
.picture { overflow-x: auto }
svg { display: block; width: 100%; min-width: 760px; height: auto; font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif }
svg text { fill: var(--fg) }
.frame { fill: var(--frame); stroke: var(--line) }
.frame-title { font-size: 13px; font-weight: 600 }
svg .frame-title { fill: var(--soft) }
.part > rect { fill: var(--box); stroke: var(--line) }
.part > .mark { stroke: none; fill: var(--soft) }
.part.key > .mark { fill: var(--key) }
.part.trail > .mark { fill: var(--trail) }
.part.logs > .mark { fill: var(--logs) }
.part.role > .mark { fill: var(--role) }
.part .title { font-weight: 600; font-size: 14px }
.part .name { font: 12px ui-monospace, Menlo, Consolas, monospace }
svg .part .fact, svg .label { fill: var(--soft); font-size: 12px }
.label { text-anchor: middle }
.label.side { text-anchor: start }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1.5 }
.tip { fill: var(--soft) }
.timeline line.tick { stroke: var(--line) }
svg.timeline text.tick { text-anchor: middle; fill: var(--soft); font-size: 12px }
.timeline .row { text-anchor: end }
svg.timeline .took { font-size: 12px; fill: var(--soft) }
svg.timeline .took.fail { fill: var(--fail) }
.timeline rect { fill: var(--soft) }
.timeline rect.pass { fill: var(--pass) }
.timeline rect.fail, .timeline rect.missing { fill: var(--fail) }
.timeline rect.warn, .timeline rect.unknown { fill: var(--warn) }
.timeline rect.not-enforced { fill: var(--note) }
.timeline rect.delivery { fill: var(--trail) }
.timeline rect.finding { fill: var(--role) }
.timeline rect.missing { opacity: 0.35 }
@media (max-width: 700px) { body { padding: 18px 14px } .verdicts { grid-template-columns: 1fr } }
@media print {
  @page { margin: 14mm }
  body { max-width: none; padding: 0; font-size: 11.5px }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  h2, h3 { break-after: avoid }
  tr, .verdict, .picture { break-inside: avoid }
  thead { display: table-header-group }
  table { font-size: 10.5px }
  table.checks, table.steps, table.records, table.access, svg { min-width: 0 }
  .scroll, .picture { overflow: visible }
}
`;
