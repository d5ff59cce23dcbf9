import { createHash } from "node:crypto";
import { computeMatrix } from "../../../../../cli/access/compute";
import { asHtml } from "../../../../../cli/commands/matrix/formats/html";
import { pageData } from "../../../../../cli/commands/matrix/formats/page-data";
import { alerted } from "../../../../fixtures/environments";
import { COMPLETE } from "../../../../support/complete-environment";
import { environmentOf } from "../../../../support/matrix";
import { evaluated, SOURCE } from "../../../../support/small-matrix";

const SMALL = { subjects: ["a reader"], accessCases: [["key", "decrypt", "A"]] } as const;

function dataOf(html: string): { name: string; statements: Record<string, unknown[]> }[] {
  const [, json] = /<script type="application\/json" id="data">(.*)<\/script>/.exec(html) ?? [];
  return JSON.parse(json!) as ReturnType<typeof dataOf>;
}

test("a Sid or name that closes the script stays data", () => {
  const evil = "</script><script>alert(1)</script><!--";
  const statement = { Sid: evil, Effect: "Allow" };
  const html = asHtml([evaluated({ ...SMALL, name: evil, sids: { allow: evil, deny: evil } }, [statement])]);
  const [tame] = [asHtml([evaluated(SMALL)])];
  const scripts = (text: string) => text.match(/<\/?script|<!--/g);
  expect(scripts(html)).toEqual(scripts(tame));
  expect(dataOf(html)).toMatchObject([{ name: evil, statements: { [`${SOURCE} ${evil}`]: [statement] } }]);
  expect(html).toContain("<title>Access matrix: &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--</title>");
});

test("statements are found by source and Sid, also where a Sid is there twice or not at all", () => {
  const twice = [
    { Sid: "Same", Effect: "Allow" },
    { Sid: "Same", Effect: "Deny" },
  ];
  const [data] = dataOf(asHtml([evaluated(SMALL, [...twice, { Effect: "Deny" }])]));
  expect(data!.statements).toEqual({ [`${SOURCE} Same`]: twice, [`${SOURCE} (no Sid)`]: [{ Effect: "Deny" }] });
});

test("statements of topics and of roles' trust are found too", () => {
  const { matrix, environment } = evaluated(SMALL);
  const policy = (source: string) => ({ source, statements: [{ Sid: "One", Effect: "Deny", Action: "*" } as const] });
  const place = { account: "111122223333", region: "eu-central-1" };
  const topic = {
    ...place,
    arn: "arn:aws:sns:eu-central-1:111122223333:logs",
    keyArn: undefined,
    policy: policy("topic"),
  };
  const arn = "arn:aws:iam::111122223333:role/one";
  const identity = { ...place, arn, policies: [], boundary: policy("boundary"), trust: policy("role") };
  const trails = [{ ...environment.trail, topic }];
  const [data] = dataOf(asHtml([{ matrix, environment: { ...environment, trails, identities: [identity] } }]));
  expect(Object.keys(data!.statements)).toEqual(expect.arrayContaining(["topic One", "role One", "boundary One"]));
});

test("the page allows its own style and script by their digest, and nothing else", () => {
  const html = asHtml([evaluated(SMALL)]);
  const digest = (pattern: RegExp) => createHash("sha256").update(pattern.exec(html)![1]!).digest("base64");
  const style = digest(/<style>(.*?)<\/style>/s);
  const script = digest(/<script>(.*?)<\/script>/s);
  expect(html).toContain(
    `content="default-src 'none'; style-src 'sha256-${style}'; script-src 'sha256-${script}'; ` +
      `img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html).not.toMatch(/\son[a-z]+=|\sstyle=|https?:/);
});

test("matrices stand in the order given", () => {
  const pages = [evaluated({ ...SMALL, name: "prod" }), evaluated({ ...SMALL, name: "dev" })];
  expect(dataOf(asHtml(pages)).map(({ name }) => name)).toEqual(["prod", "dev"]);
});

test.each([
  ["prod", alerted, 300_000],
  ["an environment with every option", COMPLETE, 400_000],
])("the page of %s stays small", (_, config, limit) => {
  const environment = environmentOf(config);
  const html = asHtml([{ matrix: computeMatrix(environment), environment }]);
  expect(html.length).toBeLessThan(limit);
});

test("neighbors with the same answer are written once, with their number", () => {
  const { matrix, environment } = evaluated({
    subjects: ["a reader", "a deployer", "a trail", "a stranger"],
    accessCases: [
      ["key", "decrypt", "AAX."],
      ["key", "encrypt", "...A"],
    ],
  });
  const { answers, runs, subjects } = pageData(matrix, environment);
  const decisions = runs.map((row) =>
    row.flatMap((answer, index) =>
      index % 2 === 0 ? Array<string>(row[index + 1]!).fill(answers[answer]!.decision) : [],
    ),
  );
  const columns = subjects.map(({ title }) => matrix.subjects.findIndex((subject) => subject.title === title));
  expect(runs.map((row) => row.length / 2)).toEqual([3, 2]);
  expect(decisions).toEqual(matrix.cells.map((row) => columns.map((column) => row[column]!.decision)));
});
