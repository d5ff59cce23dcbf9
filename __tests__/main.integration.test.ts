import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environments } from "../environments";
import { inFolder } from "./support/app";
import { expectedStacks } from "./support/expected-stacks";

/** Runs the compiled app as `cdktf` does. */
function run(
  variables: Record<string, string>,
  check: (outdir: string, result: ReturnType<typeof spawnSync>) => void,
  cwd = ".",
) {
  inFolder((outdir) => {
    const app = join(__dirname, "..", "dist", "main.js");
    const env = { PATH: process.env["PATH"], CDKTF_OUTDIR: outdir, ...variables };
    check(outdir, spawnSync(process.execPath, [app], { env, cwd, encoding: "utf8" }));
  });
}

const stacksIn = (outdir: string) => readdirSync(join(outdir, "stacks")).sort();

// Whatever the environments are: these tests run over environments/ itself.
const names = environments.map(({ name }) => name);
const stacksOf = (chosen: readonly string[]) =>
  environments
    .filter(({ name }) => chosen.includes(name))
    .flatMap(expectedStacks)
    .sort();

test("writes the stacks of all environments, silently", () => {
  run({}, (outdir, { status, stdout, stderr }) => {
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(stacksIn(outdir)).toEqual(stacksOf(names));
  });
});

test("the provider lock file of the working directory goes into the folder of every stack", () => {
  inFolder((cwd) => {
    const lock = 'provider "registry.terraform.io/hashicorp/aws" {}\n';
    writeFileSync(join(cwd, ".terraform.lock.hcl"), lock);
    run(
      {},
      (outdir) => {
        const stacks = stacksIn(outdir);
        const locks = stacks.map((stack) => readFileSync(join(outdir, "stacks", stack, ".terraform.lock.hcl"), "utf8"));
        expect(locks).toEqual(stacks.map(() => lock));
        expect(locks.length).toBeGreaterThan(0);
      },
      cwd,
    );
  });
});

test("without a provider lock file, one that Terraform left in a stack's folder stays", () => {
  inFolder((cwd) => {
    run(
      {},
      (outdir) => {
        const [stack] = stacksIn(outdir);
        const left = join(outdir, "stacks", stack!, ".terraform.lock.hcl");
        writeFileSync(left, "left");
        const again = run.bind(undefined, { CDKTF_OUTDIR: outdir });
        again(() => expect(readFileSync(left, "utf8")).toBe("left"), cwd);
      },
      cwd,
    );
  });
});

test.each([1, 2])("ENVIRONMENT selects %d environments, with commas between", (count) => {
  const chosen = names.slice(-count);
  run({ ENVIRONMENT: chosen.join(",") }, (outdir) => expect(stacksIn(outdir)).toEqual(stacksOf(chosen)));
});

test("an unknown environment is one line, exit status 2, and nothing written", () => {
  run({ ENVIRONMENT: "Unknown" }, (outdir, { status, stderr }) => {
    expect(stderr).toBe(
      `ENVIRONMENT must name environments of environments/index.ts (${names.join(", ")}), got "Unknown"\n`,
    );
    expect(status).toBe(2);
    expect(existsSync(join(outdir, "stacks"))).toBe(false);
  });
});

test("LOCAL_STATE must name a selected environment", () => {
  const { name } = environments[0]!;
  run({ ENVIRONMENT: name, LOCAL_STATE: "none" }, (outdir, { status, stderr }) => {
    expect(stderr).toBe(`LOCAL_STATE must name one of the selected environments (${name}), got "none"\n`);
    expect(status).toBe(2);
    expect(existsSync(join(outdir, "stacks"))).toBe(false);
  });
});

test("with LOCAL_STATE nothing is written where the state bucket cannot be read", () => {
  const { name } = environments[0]!;
  const unreachable = { AWS_ENDPOINT_URL: "http://127.0.0.1:9", AWS_ACCESS_KEY_ID: "no", AWS_SECRET_ACCESS_KEY: "no" };
  run({ LOCAL_STATE: name, AWS_MAX_ATTEMPTS: "1", ...unreachable }, (outdir, { status, stderr }) => {
    expect(stderr).toMatch(new RegExp(`^LOCAL_STATE=${name}: cannot read the state bucket [^\\n]+\\n$`));
    expect(status).toBe(2);
    expect(existsSync(join(outdir, "stacks"))).toBe(false);
  });
});

test("an output folder that cannot be written is one line", () => {
  inFolder((folder) => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const [outdir, why] of [
      [join(folder, "no", "x"), "its folder does not exist"],
      [join(file, "x"), "a file is in the place of a folder"],
    ] as const) {
      run({ CDKTF_OUTDIR: outdir }, (_, { status, stderr }) => {
        expect({ status, stderr }).toEqual({ status: 2, stderr: `${outdir} cannot be written: ${why}\n` });
      });
    }
  });
});

describe("a mistake in environments/index.ts is one line", () => {
  /** The app with other code in environments/index.ts. */
  function withIndex(code: string, check: (result: { status: number | null; stderr: string }) => void) {
    inFolder((folder) => {
      const dist = join(__dirname, "..", "dist");
      cpSync(join(dist, "main.js"), join(folder, "main.js"));
      cpSync(join(dist, "environments"), join(folder, "environments"), { recursive: true });
      for (const name of ["cli", "modules", "stacks"]) symlinkSync(join(dist, name), join(folder, name));
      symlinkSync(join(__dirname, "..", "node_modules"), join(folder, "node_modules"));
      writeFileSync(join(folder, "environments", "index.js"), code);
      const { status, stderr } = spawnSync(process.execPath, [join(folder, "main.js")], {
        cwd: folder,
        env: { PATH: process.env["PATH"] },
        encoding: "utf8",
      });
      check({ status, stderr });
    });
  }

  test.each([
    [
      "a file that is deleted",
      'exports.environments = [require("./gone").gone];',
      'imports "./gone", which does not exist; correct or remove the import',
    ],
    ["no environment", "exports.environments = [];", "lists no environment; list at least one"],
    [
      "another export",
      "exports.environment = [];",
      "must export a list named environments, such as [dev, prod], got undefined",
    ],
    [
      "no list",
      "exports.environments = {};",
      "must export a list named environments, such as [dev, prod], got an object",
    ],
    [
      "code that fails",
      "exports.environments = [undefined.name];",
      "cannot be loaded: Cannot read properties of undefined (reading 'name')",
    ],
  ])("%s", (_, code, message) => {
    withIndex(code, (result) => expect(result).toEqual({ status: 2, stderr: `environments/index.ts ${message}\n` }));
  });
});

test("a state store whose state is in a local file is not deployed with an empty state", () => {
  const { name } = environments[0]!;
  inFolder((project) => {
    const resources = [{ mode: "managed", instances: [{}] }];
    writeFileSync(join(project, `terraform.${name}-state.tfstate`), JSON.stringify({ resources }));
    run({ CDKTF_OUTDIR: join(project, "cdktf.out") }, (_, { status, stderr }) => {
      expect(stderr).toMatch(new RegExp(`^${name}: terraform.${name}-state.tfstate holds [^\\n]+\\n$`));
      expect(status).toBe(2);
      expect(existsSync(join(project, "cdktf.out"))).toBe(false);
    });
  });
});
