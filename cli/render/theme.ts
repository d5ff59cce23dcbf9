/**
 * The style of all pages: colors for light, dark and print, and the look of headings, tables and states. States are
 * also shown in words, never by color alone. `light-dark()` requires browsers of May 2024 or later.
 * @see https://developer.mozilla.org/docs/Web/CSS/color_value/light-dark
 */
export const THEME = `
:root {
  color-scheme: light dark;
  --bg: light-dark(#fff, #14191f); --raised: light-dark(#f5f7fa, #1d242d); --line: light-dark(#d5dce6, #36414f);
  --fg: light-dark(#1d2b3e, #e3e9f1); --soft: light-dark(#56667c, #9fadc0); --mark: light-dark(#1f57b3, #8fb8ff);
  --good: light-dark(#1f6b3a, #8fd6a8); --good-bg: light-dark(#e2f3e7, #173a25);
  --bad: light-dark(#b3261e, #ff9d94); --bad-bg: light-dark(#fde7e5, #4a1e1b);
  --warn: light-dark(#8a4700, #ffc980); --warn-bg: light-dark(#fff0d9, #463012);
  --note: light-dark(#1f57b3, #8fb8ff); --note-bg: light-dark(#e5eefc, #1b2f52);
  --sans: system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 1180px; padding: 28px 32px 56px; font: 15px/1.5 var(--sans); color: var(--fg); background: var(--bg) }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 14px; text-wrap: balance; overflow-wrap: anywhere }
h2 { font-size: 19px; line-height: 1.3; margin: 40px 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
h3, summary { font-size: 15px; font-weight: 600; margin: 22px 0 6px; overflow-wrap: anywhere }
summary { cursor: pointer }
p { margin: 8px 0; max-width: 84ch; overflow-wrap: anywhere }
ul { margin: 4px 0 0; padding-left: 20px }
ul.plain { list-style: none; padding: 0; margin: 0 }
li { overflow-wrap: anywhere }
code { font: 12.5px/1.45 var(--mono); overflow-wrap: anywhere }
pre { margin: 8px 0; padding: 12px 14px; border-radius: 6px; background: var(--raised); font: 12.5px/1.5 var(--mono); overflow-x: auto }
ins, del { text-decoration: none; font-weight: 600 }
ins { color: var(--good) }
del { color: var(--bad) }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
.quiet { color: var(--soft) }
.good { color: var(--good) }
.bad { color: var(--bad) }
.warn { color: var(--warn) }
.note { color: var(--note) }
.chip, .card, .banner { border-radius: 6px; overflow-wrap: anywhere }
.chip.quiet, .card.quiet, .banner.quiet { background: var(--raised) }
.chip.good, .card.good, .banner.good { background: var(--good-bg) }
.chip.bad, .card.bad, .banner.bad { background: var(--bad-bg) }
.chip.warn, .card.warn, .banner.warn { background: var(--warn-bg) }
.chip.note, .card.note, .banner.note { background: var(--note-bg) }
.chip { display: inline-block; padding: 0 9px; border-radius: 10px; font-size: 12.5px; font-weight: 600; line-height: 20px; white-space: nowrap }
.card, .banner { text-wrap: pretty }
.banner { margin: 0 0 16px; padding: 10px 16px; max-width: none; font-weight: 600 }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 14px; margin: 16px 0 }
.card { padding: 12px 18px 14px; border-left: 5px solid; font-size: 16px; font-weight: 600 }
.card b { display: block; font-size: 13px; font-weight: 500 }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 3px 24px; margin: 16px 0 0 }
.facts dt { color: var(--soft) }
.facts dd { margin: 0; overflow-wrap: anywhere }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; line-height: 1.45 }
th, td { padding: 7px 16px 7px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
th { color: var(--soft); font-weight: 500; font-size: 12.5px }
th:last-child, td:last-child { padding-right: 0 }
@media (max-width: 640px) {
  body { padding: 18px 14px 40px }
  h1 { font-size: 22px }
  h2 { margin-top: 32px }
  dl.facts { display: block }
  .facts dd { margin-bottom: 8px }
  table.data, .data tbody, .data tr, .data td { display: block; width: auto }
  .data thead { display: none }
  .data tr { padding: 9px 0; border-bottom: 1px solid var(--line) }
  .data td { padding: 1px 0; border: 0 }
  .data td:empty { display: none }
  .data td[data-title]::before { content: attr(data-title) " "; color: var(--soft); font-size: 12.5px; font-weight: 400 }
  .data td:first-child { font-weight: 600 }
  .data td:first-child::before { content: none }
}
@media print {
  @page { margin: 14mm }
  :root { color-scheme: light }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  body { max-width: none; padding: 0; font-size: 11.5px }
  table { font-size: 10.5px }
  pre { white-space: pre-wrap }
  h2, h3 { break-after: avoid }
  tr, .card { break-inside: avoid }
  thead { display: table-header-group }
}
`;
