import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COLUMN_NAMES } from "../../../../cli/logs/columns";
import { TOOL } from "../../../../cli/main";
import { INCIDENT_QUERIES, VIEW_COLUMNS } from "../../../../modules/query/sql";
import { withS3 } from "../../../../tools/emulator/fake-s3";
import { SAMPLES } from "../../../support/log-records";
import { logs } from "../../../support/logs-command";
import { FINGERPRINT, signedTrail, signingKey } from "../../../../tools/emulator/signed-trail";

const TEXT = readFileSync("docs/logs.md", "utf8");
const COMMANDS = [...TEXT.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) => block!.trim().split("\n"));
const PROGRAM = join(process.cwd(), "dist", "cli", "main.js");

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "logs-"));
  cpSync(SAMPLES, join(folder, "logs"), { recursive: true });
  await fetchCase(join(folder, "case-17"));
});

/** Fetches the files of a trail, as the page says. */
async function fetchCase(to: string): Promise<void> {
  process.env["AWS_ACCESS_KEY_ID"] ??= "test";
  process.env["AWS_SECRET_ACCESS_KEY"] ??= "test";
  const { privateKey, value } = signingKey();
  const { objects, end } = signedTrail({ key: privateKey });
  const period = ["--from", "2026-03-01", "--to", end.toISOString()];
  await withS3(
    objects,
    async ({ endpoint }) => {
      const { status } = await logs(["fetch", "s3://logs", "--endpoint", endpoint, ...period, "--folder", to]);
      expect(status).toBe(0);
    },
    { publicKeys: new Map([[FINGERPRINT, value]]) },
  );
}

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command of the page as it is written, in a folder with the sample files. */
function run(command: string) {
  const line = command.replace("npx audit-trail", `${process.execPath} ${PROGRAM}`);
  return spawnSync("bash", ["-c", line], { cwd: folder, encoding: "utf8" });
}

test.each(COMMANDS)("%s finds something in the samples", (command) => {
  const { status, stdout, stderr } = run(command);
  const lines = stderr.split("\n").filter((line) => line !== "");
  const notes = lines.filter((line) => !/^left out: |^\d+ more rows: |^verify: intact: | has \d+ records$/.test(line));
  expect({ notes, status: status === 0 ? "found" : status }).toEqual({ notes: [], status: "found" });
  const output = /--output (\S+)/.exec(command)?.[1];
  const result = output === undefined ? stdout : readFileSync(join(folder, output), "utf8");
  const written = / has (\d+) records$/m.exec(stderr)?.[1] ?? "0";
  const found = Number(written) + result.trim().split("\n").length;
  expect(found).toBeGreaterThan(command.includes("jsonl") ? 0 : 1);
});

test("the page shows what the commands print", () => {
  expect(COMMANDS.length).toBeGreaterThan(10);
  const [, tree = ""] = /^The second one begins with the sessions:\n\n```\n(.*?)```$/ms.exec(TEXT) ?? [];
  const { stdout } = run(COMMANDS.find((command) => command.includes("--follow"))!);
  expect(stdout.startsWith(`${tree}\n`)).toBe(true);
  expect(run(COMMANDS[0]!).stdout.match(/^2026-\S+ +\w+/gm)).toEqual([
    "2026-03-01T10:00:05Z  PutObject",
    "2026-03-01T10:00:05Z  GenerateDataKey",
  ]);
});

test("the page lists the columns of the view and the named queries", () => {
  const columns = VIEW_COLUMNS.map(({ name, about }) => `| \`${name}\` | ${about} |`);
  const queries = INCIDENT_QUERIES.map(({ name, title, parameters }) => {
    const options = parameters.map((parameter) => `\`--${parameter.name}\``).join(", ");
    return `| \`${name}\` | ${title} | ${options} |`;
  });
  for (const rows of [columns, queries]) expect(TEXT).toContain(rows.join("\n"));
});

test("the page names every filter and every column", () => {
  const find = TOOL.commands.find(({ name }) => name === "logs find")!;
  const filters = Object.entries(find.options).filter(([, { group }]) => group === "Filters");
  expect(filters.map(([name]) => name).filter((name) => !TEXT.includes(`\`--${name}\``))).toEqual([]);
  expect(COLUMN_NAMES.filter((name) => !TEXT.includes(`\`${name}\``))).toEqual([]);
});
