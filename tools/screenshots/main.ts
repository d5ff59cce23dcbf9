import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { UserError } from "../../cli/framework/user-error";
import { reportOf } from "../plan-fixtures/expected";
import { TARGET } from "../plan-fixtures/paths";
import { withScratch } from "../process/scratch";
import { startChromium } from "./browser";
import { commentPage } from "./comment";
import { withPalette } from "./png";
import { localReport } from "./report";

const FOLDER = "docs/images";
const WIDTH = 1200;
/** README pages load slowly with larger pictures. */
const MOST_BYTES = 150 * 1024;

interface Picture {
  readonly name: string;
  readonly html: (scratch: string) => Promise<string>;
  /** Height in pixels. @default the whole page */
  readonly height?: number;
}

const PICTURES: readonly Picture[] = [
  { name: "report", html: localReport, height: 1160 },
  // A plan by real Terraform, in which the local environment's key policy loses a condition.
  { name: "review-comment", html: async () => commentPage(await reportOf(TARGET, "source-arn-removed")) },
  // The comments that reviewers see most, in docs/plan-review.md.
  { name: "review-no-change", html: async () => commentPage(await reportOf(TARGET, "no-change")) },
  { name: "review-first-apply", html: async () => commentPage(await reportOf(TARGET, "first-apply")), height: 900 },
  { name: "review-reader-added", html: async () => commentPage(await reportOf(TARGET, "reader-added")) },
  { name: "review-retention-shortened", html: async () => commentPage(await reportOf(TARGET, "retention-shortened")) },
  { name: "review-archive-destroyed", html: async () => commentPage(await reportOf(TARGET, "archive-destroyed")) },
];

/** Writes the README's pictures, light and dark: all, or those named as arguments. The report requires `npm run local`. */
async function main(scratch: string): Promise<number> {
  const names = process.argv.slice(2);
  const known = PICTURES.map(({ name }) => name);
  for (const name of names) {
    if (!known.includes(name)) throw new UserError(`no picture "${name}"; pictures are ${known.join(", ")}`);
  }
  mkdirSync(FOLDER, { recursive: true });
  const browser = await startChromium();
  try {
    for (const picture of PICTURES) {
      if (names.length === 0 || names.includes(picture.name)) await take(browser, picture, scratch);
    }
  } finally {
    await browser.close();
  }
  return 0;
}

async function take(browser: Browser, { name, html, height }: Picture, scratch: string): Promise<void> {
  const page = join(scratch, `${name}.html`);
  writeFileSync(page, await html(scratch));
  for (const colorScheme of ["light", "dark"] as const) {
    const path = join(FOLDER, `${name}-${colorScheme}.png`);
    const tab = await browser.newPage({ viewport: { width: WIDTH, height: height ?? 100 }, colorScheme });
    await tab.goto(pathToFileURL(page).href);
    const picture = withPalette(await tab.screenshot({ fullPage: height === undefined }));
    await tab.close();
    const { length } = picture;
    if (length > MOST_BYTES)
      throw new UserError(`${path} has ${length} bytes, more than ${MOST_BYTES}; reduce its height`);
    writeFileSync(path, picture);
    console.log(`${path}: ${Math.round(length / 1024)} KB`);
  }
}

withScratch("audit-trail-screenshots", main).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
