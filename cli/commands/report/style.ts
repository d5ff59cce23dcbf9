/** Styles that the report adds to the theme: its diagrams, and the widths of table columns. */
export const STYLE = `
h1 { font-size: 28px }
.findings { color: var(--bad); font-weight: 600 }
@media (min-width: 641px) {
  .checks, .steps, .records, .access, .answers { table-layout: fixed }
  .checks th:nth-child(1), .steps th:nth-child(1) { width: 118px }
  .checks th:nth-child(2) { width: 32% }
  .steps th:nth-child(2) { width: 24% }
  .steps th:nth-child(4) { width: 90px }
  .records th:nth-child(1) { width: 15% }
  .records th:nth-child(5) { width: 18% }
  .access th:nth-child(1), .answers th:nth-child(1) { width: 27% }
  .access th:nth-child(3), .answers th:nth-child(3) { width: 33% }
}
.checks code { display: block; color: var(--soft) }
.picture { overflow-x: auto }
svg { --key: light-dark(#8a6d00, #e6c452); --trail: light-dark(#6b3fa0, #c3a0f0); display: block; width: 100%; min-width: 760px; height: auto; font: 13px var(--sans) }
svg text { fill: var(--fg) }
.frame { fill: var(--raised); stroke: var(--line) }
.frame-title { font-size: 13px; font-weight: 600 }
svg .frame-title { fill: var(--soft) }
.part > rect { fill: var(--bg); stroke: var(--line) }
.part > .mark { stroke: none; fill: var(--soft) }
.part.key > .mark { fill: var(--key) }
.part.trail > .mark { fill: var(--trail) }
.part.logs > .mark { fill: var(--good) }
.part.role > .mark { fill: var(--note) }
.part .title { font-weight: 600; font-size: 14px }
.part .name { font: 12px var(--mono) }
svg .part .fact, svg .label { fill: var(--soft); font-size: 12px }
.label { text-anchor: middle }
.label.side { text-anchor: start }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1.5 }
.tip { fill: var(--soft) }
.timeline line.tick { stroke: var(--line) }
svg.timeline text.tick { text-anchor: middle; fill: var(--soft); font-size: 12px }
.timeline .row { text-anchor: end }
svg.timeline .took { font-size: 12px; fill: var(--soft) }
svg.timeline .took.bad { fill: var(--bad) }
.timeline rect { fill: var(--soft) }
.timeline rect.good { fill: var(--good) }
.timeline rect.bad { fill: var(--bad) }
.timeline rect.warn { fill: var(--warn) }
.timeline rect.note { fill: var(--note) }
.timeline rect.delivery { fill: var(--trail) }
.timeline rect.finding { fill: var(--note) }
.timeline rect.missing { opacity: 0.35 }
@media screen and (max-width: 820px) {
  .picture::before { content: "Scroll sideways to see all of it."; position: sticky; left: 0; color: var(--soft); font-size: 12.5px }
}
@media print { .picture { overflow: visible; break-inside: avoid } svg { min-width: 0 } }
`;
