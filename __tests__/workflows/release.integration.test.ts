import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakePrograms } from "../support/fake-programs";
import { SCRIPTS } from "../support/workflow-scripts";

const CHANGELOG = `# Changelog

## Unreleased

- Not yet.

## 0.2.0

- A \`new\` option.

- Another.

## 0.1.0

- The first.
`;

let project: string;
let npm: FakePrograms;
const calls = () => {
  const file = join(project, "calls");
  return spawnSync("cat", [file], { encoding: "utf8" })
    .stdout.replaceAll(/\S+\/cdktf/g, "cdktf")
    .split("\n")
    .slice(0, -1);
};
const git = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync("git", ["-c", "user.name=A", "-c", "user.email=a@b", ...args], {
    cwd: project,
    encoding: "utf8",
  });
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "audit-trail-release-"));
  npm = new FakePrograms().add(
    "npm",
    `echo "$@" >> "${project}/calls"\n[ "$1" != pack ] || touch "$4/cdktf-audit-trail-0.2.0.tgz"`,
  );
  setVersion("0.2.0");
  writeFileSync(join(project, "CHANGELOG.md"), CHANGELOG);
  git("init", "--quiet", "--initial-branch=main");
  git("add", "package.json", "CHANGELOG.md");
  git("commit", "--quiet", "--message", "Release 0.2.0");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
});
afterEach(() => {
  npm.remove();
  rmSync(project, { recursive: true });
});

function setVersion(version: string): void {
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "cdktf-audit-trail", version }));
}

function run(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("bash", [join(SCRIPTS, script), ...args], {
    cwd: project,
    encoding: "utf8",
    env: { PATH: `${npm.folder}:${process.env["PATH"]}`, HOME: project, ...env },
  });
  return { status, out: stdout, err: stderr };
}

const PACKS = expect.stringMatching(/^pack --silent --pack-destination /);
const CI = { TAG: "v0.2.0", GITHUB_REPOSITORY: "o/r" };

describe("a dry run", () => {
  const dryRun = () => run("release.sh", ["--dry-run"]);
  const SHOWS = "publish cdktf-audit-trail-0.2.0.tgz --dry-run --access public --tag latest";

  test("packs, and shows what would be published", () => {
    expect(dryRun()).toEqual({ status: 0, out: "", err: "" });
    expect(calls()).toEqual([PACKS, SHOWS]);
  });

  test("reports every problem, and shows it all the same", () => {
    git("tag", "v0.2.0");
    writeFileSync(join(project, "CHANGELOG.md"), CHANGELOG.replace("## 0.2.0", "## 0.2.1"));
    expect(dryRun()).toEqual({
      status: 1,
      out: "",
      err:
        "the tag v0.2.0 exists already; raise the version in package.json\n" +
        'CHANGELOG.md must have a section "## 0.2.0" that is not empty, below "## Unreleased"\n',
    });
    expect(calls()).toEqual([PACKS, SHOWS]);
  });

  test("takes no other argument", () => {
    const { status, err } = run("release.sh", ["--dryrun"]);
    expect({ status, err }).toEqual({ status: 2, err: "release.sh takes --dry-run or nothing, got: --dryrun\n" });
    expect(calls()).toEqual([]);
  });
});

describe("a release", () => {
  test("is published with a statement of its provenance, which names the repository", () => {
    expect(run("release.sh", [], CI)).toEqual({ status: 0, out: "", err: "" });
    expect(calls()).toEqual([
      "pkg set repository.type=git repository.url=git+https://github.com/o/r.git",
      PACKS,
      "publish cdktf-audit-trail-0.2.0.tgz --provenance --access public --tag latest",
    ]);
  });

  test("of a version with a suffix is for those who ask for it", () => {
    setVersion("0.2.0-rc.1");
    writeFileSync(join(project, "CHANGELOG.md"), CHANGELOG.replace("## 0.2.0", "## 0.2.0-rc.1"));
    expect(run("release.sh", [], { ...CI, TAG: "v0.2.0-rc.1" })).toEqual({ status: 0, out: "", err: "" });
    expect(calls().at(-1)).toMatch(/ --tag next$/);
  });

  test.each([
    ["another tag", "v0.3.0", "", "the tag must be v0.2.0, as in package.json, got v0.3.0\n"],
    [
      "no section",
      "v0.2.0",
      "## 0.2.0\n",
      'CHANGELOG.md must have a section "## 0.2.0" that is not empty, below "## Unreleased"\n',
    ],
  ])("with %s is refused before anything is packed", (_, tag, removed, message) => {
    writeFileSync(join(project, "CHANGELOG.md"), CHANGELOG.replace(removed, ""));
    expect(run("release.sh", [], { ...CI, TAG: tag })).toEqual({ status: 2, out: "", err: message });
    expect(calls().filter((call) => !call.startsWith("pkg "))).toEqual([]);
  });

  test("of a commit that is not on main is refused", () => {
    git("commit", "--quiet", "--allow-empty", "--message", "Aside");
    expect(run("release.sh", [], CI)).toEqual({
      status: 2,
      out: "",
      err: "v0.2.0 is not on main; tag a commit of main\n",
    });
    expect(calls()).toEqual([]);
  });

  test("requires its tag", () => {
    expect(run("release.sh", [], { GITHUB_REPOSITORY: "o/r" }).status).toBe(1);
    expect(calls()).toEqual([]);
  });
});

test("the notes are the section of the version", () => {
  expect(run("release-notes.sh", ["0.2.0"])).toEqual({
    status: 0,
    out: "- A `new` option.\n\n- Another.\n",
    err: "",
  });
  expect(run("release-notes.sh", ["0.2"]).status).toBe(2);
});

test("the changelog of this repository begins with what is not released yet", () => {
  const text = readFileSync(join(SCRIPTS, "..", "..", "CHANGELOG.md"), "utf8");
  expect(/^## .+$/m.exec(text)![0]).toBe("## Unreleased");
});
