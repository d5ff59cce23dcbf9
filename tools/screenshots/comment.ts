import { marked } from "marked";

const STYLE = `
:root { color-scheme: light dark; --bg: light-dark(#fff, #0d1117); --fg: light-dark(#1f2328, #f0f6fc); --soft: light-dark(#59636e, #9198a1); --line: light-dark(#d1d9e0, #3d444d); --head: light-dark(#f6f8fa, #151b23); --code: light-dark(#818b981f, #656c7633); --added: light-dark(#dafbe1, #033a16); --removed: light-dark(#ffebe9, #67060c) }
* { box-sizing: border-box }
body { margin: 0; padding: 20px; width: 1200px; font: 14px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: var(--fg); background: var(--bg) }
article { border: 1px solid var(--line); border-radius: 6px }
header { padding: 8px 16px; color: var(--soft); background: var(--head); border-bottom: 1px solid var(--line); border-radius: 6px 6px 0 0 }
header b { color: var(--fg) }
header span { margin-left: 6px; padding: 0 7px; font-size: 12px; border: 1px solid var(--line); border-radius: 10px }
main { padding: 16px }
main > :first-child { margin-top: 0 }
main > :last-child { margin-bottom: 0 }
p, ul, table, pre, details { margin: 0 0 16px }
ul { padding-left: 2em }
h4 { font-size: 14px; margin: 24px 0 16px }
table { border-collapse: collapse; display: block; width: max-content; max-width: 100% }
th, td { padding: 6px 13px; border: 1px solid var(--line); text-align: left; vertical-align: top }
code, pre { font: 12px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace }
code { padding: 0.2em 0.4em; background: var(--code); border-radius: 6px }
pre { padding: 16px; background: var(--head); border-radius: 6px }
pre code { padding: 0; background: none }
pre .added, pre .removed { display: block }
pre .added { background: var(--added) }
pre .removed { background: var(--removed) }
`;

/** A page that shows Markdown as GitHub shows a comment of a workflow, with all details open. */
export function commentPage(markdown: string): string {
  const body = (marked.parse(markdown, { async: false }) as string)
    .replace("<details>", "<details open>")
    .replace(/<code class="language-diff">([^]*?)<\/code>/g, (_, code: string) => `<code>${diffLines(code)}</code>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Review comment</title><style>${STYLE}</style></head>
<body><article>
<header><b>github-actions</b> <span>bot</span> commented on this pull request</header>
<main>${body}</main>
</article></body>
</html>
`;
}

/** Colors the lines of a diff as GitHub does. */
function diffLines(code: string): string {
  return code
    .replace(/^\+ .*\n?/gm, (line) => `<span class="added">${line}</span>`)
    .replace(/^- .*\n?/gm, (line) => `<span class="removed">${line}</span>`);
}
