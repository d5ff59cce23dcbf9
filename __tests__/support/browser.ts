import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page, ViewportSize } from "playwright-core";
import { findChromium, MISSING, startChromium } from "../../tools/screenshots/browser";

const place = findChromium();

/** `describe`, or with a message `describe.skip` where there is no Chromium. With CI=true that is an error. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (place !== undefined) return describe(name, tests);
  if (process.env["CI"] === "true") throw new Error(MISSING);
  process.stderr.write(`SKIPPED: ${name}: ${MISSING}\n`);
  // Said aloud above, and an error on CI: a machine without it can still run the others.
  describe.skip(`${name} (${MISSING})`, tests);
}

/** A page for all tests of a `describeInBrowser`, of this size at the beginning of each; none may make it complain. */
export function pageInBrowser(size: ViewportSize) {
  let browser: Browser;
  let page: Page;
  let folder: string;
  const requests: string[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await startChromium();
    folder = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
    page = await browser.newPage({ viewport: size });
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", ({ message }) => errors.push(message));
    page.on("console", (message) => errors.push(message.text()));
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    requests.length = 0;
    errors.length = 0;
    await page.setViewportSize(size);
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
  });
  afterEach(() => expect(errors).toEqual([]));

  return {
    get page() {
      return page;
    },
    /** What the page asked for in this test, its own file included. */
    requests,
    /** What the browser complained of; a test that expects something empties it. */
    errors,
    /** Shows this HTML, and gives the address that it has. */
    open: async (html: string): Promise<string> => {
      const file = join(folder, "page.html");
      writeFileSync(file, html);
      await page.goto(pathToFileURL(file).href);
      return page.url();
    },
  };
}
