/** Light and dark, screen and paper; a state is told by its word too, not by its colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1d2b3e; --soft: #5a6b82; --line: #d5dce6; --pass: #1f6b3a; --fail: #b3261e; --warn: #954c00; --note: #2563c9 }
@media (prefers-color-scheme: dark) { :root { --bg: #14191f; --fg: #e3e9f1; --soft: #9aa8bc; --line: #323c49; --pass: #8fd6a8; --fail: #ff9d94; --warn: #ffc980; --note: #7fb0ff } }
body { margin: 0 auto; max-width: 1100px; padding: 16px 24px; font: 15px/1.45 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--fg); background: var(--bg) }
h1 { font-size: 22px }
h2 { font-size: 17px; margin: 24px 0 6px }
table { width: 100%; border-collapse: collapse; font-size: 13.5px; table-layout: fixed }
th, td { padding: 5px 10px 5px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
th { color: var(--soft); font-weight: 500 }
th:nth-child(1) { width: 100px }
th:nth-child(5) { width: 190px }
td:nth-child(5), code { color: var(--soft) }
code { font-size: 12px }
ul { margin: 4px 0; padding-left: 18px }
.pass { color: var(--pass) }
.fail { color: var(--fail); font-weight: 700 }
.warn, .unknown, .warning { color: var(--warn); font-weight: 600 }
.not-enforced { color: var(--note) }
.skipped { color: var(--soft) }
tr { break-inside: avoid }
@media print { body { max-width: none; padding: 0 } h2 { break-after: avoid } }
`;
