import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { environments } from "../fixtures/environments";
import { addStacks, synthesize } from "../../stacks";
import { inFolder, synthApp } from "../support/app";

function stackWithProblem(app: App, name: string, problem: string): void {
  new TerraformStack(app, name).node.addValidation({ validate: () => [problem] });
}

test("nothing is written where one stack of several has a problem, and every problem is named", () => {
  inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new TerraformStack(app, "sound");
    stackWithProblem(app, "first", "is wrong");
    stackWithProblem(app, "second", "is wrong too");
    expect(() => synthesize(app)).toThrow(/^first: is wrong\nsecond: is wrong too$/);
    expect(readdirSync(outdir)).toEqual(["stacks"]);
    expect(readdirSync(join(outdir, "stacks"))).toEqual([]);
  });
});

test("stacks that are no longer there lose their output, and nothing else does", () => {
  inFolder((outdir) => {
    mkdirSync(join(outdir, "stacks", "gone"), { recursive: true });
    writeFileSync(join(outdir, "stacks", "gone", "cdk.tf.json"), "{}");
    mkdirSync(join(outdir, "stacks", "somebody-elses"), { recursive: true });
    mkdirSync(join(outdir, "stacks", "kept", ".terraform"), { recursive: true });
    const app = new App({ outdir, stackTraces: false });
    new TerraformStack(app, "kept");
    synthesize(app);
    expect(readdirSync(join(outdir, "stacks"))).toEqual(["kept", "somebody-elses"]);
    expect(existsSync(join(outdir, "stacks", "kept", ".terraform"))).toBe(true);
  });
});

test("the same environments give the same bytes", () => {
  const bytes = () => {
    const app = synthApp(environments);
    return app.stackNames.map((name) => JSON.stringify(app.stack(name).json));
  };
  expect(bytes()).toEqual(bytes());
});

test("an environment by itself gives the same stacks as among others", () => {
  const environment = environments.find(({ name }) => name === "prod")!;
  expect(synthApp([environment]).stack("prod-archive").json).toEqual(synthApp(environments).stack("prod-archive").json);
});

test("the output names no path of the machine it was made on", () => {
  inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    environments.forEach((environment) => addStacks(app, environment, { localState: false }));
    synthesize(app);
    const written = readdirSync(join(outdir, "stacks")).map((name) =>
      readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8"),
    );
    expect(written.join("")).not.toContain(process.cwd());
  });
});
