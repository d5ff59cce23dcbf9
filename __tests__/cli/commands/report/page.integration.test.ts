import type { Page } from "playwright-core";
import { STEP_TITLES } from "../../../../cli/results/canary";
import { asHtml } from "../../../../cli/commands/report/html";
import { asMarkdown } from "../../../../cli/commands/report/markdown";
import type { Report } from "../../../../cli/commands/report/model";
import { dev } from "../../../fixtures/environments/dev";
import { describeInBrowser, pageInBrowser } from "../../../support/browser";
import { canaryResult, check, drawn, reportOf, verification } from "../../../support/report";
import { smallMatrix } from "../../../support/small-matrix";

jest.setTimeout(30_000);

const { environment, architecture } = drawn(dev);
const report = (changes: Partial<Report> = {}) => reportOf(environment, changes);

const EVIL = `"><img src="https://evil.example/x" onerror="window.pwned=1"></script><script>window.pwned=1</script>`;

const FAILED = check("key.policy", "fail", { found: "another policy", details: ["missing: DenyAll"] });

describeInBrowser("the page in a browser", () => {
  const shown = pageInBrowser({ width: 1250, height: 900 });
  const { requests } = shown;
  let page: Page;

  beforeAll(() => void (page = shown.page));

  const open = (what: Report) => shown.open(asHtml(what, architecture));

  const text = (selector: string) => page.locator(selector).allTextContents();
  const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  const overflow = () =>
    page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

  test("tells environment, accounts, time and against what", async () => {
    await open(report());
    expect(await text("h1")).toEqual(["Audit trail: dev"]);
    expect(await text("dd")).toEqual([
      "111122223333 (audited and archive)",
      "arn:aws:cloudtrail:eu-central-1:111122223333:trail/dev-audit-trail",
      "2026-11-21 21:30:00 UTC, against AWS",
      "2026-11-21 22:00:00 UTC",
    ]);
    expect(await text(".banner")).toEqual([]);
  });

  test("says so where an emulator answered, in either result", async () => {
    const endpoint = "http://127.0.0.1:5000";
    for (const shown of [
      report({ verification: verification([], { endpoint }) }),
      report({ canary: canaryResult({ endpoint }) }),
    ]) {
      await open(shown);
      expect(await text(".banner")).toEqual([
        expect.stringContaining(`An emulator answered instead of AWS (${endpoint})`),
      ]);
      expect(await text("dd")).toContain("2026-11-21 21:30:00 UTC, against an emulator");
      expect(await page.locator(".card.note").count()).toBe(1);
    }
  });

  test("shows findings first, with what differs beside the check", async () => {
    const canary = canaryResult({ verdict: "failed", summary: "no record came" });
    await open(report({ verification: verification([check("key.enabled", "pass"), FAILED]), canary }));
    expect(await text(".findings li")).toEqual(["title of key.policy: another policy", "canary: no record came"]);
    expect(await text(".card.bad b")).toEqual(["Checks", "Test object"]);
    expect(await text(".checks tbody tr")).toEqual([
      "passtitle of key.enabled key.enabledonon",
      "failtitle of key.policy key.policyonanother policymissing: DenyAll",
    ]);
  });

  test("draws the canary's time, with what was simulated named", async () => {
    await open(report({ canary: canaryResult({}, { simulatedBy: "cdktf-audit-trail" }) }));
    expect(await text(".timeline .row")).toEqual([
      "put an object with the key",
      "wait for the records",
      "Record: PutObject",
    ]);
    expect(await text(".timeline .took")).toEqual(["180 ms", "5 min 19 s", "5 min 12 s, simulated"]);
    expect(await text(".records .note")).toEqual(["simulated by cdktf-audit-trail"]);
    const [put, record] = await page.locator(".timeline rect").evaluateAll((all) => {
      const widths = all.map((one) => one.getBoundingClientRect().width);
      return [widths[0]!, widths[2]!];
    });
    expect(record! / put!).toBeGreaterThan(100);
  });

  test("says what is missing, and that none was run", async () => {
    const records = canaryResult().records.map((record) => ({ ...record, found: undefined }));
    await open(report({ canary: canaryResult({ verdict: "failed", records }) }));
    expect(await text(".timeline .took.bad")).toEqual(["missing"]);
    expect(await text(".records tbody tr")).toEqual(["PutObjectmissing", "GetObject (unsigned)none; not promised"]);
    await open(report({ canary: undefined }));
    expect(await page.getByText("Not run.").isVisible()).toBe(true);
    expect(await text(".card.quiet")).toEqual(["Test objectnot run"]);
  });

  test("no text of the pictures leaves its picture, and no name its box", async () => {
    const { steps } = canaryResult();
    const all = Object.values(STEP_TITLES).map((title) => ({ ...steps[0]!, title }));
    await open(report({ canary: canaryResult({ steps: [...all, steps[1]!] }, { simulatedBy: "a test" }) }));
    const outside = await page.locator("svg").evaluateAll((pictures) =>
      pictures.flatMap((svg) => {
        const frame = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")]
          .filter((one) => {
            const { left, right } = one.getBoundingClientRect();
            const box = one.closest(".part")?.querySelector("rect")?.getBoundingClientRect() ?? frame;
            return left < box.left - 1 || right > box.right + 1;
          })
          .map((one) => one.textContent);
      }),
    );
    expect(outside).toEqual([]);
  });

  test("is dark where asked to, light on paper, and fits narrow screens", async () => {
    await open(report());
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).toBe("rgb(20, 25, 31)");
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ media: "screen" });
    for (const width of [1250, 800, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect([width, await overflow()]).toEqual([width, 0]);
    }
  });

  test("hostile texts stay texts, and no request leaves it", async () => {
    const found = { logFile: EVIL, eventId: EVIL, simulatedBy: EVIL, errorCode: EVIL, objectKey: EVIL, keyArn: EVIL };
    const url = await open({
      ...report(),
      verification: verification(
        [check(EVIL, "fail", { group: EVIL, title: EVIL, found: EVIL, expected: EVIL, details: [EVIL] })],
        {
          endpoint: EVIL,
          verdict: EVIL,
        },
      ),
      canary: canaryResult({ verdict: "failed", summary: EVIL, caller: EVIL }, found),
      matrix: smallMatrix({ name: EVIL, subjects: [EVIL], accessCases: [["log bucket", "read an object", "A"]] }),
    });
    await page.waitForTimeout(100);
    expect(requests).toEqual([url]);
    expect(await page.evaluate('"pwned" in window')).toBe(false);
    expect(await page.locator("img, script").count()).toBe(0);
  });
});

describe("as Markdown", () => {
  test("tells the same", () => {
    const text = asMarkdown(
      report({ verification: verification([check("key.enabled", "pass"), FAILED]) }),
      architecture,
    );
    expect(text).toMatch(/^# Audit trail: dev\n\n- Checks: 1 passed, 1 failed\n/);
    expect(text).toContain("- **Finding**: title of key.policy: another policy\n");
    expect(text).toContain("- Trail dev-audit-trail → Log bucket example-dev-audit-logs: log files, digests");
    expect(text).toContain("| **fail** | title of key.policy (key.policy) | on | another policy<br>missing: DenyAll |");
    expect(text).toContain("call to event 0 ms, event to log file 5 min 12 s, log file to found 8.0 s");
    expect(asMarkdown(report({ canary: undefined }), architecture)).toContain("## Test object\n\nNot run.\n");
  });

  test("hostile texts stay texts", () => {
    const evil = "a|b\n# <b> @team [x](https://evil.example)";
    const checks = [check("key.policy", "fail", { title: evil, found: evil, details: [evil] })];
    const text = asMarkdown(
      report({
        verification: verification(checks),
        canary: canaryResult({ summary: evil, caller: evil }, { logFile: evil }),
      }),
      architecture,
    );
    expect(text).not.toMatch(/<b>|@team|\n# <|\[x\]\(|[^\\]\|b/);
  });
});
