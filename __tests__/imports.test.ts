import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { preProcessFile } from "typescript";
import { lint } from "./support/lint";
import { FOLDERS } from "../tools/lint/folders";

const ROOT = join(__dirname, "..");

const REFUSED = [
  ["modules/policy/arn.ts", "cdktf"],
  ["modules/policy/arn.ts", "@cdktf/provider-aws/lib/kms-key"],
  ["modules/policy/arn.ts", "../limits/formats"],
  ["modules/limits/numbers.ts", "cdktf"],
  ["modules/limits/formats.ts", "../policy"],
  ["modules/bucket/lifecycle.ts", "../validation"],
  ["modules/validation.ts", "../stacks"],
  ["modules/key/key.ts", "../../environments"],
  ["modules/key/key.ts", "../../stacks/names"],
  ["modules/key/key.ts", "@cloud-copilot/iam-simulate"],
  ["cli/policy/check-policies.ts", "@cloud-copilot/iam-simulate"],
  ["modules/key/key.ts", "fast-check"],
  ["modules/key/key.ts", "@aws-sdk/client-kms"],
  ["modules/key/key.ts", "../../tools/terraform/validator"],
  ["modules/trail/trail.ts", "../../main"],
  ["environments/schema/check.ts", "cdktf"],
  ["environments/schema/check.ts", "../../stacks"],
  ["environments/schema/environment.ts", "../../modules/key"],
  ["environments/schema/environment.ts", "../../modules/validation"],
  ["environments/schema/environment.ts", "../dev"],
  ["environments/dev.ts", "../tools/local/synth"],
  ["environments/dev.ts", "../modules/limits/numbers"],
  ["stacks/backend.ts", "../environments"],
  ["stacks/backend.ts", "../environments/prod"],
  ["stacks/backend.ts", "../main"],
  ["stacks/backend.ts", "../tools/local/paths"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../stacks"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../environments/schema"],
  ["examples/secure-cloudtrail-logging/main.ts", "cdktf-audit-trail"],
  ["examples/own-app/infrastructure/app.ts", "../../../modules/trail"],
  ["examples/many-accounts/src/app.ts", "../../own-app/infrastructure/account-stack"],
  ["cli/framework/help.ts", "../model/read"],
  ["cli/render/page.ts", "../framework/user-error"],
  ["cli/aws/reader.ts", "../verification/verify"],
  ["cli/policy/compare.ts", "../model/environment"],
  ["cli/model/build.ts", "../access/compute"],
  ["cli/access/compute.ts", "../controls/assess"],
  ["cli/verification/verify.ts", "../results/verify"],
  ["cli/verification/verify.ts", "../commands/verify/run"],
  ["cli/commands/report/run.ts", "../verify/run"],
  ["cli/commands/report/run.ts", "../../main"],
  ["cli/commands/review/run.ts", "../../../tools/process/scratch"],
  ["cli/commands/review/run.ts", "../../../stacks"],
  ["cli/commands/review/run.ts", "cdktf"],
  ["__tests__/stacks/state.test.ts", "../../environments"],
  ["__tests__/stacks/state.test.ts", "../../environments/dev"],
  ["tools/bench/app.ts", "../../environments"],
  ["main.ts", "@cdktf/provider-aws"],
  ["main.ts", "./cli/main"],
] as const;

const ALLOWED = [
  ["modules/policy/arn.ts", "./partition"],
  ["modules/key/key.ts", "../policy"],
  ["modules/key/key.ts", "@cdktf/provider-aws/lib/kms-key"],
  ["modules/bucket/replication.ts", "../key"],
  ["environments/schema/environment.ts", "../../modules/limits/formats"],
  ["environments/schema/lifecycle-rules.ts", "../../modules/bucket/lifecycle"],
  ["environments/schema/environment.ts", "../../modules/policy"],
  ["environments/schema/environment.ts", "valibot"],
  ["environments/schema/shapes.ts", "../regions"],
  ["environments/dev.ts", "./schema"],
  ["stacks/backend.ts", "../environments/schema"],
  ["stacks/recorded-trails.ts", "../environments/schema/audited"],
  ["stacks/backend.ts", "node:fs"],
  ["stacks/archive-stack.ts", "../modules/bucket"],
  ["examples/secure-cloudtrail-logging/main.ts", "../../modules/trail"],
  ["examples/own-app/infrastructure/app.ts", "cdktf-audit-trail/trail"],
  ["cli/commands/report/run.ts", "../../verification/verify"],
  ["cli/commands/report/run.ts", "./html"],
  ["cli/commands/report/diagram/draw.ts", "../style"],
  ["cli/main.ts", "./commands/verify/command"],
  ["tools/local/synth.ts", "../../environments/schema/check"],
  ["__tests__/environments/index.test.ts", "../../environments"],
  ["__tests__/stacks/state.test.ts", "../fixtures/environments"],
  ["tools/local/synth.ts", "../../stacks"],
  ["main.ts", "./stacks"],
] as const;

/** Forms of an import, in a file that must not import its target. */
const FORMS = [
  ["a re-export", 'export { x } from "../../environments";'],
  ["a re-export of everything", 'export * from "../../environments";'],
  ["a type", 'export type X = import("../../environments").X;'],
  ["require", 'export const y: unknown = require("../../environments");'],
  ["import()", 'export const z = import("../../environments");'],
] as const;

/** Code of the evaluator, and whether it reads condition keys past the request's context. */
const READS = [
  ["context[key]", true],
  ["request.context[key]", true],
  ["Object.keys(context)", true],
  ["Object.entries(request.context)", true],
  ["Object.keys(request)", false],
  ["list[key]", false],
] as const;

const broken = lint([
  ...[...REFUSED, ...ALLOWED].map(([file, from]) => ({ file, code: `import "${from}";` })),
  ...FORMS.map(([, code]) => ({ file: "modules/key/key.ts", code })),
  ...READS.map(([code]) => ({ file: "cli/policy/evaluate/example.ts", code: `f(${code});` })),
]);
const [refused, allowed, forms, reads] = [REFUSED, ALLOWED, FORMS, READS].map(({ length }) => broken.splice(0, length));

test.each(REFUSED.map((row, index) => [...row, index] as const))("%s may not import %s", (_file, _from, index) => {
  expect(refused?.[index]).not.toEqual([]);
});

test.each(ALLOWED.map((row, index) => [...row, index] as const))("%s may import %s", (_file, _from, index) => {
  expect(allowed?.[index]).toEqual([]);
});

test.each(FORMS.map((row, index) => [...row, index] as const))("%s is an import", (_name, _code, index) => {
  expect(forms?.[index]).toContain("audit-trail(folders)");
});

test.each(READS.map((row, index) => [...row, index] as const))(
  "the linter refuses %s in the evaluator: %s",
  (_code, isRefused, index) => {
    expect(reads?.[index]).toEqual(isRefused ? ["audit-trail(context-reads)"] : []);
  },
);

test("docs/architecture.md shows the table of folders", () => {
  const [, table = ""] =
    /\n(\| Folder \|[^]*?)\n\n/.exec(readFileSync(join(ROOT, "docs/architecture.md"), "utf8")) ?? [];
  const rows = table.split("\n").slice(2);
  const names = (cell: string | undefined) => [...(cell ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  const shown = rows.map((row) => {
    const [, folder, , folders] = row.split("|");
    return [names(folder)[0]!, names(folders).sort()] as const;
  });
  const held = Object.entries(FOLDERS).map(([folder, { folders }]) => [folder, [...folders].sort()]);
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(held));
});

test.each(Object.entries(FOLDERS))("%s exists, and so does everything that it may import", (folder, { folders }) => {
  const isThere = (path: string) => existsSync(join(ROOT, path)) || existsSync(join(ROOT, `${path}.ts`));
  expect([folder.replace("/*", ""), ...folders].filter((path) => !isThere(path))).toEqual([]);
});

test("no file imports itself through others, not even for a type", () => {
  const graph = new Map(filesIn(["main.ts", ...SOURCES]).map((file) => [file, importsOf(file)]));
  expect(graph.size).toBeGreaterThan(300);
  expect(cyclesIn(graph)).toEqual([]);
});

test("a cycle is found", () => {
  const graph = { a: ["b"], b: ["c"], c: ["b"], d: ["a", "c"] };
  expect(cyclesIn(new Map(Object.entries(graph)))).toEqual(["b > c > b"]);
});

const SOURCES = ["environments", "stacks", "modules", "examples", "cli", "tools"];

function filesIn(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(join(ROOT, path)).isDirectory()) return path.endsWith(".ts") ? [path] : [];
    const names = readdirSync(join(ROOT, path)).filter((name) => name !== "node_modules");
    return filesIn(names.map((name) => `${path}/${name}`));
  });
}

/** Files that a file imports, by their paths in the repository. */
function importsOf(file: string): string[] {
  const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), "utf8"), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName))
    .flatMap((path) => [`${path}.ts`, `${path}/index.ts`].filter((one) => existsSync(join(ROOT, one))));
}

/** Each cycle once, as a path: `a > b > a`. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) cycles.push([...path.slice(start), file].join(" > "));
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
