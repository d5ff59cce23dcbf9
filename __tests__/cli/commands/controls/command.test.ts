import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { answerControls, synthesizedEnvironments } from "../../../../cli/commands/controls/run";
import { controls, testFile } from "../../../../cli/controls/catalogue";
import type { ControlsJson } from "../../../../cli/commands/controls/json";
import { run } from "../../../../cli/main";
import { environments } from "../../../fixtures/environments";
import { PLAIN } from "../../../../cli/render/terminal";
import { inSynthesized, stacksOf } from "../../../support/controls";
import { prod } from "../../../fixtures/environments/prod";
import { labelled, withStacks } from "../../../support/stack-folder";

const ROOT = join(__dirname, "..", "..", "..", "..");

const ALL = { framework: undefined, format: "json", terminal: PLAIN } as const;

test("the environments of the tests violate no control", () => {
  const { finding } = inSynthesized(environments, (outdir) =>
    answerControls({ ...ALL, environments: synthesizedEnvironments(outdir, undefined) }),
  );
  expect(finding).toBe(false);
});

test("ids are unique, and each control names a file of tests that is there", () => {
  expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  expect(controls.filter((control) => !existsSync(join(ROOT, testFile(control))))).toEqual([]);
});

test("docs/controls-format.md names every field of the JSON", () => {
  const { text } = inSynthesized(environments, (outdir) =>
    answerControls({ ...ALL, environments: synthesizedEnvironments(outdir, undefined), framework: "cis" }),
  );
  const json = JSON.parse(text) as ControlsJson;
  const fields = [json, ...json.controls, ...json.controls.flatMap(({ verdicts }) => verdicts), ...json.exclusions];
  const page = readFileSync(join(ROOT, "docs", "controls-format.md"), "utf8");
  const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect([...new Set(fields.flatMap(Object.keys))].filter((field) => !named.has(field))).toEqual([]);
});

test("a framework shows its own requirements only", () => {
  const { text } = inSynthesized(environments, (outdir) =>
    answerControls({ ...ALL, environments: synthesizedEnvironments(outdir, "prod"), framework: "cis" }),
  );
  const { framework, controls: shown, exclusions } = JSON.parse(text) as ControlsJson;
  expect(framework).toBe("cis");
  const ids = new Set(shown.flatMap(({ frameworks }) => frameworks.cis));
  const alarms = Array.from({ length: 15 }, (_, index) => `5.${index + 1}`);
  const others = ["2.14", "2.21", "3.1.1", "3.1.4", "4.1", "4.2", "4.4", "4.5", "4.6", "4.8", "4.9"];
  expect([...ids].sort()).toEqual([...others, ...alarms].sort());
  expect(shown.every(({ verdicts }) => verdicts.length === 1 && verdicts[0]!.environment === "prod")).toBe(true);
  expect(exclusions.flatMap(({ frameworks }) => frameworks.cis)).toContain("3.1.2");
});

describe("exit status", () => {
  /** Runs the tool over prod, changed. No other trail is there whose buckets it must know. */
  const runOver = async (change: (json: string) => string, ...args: string[]) => {
    const stacks = stacksOf(prod, [prod]).map(({ name, resources, outputs, backend, remoteStates, providers }) => [
      name,
      change(
        JSON.stringify({
          ...labelled("prod"),
          resource: resources,
          output: outputs,
          terraform: { backend },
          data: { terraform_remote_state: remoteStates },
          provider: {
            aws: Object.entries(providers).map(([alias, { region, account }]) => ({
              alias: alias === "" ? undefined : alias,
              region,
              allowed_account_ids: [account],
            })),
          },
        }),
      ),
    ]);
    return withStacks(Object.fromEntries(stacks) as Record<string, string>, async (outdir) => {
      const written: string[] = [];
      const stream = { write: (text: string) => written.push(text) > 0, isTTY: false };
      const status = await run([...args, "--outdir", outdir], { out: stream, err: stream });
      return { status, text: written.join("") };
    });
  };

  test("0 where nothing is violated", async () => {
    const { status, text } = await runOver((json) => json, "controls", "--environment", "prod");
    expect(status).toBe(0);
    expect(text).toContain(`${controls.length} controls, 0 violated;`);
  });

  test("1 where a control is violated, which the table tells", async () => {
    const off = (json: string) =>
      json.replace('"enable_log_file_validation":true', '"enable_log_file_validation":false');
    const { status, text } = await runOver(off, "controls", "--framework", "fsbp");
    expect(status).toBe(1);
    expect(text).toContain(
      [
        "Violated",
        "  prod: trail-log-file-validation",
        "    prod-trail/aws_cloudtrail.Trail_8987F129: enable_log_file_validation must be true, is false",
      ].join("\n"),
    );
    expect(text).toMatch(/^CloudTrail\.4 .* NO$/m);
  });

  test("0 where an environment leaves off by choice", async () => {
    const { status, text } = await runOver(
      (json) => json.replaceAll('"eventbridge":true', '"eventbridge":false'),
      "controls",
    );
    expect(status).toBe(0);
    expect(text).toContain("  prod: bucket-notifications (events are useful only if something receives them)\n");
  });

  test("2 where it is unknown", async () => {
    expect(await runOver((json) => json, "controls", "--environment", "qa")).toMatchObject({ status: 2 });
    expect(await runOver((json) => json, "controls", "--framework", "hipaa")).toEqual({
      status: 2,
      text: '--framework must be one of cis, fsbp, pci, nist, soc2, got "hipaa" (see audit-trail controls --help)\n',
    });
    expect(await runOver((json) => json, "matrix", "--framework", "cis")).toEqual({
      status: 2,
      text: "--framework is an option of controls (see audit-trail matrix --help)\n",
    });
  });
});
