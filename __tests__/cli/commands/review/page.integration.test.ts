import { asHtml } from "../../../../cli/commands/review/formats/html";
import { describeInBrowser, pageInBrowser } from "../../../support/browser";
import { PlanJson, reviewOf } from "../../../support/disguised";

const EVIL = `"><img src="https://evil.example/x" onerror="window.pwned=1"></script><script>window.pwned=1</script>`;

/** A condition is gone, and whoever took it writes where he can. */
const weakened = () => {
  const plan = new PlanJson("source-arn-removed", "local-archive");
  plan.make("aws_s3_bucket", { bucket: EVIL, force_destroy: true }, {}, EVIL);
  plan.policy("aws_s3_bucket_policy.LogBucket", (statements) => void (statements[0]!["Sid"] = EVIL));
  return reviewOf({ "local-archive": plan });
};

describeInBrowser("the page in a browser", () => {
  const shown = pageInBrowser({ width: 1100, height: 900 });

  test("says first what became possible, and shows the statement that changed", async () => {
    await shown.open(
      asHtml([await reviewOf({ "local-archive": new PlanJson("source-arn-removed", "local-archive") })], "abc1234"),
    );
    const { page } = shown;
    expect(await page.locator("h1").textContent()).toBe(
      "GAINED: a principal gains access, or a policy condition is removed",
    );
    expect(await page.locator("li").first().textContent()).toContain(
      "CloudTrail for a trail of another account may now",
    );
    await page.locator("summary").filter({ hasText: "CloudTrailEncryptsLogs" }).click();
    expect(await page.locator("pre").isVisible()).toBe(true);
    expect(await page.locator("pre del").allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining("aws:SourceArn")]),
    );
    expect(await page.evaluate("getComputedStyle(document.querySelector('h1')).borderLeftStyle")).toBe("solid");
  });

  test("nothing that a plan holds runs or asks for anything", async () => {
    const address = await shown.open(asHtml([await weakened()], EVIL));
    const { page, requests } = shown;
    expect(await page.evaluate("window.pwned")).toBeUndefined();
    expect(await page.locator("img, script").count()).toBe(0);
    expect(requests).toEqual([address]);
  });

  test("is read on a telephone without moving the page sideways", async () => {
    const { page } = shown;
    await page.setViewportSize({ width: 390, height: 800 });
    await shown.open(asHtml([await weakened()], undefined));
    expect(
      await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"),
    ).toBeLessThanOrEqual(0);
  });
});
