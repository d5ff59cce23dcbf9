import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const MISSING = "no Chromium found: install it or set CHROMIUM_PATH";

/** Keep the browser from calling home. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const place = process.env["CHROMIUM_PATH"] ?? USUAL_PLACES.find((path) => existsSync(path));

/** `describe`, or with a message `describe.skip` where there is no Chromium. With CI=true that is an error. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (place !== undefined) return describe(name, tests);
  if (process.env["CI"] === "true") throw new Error(MISSING);
  process.stderr.write(`SKIPPED: ${name}: ${MISSING}\n`);
  describe.skip(`${name} (${MISSING})`, tests);
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: place!, args: QUIET });
}
