import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { UserError } from "../../cli/framework/user-error";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export const MISSING = "no Chromium found: install it or set CHROMIUM_PATH";

/** Keeps the browser from sending requests of its own. */
const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of an installed Chromium or Chrome. */
export function findChromium(): string | undefined {
  return process.env["CHROMIUM_PATH"] ?? USUAL_PLACES.find((path) => existsSync(path));
}

/** Throws a `UserError` if Chromium is not installed. */
export async function startChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new UserError(MISSING);
  return chromium.launch({ executablePath, args: QUIET });
}
