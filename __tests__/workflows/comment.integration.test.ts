import { Sandbox } from "../support/workflow-scripts";

const URL = "https://github.example/o/r/actions/runs/1";
const BOT = "github-actions[bot]";
const COMMENTS = "repos/o/r/issues/7/comments";

let sandbox: Sandbox;
beforeEach(() => (sandbox = new Sandbox()));
afterEach(() => sandbox.remove());

const mark = (stack: string) => `<!-- audit-trail review: ${stack.split("-")[0]} ${stack} -->`;
const pull = (number: number, ref: string) => ({ number, base: { ref }, head: { sha: "abc1234" } });
const comment = (id: number, body: string, login = BOT) => ({ id, body, user: { login } });

/** Runs with these pages of comments on the pull request. */
const run = (environments: readonly string[], ...pages: readonly object[][]) => {
  sandbox.answers({ [`${COMMENTS}?per_page=100`]: pages });
  return sandbox.run("comment.sh", {
    ENVIRONMENTS: JSON.stringify(environments),
    REPOSITORY: "o/r",
    PULL_REQUESTS: JSON.stringify([pull(6, "other"), pull(7, "main")]),
    BASE: "main",
    COMMIT: "abc1234",
    RUN_URL: URL,
  });
};
const review = (stack: string, text: string) =>
  sandbox.write(`reviews/review-${stack.split("-")[0]}-abc1234/stacks/${stack}.md`, text);
const post = (body: string) => ({ method: "POST", path: COMMENTS, fields: { body } });
const patch = (id: number, body: string) => ({
  method: "PATCH",
  path: `repos/o/r/issues/comments/${id}`,
  fields: { body },
});
const text = (stack: string, what: string) => `${mark(stack)}\n### ${stack}\n\n${what}\n`;
const reported = (stack: string, what: string) => text(stack, `${what}\n\n[HTML report](${URL})`);

test("a stack that changes gets a comment with its mark", () => {
  review("prod-archive", "**GAINED**\n");
  expect(run(["prod"], [])).toEqual({ status: 0, out: "", err: "" });
  expect(sandbox.written()).toEqual([post(reported("prod-archive", "**GAINED**"))]);
});

test("the environment is that of the report, whatever the names of environment and stack", () => {
  sandbox.write("reviews/review-prod-eu-abc1234/stacks/logs.v2.md", "now\n");
  const old = "<!-- audit-trail review: prod-eu gone -->";
  expect(run(["prod-eu"], [comment(1, old)])).toEqual({ status: 0, out: "", err: "" });
  const mark = "<!-- audit-trail review: prod-eu logs.v2 -->";
  expect(sandbox.written()).toEqual([
    post(`${mark}\n### logs.v2\n\nnow\n\n[HTML report](${URL})\n`),
    patch(1, `${old}\n### gone\n\nNo longer changes at abc1234.\n`),
  ]);
});

test("the comment of a stack is updated, wherever it is in the list", () => {
  review("prod-archive", "now\n");
  review("prod-trail", "new\n");
  const pages = [[comment(1, "hello", "someone")], [comment(2, `${mark("prod-archive")}\nbefore`)]];
  expect(run(["prod"], ...pages)).toMatchObject({ status: 0 });
  expect(sandbox.written()).toEqual([patch(2, reported("prod-archive", "now")), post(reported("prod-trail", "new"))]);
});

test("a mark that somebody else wrote, or that does not begin the comment, is ignored", () => {
  review("prod-archive", "now\n");
  const comments = [
    comment(1, `${mark("prod-archive")}\nfine!`, "someone"),
    comment(2, `I quote ${mark("prod-archive")}`),
    comment(3, `${mark("$(id)")}\n`),
    { id: 4, body: mark("prod-archive"), user: null },
    { id: 5, body: null, user: { login: BOT } },
  ];
  expect(run(["prod"], comments)).toMatchObject({ status: 0 });
  expect(sandbox.written()).toEqual([post(reported("prod-archive", "now"))]);
});

test("if a stack has two comments, the first is updated", () => {
  review("prod-archive", "now\n");
  run(["prod"], [comment(1, mark("prod-archive")), comment(2, mark("prod-archive"))]);
  expect(sandbox.written()).toEqual([patch(1, reported("prod-archive", "now"))]);
});

test("a stack that no longer changes says so, in an environment that is planned and in one that is not", () => {
  sandbox.write("reviews/review-prod-abc1234/review.json", {});
  run(["prod"], [comment(1, mark("prod-archive")), comment(2, mark("dev-trail"))]);
  expect(sandbox.written().sort((a, b) => a.path.localeCompare(b.path))).toEqual([
    patch(1, text("prod-archive", "No longer changes at abc1234.")),
    patch(2, text("dev-trail", "No longer changes at abc1234.")),
  ]);
});

test("if the plan failed, the comment no longer shows an older review", () => {
  run(["prod"], [comment(1, mark("prod-archive"))]);
  expect(sandbox.written()).toEqual([
    patch(1, text("prod-archive", `The plan at abc1234 failed: see [the run](${URL}).`)),
  ]);
});

test("if nothing changes and there is no comment, nothing is written", () => {
  expect(run([], [])).toMatchObject({ status: 0 });
  expect(sandbox.written()).toEqual([]);
});

test("a review is data: neither the shell nor gh reads anything in it", () => {
  const hostile =
    "$(touch owned) `touch owned` @/etc/passwd\n'\"\\ ${HOME} && {owner} %s\n<!-- audit-trail review: x -->";
  review("prod-archive", `${hostile}\n`);
  expect(run(["prod"], [])).toMatchObject({ status: 0, err: "" });
  expect(sandbox.written()).toEqual([post(reported("prod-archive", hostile))]);
  expect(sandbox.has("owned")).toBe(false);
});

test("a review with an invalid stack name is refused", () => {
  sandbox.write("reviews/review-prod-abc1234/stacks/prod --> @all.md", "x");
  expect(run(["prod"], [])).toEqual({ status: 2, out: "", err: "invalid stack name: 'prod --> @all'\n" });
  expect(sandbox.written()).toEqual([]);
});

test("a text that is too long for GitHub is cut, and says so", () => {
  review("prod-archive", "ä".repeat(70_000));
  run(["prod"], []);
  const [written] = sandbox.written();
  expect(written!.fields["body"]).toHaveLength(65_000);
  expect(written!.fields["body"]).toMatch(/ä\n\nThe rest is cut off: see the run\.\n$/);
});

test("if the comments cannot be read, the job fails before it writes anything", () => {
  review("prod-archive", "now\n");
  const PULL_REQUESTS = JSON.stringify([pull(7, "main")]);
  const env = {
    ENVIRONMENTS: "[]",
    REPOSITORY: "o/other",
    PULL_REQUESTS,
    BASE: "main",
    COMMIT: "abc1234",
    RUN_URL: URL,
  };
  expect(sandbox.run("comment.sh", env).status).toBe(1);
  expect(sandbox.written()).toEqual([]);
});

test.each([
  ["closed", []],
  ["into another branch", [pull(6, "other")]],
  ["at a later commit", [{ ...pull(7, "main"), head: { sha: "def5678" } }]],
])("a pull request that is %s gets no comment", (_, pulls) => {
  review("prod-archive", "now\n");
  const PULL_REQUESTS = JSON.stringify(pulls);
  const env = { ENVIRONMENTS: "[]", REPOSITORY: "o/r", PULL_REQUESTS, BASE: "main", COMMIT: "abc1234", RUN_URL: URL };
  expect(sandbox.run("comment.sh", env)).toEqual({
    status: 0,
    out: "",
    err: "no open pull request into main has abc1234 as its latest commit\n",
  });
  expect(sandbox.written()).toEqual([]);
});
