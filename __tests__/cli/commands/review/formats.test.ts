import type { CellChange } from "../../../../cli/commands/review/cell-diff";
import type { Finding } from "../../../../cli/commands/review/finding";
import { asHtml } from "../../../../cli/commands/review/formats/html";
import { asJson } from "../../../../cli/commands/review/formats/json";
import { asMarkdown, MAX_CHARACTERS } from "../../../../cli/commands/review/formats/markdown";
import { asSarif } from "../../../../cli/commands/review/formats/sarif";
import { asTable } from "../../../../cli/commands/review/formats/table";
import { canonical } from "../../../../cli/policy/canonical";
import type { Review } from "../../../../cli/commands/review/review";
import { PLAIN } from "../../../../cli/render/terminal";

const HOSTILE = "`</td><script>alert(1)</script>` | @everyone\n# ![x](http://evil) \u001b[31m";

const cell = (subject: string, accessCase = "decrypt a log", sid = "Let"): CellChange => ({
  subject,
  target: "key",
  accessCase,
  subjectKind: "service",
  outsider: true,
  needed: false,
  before: "denied",
  after: "allowed",
  wasDecidedBy: [],
  decidedBy: [{ source: "prod-archive/aws_kms_key.Key", sid }],
});
const finding = (more: Partial<Finding> = {}): Finding => ({
  level: "weakened",
  kind: "protection",
  address: "prod-archive/aws_s3_bucket.Logs",
  protection: "removal",
  causes: [],
  what: "bucket is destroyed",
  accepted: undefined,
  ...more,
});
const review = (more: Partial<Review> = {}): Review => ({
  environment: "prod",
  stacks: ["prod-archive"],
  verdict: "weakened",
  findings: [finding()],
  destroyedStacks: [],
  isForeign: false,
  access: {
    gained: [cell("an outsider")],
    lost: [],
    undecided: [],
    reasonChanged: [],
    expected: [],
    isFirst: false,
    unsafe: [],
    unknown: undefined,
    newlyUnknown: false,
  },
  policies: [],
  changes: [{ stack: "prod-archive", address: "a.b", previousAddress: undefined, action: "update", changed: ["c"] }],
  plan: { add: 0, change: 1, destroy: 0 },
  drift: [],
  digest: "0".repeat(64),
  ...more,
});

const hostile = () => {
  const statement = canonical({
    Sid: HOSTILE,
    Effect: "Allow",
    Action: "s3:*",
    Resource: `\`\`\`\`${HOSTILE}`,
  } as never);
  return review({
    findings: [finding({ what: HOSTILE, address: HOSTILE })],
    access: { ...review().access, gained: [cell(HOSTILE)] },
    policies: [
      {
        address: HOSTILE,
        argument: "policy",
        kind: "changed",
        statements: [{ sid: HOSTILE, tag: "broadened", what: HOSTILE, before: undefined, after: statement }],
        reason: undefined,
        ambiguous: [],
      },
    ],
    changes: [{ stack: HOSTILE, address: HOSTILE, previousAddress: HOSTILE, action: "update", changed: [HOSTILE] }],
  });
};

test("the headlines include what is gained by other means than the matrix", () => {
  const runs = finding({ level: "gained", kind: "access", protection: "out-of-scope-access", what: "runs something" });
  const text = asMarkdown([review({ findings: [finding(), runs] })], undefined);
  expect(text.split("\n").filter((line) => line.startsWith("- "))).toEqual([
    "- prod-archive/aws_s3_bucket.Logs: bucket is destroyed",
    "- an outsider may now: decrypt a log (key)",
    "- prod-archive/aws_s3_bucket.Logs: runs something",
  ]);
});

test("whoever reads findings is told where to go on, and nobody else", () => {
  const next = "What each finding means, and how to accept one:";
  const url = "https://git.example/team/app/blob/HEAD/docs/plan-review.md";
  expect(asMarkdown([review()], undefined)).toContain(`${next} \`docs/plan-review.md\``);
  expect(asMarkdown([review()], undefined, url)).toContain(`${next} [docs/plan-review.md](<${url}>)`);
  expect(asTable([review()], undefined, PLAIN)).toContain(`${next} docs/plan-review.md`);
  const quiet = review({ verdict: "changed", findings: [] });
  const texts = [asMarkdown([quiet], undefined, url), asHtml([quiet], undefined), asTable([quiet], undefined, PLAIN)];
  expect(texts.filter((text) => text.includes(next))).toEqual([]);
});

test("Markdown: verdict first, then what became possible, then the parts by importance", () => {
  const lines = asMarkdown([review()], "abc1234").split("\n");
  expect(lines.slice(0, 5)).toEqual([
    "🔴 **audit-trail: WEAKENED: the audit trail itself is weakened**",
    "",
    "**prod**: weakened. 1 protection, 1 cell gained, 0 lost, 0 policies. Terraform: 0 to add, 1 to change, 0 to destroy. Stacks: prod-archive at abc1234.",
    "",
    "- prod-archive/aws_s3_bucket.Logs: bucket is destroyed",
  ]);
  expect(lines[5]).toBe("- an outsider may now: decrypt a log (key)");
  expect(lines.filter((line) => /^#### |^<details>/.test(line))).toEqual([
    "#### Protections (1)",
    "#### Access gained (1)",
    "<details><summary>Everything that changes (1)</summary>",
  ]);
});

test("Markdown: nothing from a plan becomes markup, a mention or a new line", () => {
  const text = asMarkdown([hostile()], HOSTILE);
  const summaries = [...text.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, summary]) => summary).join("\n");
  // Markdown is none inside an element of HTML.
  expect(summaries).not.toMatch(/<|@everyone/);
  const outsideCode = text
    .replace(/<summary>.*?<\/summary>/g, "")
    .replace(/(`{3,})diff\n[^]*?\n\1\n/g, "")
    .replace(/`[^`\n]*`/g, "");
  expect(outsideCode).not.toMatch(/<script|<\/td>|@everyone|!\[x\]\(/);
  expect(text.match(/^# /gm)).toBeNull();
  // The statement in full stands in a fence longer than its own backticks.
  expect(text).toMatch(/^`{5,}diff$/m);
  expect(text.match(/^`{5,}(diff)?$/gm)).toHaveLength(2);
});

test("HTML and terminal: nothing from a plan becomes markup or a control character", () => {
  const html = asHtml([hostile()], HOSTILE);
  expect(html).not.toMatch(/<script/);
  expect(html).toContain("default-src 'none'");
  // oxlint-disable-next-line no-control-regex
  expect(asTable([hostile()], HOSTILE, PLAIN)).not.toMatch(/\u001b/);
});

test("Markdown stays below what GitHub takes, and says what it cut", () => {
  const many = Array.from({ length: 5000 }, (_, index) => cell(`subject ${index}`, "decrypt", `Let${index}`));
  const text = asMarkdown([review({ access: { ...review().access, gained: many } })], undefined);
  expect(text.length).toBeLessThan(MAX_CHARACTERS);
  expect(text).toContain("**prod**: weakened. 1 protection, 5000 cells gained");
  expect(text).toMatch(/^\d+ more not shown; see the HTML report\.$/m);
});

const withGained = (...gained: CellChange[]) => review({ access: { ...review().access, gained } });

test("cells that turn alike are one row; what another statement decides, or others do, is another", () => {
  const text = asMarkdown(
    [
      withGained(
        cell("A"),
        cell("B"),
        cell("A", "list"),
        cell("B", "list"),
        cell("C", "list"),
        cell("A", "read", "Other"),
      ),
    ],
    undefined,
  );
  expect(text).toContain("#### Access gained (6)");
  expect(text.split("\n").filter((line) => line.includes("| key |"))).toEqual([
    "| A<br>B | decrypt a log | key | denied | allowed | `Let` |",
    "| A<br>B<br>C | list | key | denied | allowed | `Let` |",
    "| A | read | key | denied | allowed | `Other` |",
  ]);
  const alike = asMarkdown([withGained(cell("A"), cell("B"), cell("A", "list"), cell("B", "list"))], undefined);
  expect(alike).toContain("| A<br>B | decrypt a log<br>list | key | denied | allowed | `Let` |");
});

test("the first lines name three subjects with what each gains, and how many are left", () => {
  const accessCases = ["decrypt", "list", "read", "write"];
  const cells = ["A", "B", "C", "D"].flatMap((subject) => accessCases.map((accessCase) => cell(subject, accessCase)));
  const lines = asMarkdown([withGained(...cells)], undefined).split("\n");
  expect(lines.slice(5, 9)).toEqual([
    "- A may now: decrypt, list, read (key), and 1 more",
    "- B may now: decrypt, list, read (key), and 1 more",
    "- C may now: decrypt, list, read (key), and 1 more",
    "- and 1 more subject, see below",
  ]);
});

test("a terminal has a line each for those of a row, and ten at most", () => {
  const cells = Array.from({ length: 12 }, (_, index) => cell(`S${index}`));
  const lines = asTable([withGained(...cells)], undefined, PLAIN).split("\n");
  const first = lines.findIndex((line) => line.includes("decrypt a log"));
  expect(lines[first]).toMatch(/^ {2}S0 +decrypt a log {2}key {2}denied {2}allowed {2}Let$/);
  expect(lines.slice(first + 1, first + 10)).toEqual(
    [..."12345678"].map((index) => `  S${index}`).concat("  and 3 more"),
  );
  expect(asHtml([withGained(...cells)], undefined)).toContain("S11");
});

test("Markdown stays below the limit even where names are the trouble", () => {
  const long = "x".repeat(100_000);
  const reviews = Array.from({ length: 3 }, () => review({ environment: long, stacks: [long] }));
  expect(asMarkdown(reviews, long).length).toBeLessThan(MAX_CHARACTERS);
});

test("JSON has the verdict, every finding with its acceptance, and the digest", () => {
  const acceptance = {
    address: "prod-archive/a.b",
    protection: "removal",
    pin: "0",
    reason: "r",
    expires: "2026-12-31",
  };
  const document = JSON.parse(asJson([review({ findings: [finding({ accepted: acceptance })] })], undefined)) as object;
  expect(document).toMatchObject({
    version: 1,
    verdict: "weakened",
    commit: null,
    environments: [{ environment: "prod", findings: [{ accepted: acceptance }], digest: "0".repeat(64) }],
  });
});

test("SARIF names a rule for each finding, and suppresses what is accepted", () => {
  const acceptance = {
    address: "prod-archive/a.b",
    protection: "removal",
    pin: "0",
    reason: "r",
    expires: "2026-12-31",
  };
  const accepted = finding({ accepted: acceptance });
  const { runs } = JSON.parse(asSarif([review({ findings: [finding(), accepted] })])) as { runs: object[] };
  expect(runs).toMatchObject([
    {
      tool: { driver: { rules: [{ id: "protection-removal" }] } },
      results: [
        { ruleId: "protection-removal", level: "error" },
        { ruleId: "protection-removal", suppressions: [{ justification: "r" }] },
      ],
    },
  ]);
});

test("where everything of a stack is destroyed, one row says so", () => {
  const removal = (name: string) =>
    finding({ address: `prod-archive/aws_s3_bucket.${name}`, what: `bucket ${name}: destroyed` });
  const change = (address: string): Review["changes"][number] => {
    return { stack: "prod-archive", address, previousAddress: undefined, action: "destroy", changed: [] };
  };
  const parts = { findings: [removal("A"), removal("B")], changes: ["a.A", "a.B", "a.C"].map(change) };
  for (const show of [asMarkdown, (all: Review[]) => asTable(all, undefined, PLAIN)]) {
    const folded = show([review({ ...parts, destroyedStacks: ["prod-archive"] })], undefined);
    expect(folded).toContain("everything of this stack is destroyed: 3 resources");
    expect(folded).not.toContain("aws_s3_bucket.A");
    expect(show([review(parts)], undefined)).toContain("aws_s3_bucket.A");
  }
});
