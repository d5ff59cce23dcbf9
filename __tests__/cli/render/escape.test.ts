import { escapeHtml, escapeMarkdown, escapeTerminal, escapeXml } from "../../../cli/render/escape";

test.each([
  ["<script>", "&lt;script&gt;"],
  [`"x" & 'y'`, "&quot;x&quot; &amp; &#39;y&#39;"],
  ["&lt;", "&amp;lt;"],
  ["a\n\tb", "a\n\tb"],
  ["\u001b[31m\u0085\ufeff", "\\u001b[31m\\u0085\\ufeff"],
])("for HTML, %s becomes %s", (text, escaped) => expect(escapeHtml(text)).toBe(escaped));

test.each([
  ["a | b", "a \\| b"],
  ["`code`", "\\`code\\`"],
  ["back\\slash", "back\\\\slash"],
  ["\\|", "\\\\\\|"],
  ["*a* _b_ ~c~ [d]", "\\*a\\* \\_b\\_ \\~c\\~ \\[d\\]"],
  ["aws_s3_bucket.A_1", "aws_s3_bucket.A_1"],
  ["é_b __c__ _", "é_b \\_\\_c\\_\\_ \\_"],
  ["# heading", "\\# heading"],
  ["- item", "\\- item"],
  ["1. item", "1\\. item"],
  ["2) item", "2\\) item"],
  ["--- or ===", "\\--- or ==="],
  [". - 1.5 #tag", ". - 1.5 #tag"],
  ["\"x\" & 'y'", "\"x\" &amp; 'y'"],
  ["<b> & <!-- x -->", "&lt;b&gt; &amp; &lt;!-- x --&gt;"],
  ["one\ntwo\r\n\tthree\u0000\u2028four", "one two three four"],
  ["@team", "@&#8203;team"],
  ["see #12", "see #&#8203;12"],
  ["https://a.b www.a.b", "https:&#8203;//a.b www&#8203;.a.b"],
  ["arn:aws:s3:::logs/*", "arn:aws:s3:::logs/\\*"],
])("for Markdown, %j becomes %j", (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

test.each([
  ["role/prod-audit (é, 日本)", "role/prod-audit (é, 日本)"],
  ["\u001b[31m\u0000\u007f\u0085", "\\u001b[31m\\u0000\\u007f\\u0085"],
  ["a\u200bb\u202ec\u2029\u{e0001}", "a\\u200bb\\u202ec\\u2029\\u{e0001}"],
])("for a terminal, %j becomes %j", (text, escaped) => expect(escapeTerminal(text)).toBe(escaped));

test("for XML, what it cannot hold becomes a question mark", () =>
  expect(escapeXml('<a b="c">\u0000\ud800\t')).toBe("&lt;a b=&quot;c&quot;&gt;??\t"));
