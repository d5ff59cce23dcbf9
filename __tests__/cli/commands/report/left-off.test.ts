import { asJson } from "../../../../cli/commands/report/json";
import { asHtml } from "../../../../cli/commands/report/html";
import { asMarkdown } from "../../../../cli/commands/report/markdown";
import { assess } from "../../../../cli/controls/assess";
import { controls } from "../../../../cli/controls/catalogue";
import { withAuditBuckets } from "../../../../cli/controls/environment";
import { dev } from "../../../fixtures/environments/dev";
import { drawn, reportOf } from "../../../support/report";

const EVIL = "<script>|x";

function written(tags: Readonly<Record<string, string>>) {
  const { environment, architecture } = drawn({ ...dev, tags });
  const report = reportOf(environment, { assessments: assess(controls, [withAuditBuckets(environment, [])]) });
  return { json: asJson(report), html: asHtml(report, architecture), markdown: asMarkdown(report, architecture) };
}

test("a control that is off by choice names its reason and the owner, by the tag of the environment", () => {
  const { json, html, markdown } = written({ owner: "platform-team" });
  const insights = json.leftOff.find(({ reason }) => reason === "charged per event analyzed")!;
  expect(insights.owner).toBe("platform-team");
  expect(json.leftOff.map(({ reason }) => reason)).not.toContain("");
  const row = [insights.requirement, insights.reason, "platform-team"];
  expect(markdown).toContain(`| ${row.join(" | ")} |`);
  for (const text of row) expect(html).toContain(text);
});

test("without that tag, the report says so", () => {
  const { json, markdown } = written({ Project: "audit-trail" });
  expect(json.leftOff.length).toBeGreaterThan(3);
  expect(new Set(json.leftOff.map(({ owner }) => owner))).toEqual(new Set([null]));
  expect(markdown).toContain("| charged per event analyzed | not named: the environment has no tag Owner |");
});

test("an owner's name is escaped", () => {
  // Tags allow neither, but the JSON may come from elsewhere.
  const { environment, architecture } = drawn(dev);
  const stacks = environment.stacks.map((stack) => ({
    ...stack,
    providers: { "": { ...stack.providers[""]!, tags: { Owner: EVIL } } },
  }));
  const assessments = assess(controls, [withAuditBuckets(environment, [])]);
  const html = asHtml(reportOf({ ...environment, stacks }, { assessments }), architecture);
  expect(html).toContain("&lt;script&gt;|x");
  expect(html).not.toContain(EVIL);
});
