import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import { TOOL } from "../../cli/main";
import { MOST_TIMES_BARE, timeImports } from "../../tools/bench/imports";
import { initProject, pack, readmeSteps, run, runBlock, tryRun, withJson, type Packed } from "../support/consumer";

const ROOT = resolve(__dirname, "..", "..");
const { peerDependencies, dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
  string,
  Record<string, string>
>;
/** The folders of modules/, each with an entry of its own. */
const MODULES = readdirSync(join(ROOT, "modules")).filter((name) =>
  existsSync(join(ROOT, "modules", name, "index.ts")),
);
const README = readmeSteps();

let scratch: string;
let packed: Packed;
/** As `cdktf init` makes it today, then by the words of the README. */
let app: string;
/** With the oldest packages that the peer ranges take. */
let oldest: string;

/** What `cdktf init` installs today. */
const INITIAL = {
  dependencies: ["cdktf@latest", "constructs@10"],
  development: ["@types/node", "typescript", "jest", "@types/jest", "ts-jest", "ts-node"],
};

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "audit-trail-package-"));
  packed = pack(scratch);
  app = join(scratch, "app");
  initProject(app, INITIAL.dependencies, [...INITIAL.development, "tsx@4", "typescript-7@npm:typescript@7"]);
  runBlock(app, README.installs);
  writeFileSync(join(app, "main.ts"), README.program);
  oldest = join(scratch, "oldest");
});
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

describe("the package", () => {
  test("holds the compiled modules, their declarations and the command, and nothing else", () => {
    const others = packed.files.filter((file) => !/^dist\/(cli\/.+\.(js|css)|modules\/.+(\.js|\.d\.ts))$/.test(file));
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/audit-trail.js",
      "dist/stacks/names.js",
      "package.json",
    ]);
    const scripts = packed.files.filter((file) => /^dist\/modules\/.+\.js$/.test(file));
    const declarations = packed.files.filter((file) => file.endsWith(".d.ts"));
    expect(declarations.map((file) => file.replace(/\.d\.ts$/, ".js")).sort()).toEqual(scripts.sort());
  });

  test("is under 1 MB, packed and unpacked", () => {
    expect(packed.unpackedSize).toBeLessThan(1_000_000);
    expect(packed.size).toBeLessThan(1_000_000);
  });

  test("has every file that its files require, and of other packages only those that it names", () => {
    const folder = join(app, "node_modules", "cdktf-audit-trail");
    const scripts = packed.files.filter((file) => file.endsWith(".js"));
    const missing = scripts.flatMap((file) =>
      requiredBy(join(folder, file))
        .filter((name) => !isThere(file, name) && !CHECKOUT_ONLY.includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Loaded behind a check that the sources are there. */
const CHECKOUT_ONLY = ["./build.js", "../../environments"];

function requiredBy(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
}

function isThere(file: string, name: string): boolean {
  if (!name.startsWith(".")) {
    const known = [...builtinModules, ...Object.keys({ ...dependencies, ...peerDependencies })];
    return name.startsWith("node:") || known.some((one) => name === one || name.startsWith(`${one}/`));
  }
  const path = posix.join(posix.dirname(file), name);
  return ["", ".js", "/index.js"].some((end) => packed.files.includes(`${path}${end}`));
}

describe("an app by the words of the README", () => {
  const synthesized = () => readFileSync(join(app, "cdktf.out", "stacks", "audit", "cdk.tf.json"), "utf8");
  const resources = () => JSON.parse(synthesized()) as { readonly resource: Readonly<Record<string, object>> };

  test("is synthesized by ts-node, and the command reads it", () => {
    expect(README.packs).toBe("npm pack --pack-destination ..\n");
    const [synth, ...commands] = README.runs.trim().split("\n");
    runBlock(app, synth!);
    expect(Object.keys(resources().resource)).toEqual(
      expect.arrayContaining(["aws_cloudtrail", "aws_kms_key", "aws_s3_bucket_policy"]),
    );
    expect(commands).toEqual(["npx audit-trail matrix", "npx audit-trail controls"]);
    const matrix = tryRun(app, "bash", "-c", commands[0]!);
    expect(matrix).toMatchObject({ status: 0, stderr: "" });
    expect(matrix.stdout).toMatch(/^audit: who can do what/);
    const { status, stdout, stderr } = tryRun(app, "bash", "-c", commands[1]!);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Controls of all frameworks/);
    expect([0, 1]).toContain(status);
  });

  test("is synthesized by tsx to the same JSON", () => {
    const before = synthesized();
    rmSync(join(app, "cdktf.out"), { recursive: true });
    run(app, "tsx", "main.ts");
    expect(synthesized()).toBe(before);
  });

  const STRICT = "--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --types node --target ES2022";
  const check = (compiler: string, ...args: readonly string[]) =>
    tryRun(app, "node", `node_modules/${compiler}/bin/tsc`, "--ignoreConfig", ...STRICT.split(" "), ...args);

  test.each([
    ["node10", "typescript", "--module CommonJS --moduleResolution node10 --ignoreDeprecations 6.0"],
    ["node16", "typescript-7", "--module Node16 --moduleResolution Node16"],
    ["bundler", "typescript-7", "--module ESNext --moduleResolution Bundler"],
  ])("passes strict type checks with resolution %s, every module included", (_, compiler, options) => {
    const every = MODULES.map((name) => `import * as ${name} from "cdktf-audit-trail/${name}";\n`).join("");
    writeFileSync(join(app, "every.ts"), `${every}export const modules = { ${MODULES.join(", ")} };\n`);
    expect(check(compiler, ...options.split(" "), "main.ts", "every.ts")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("a wrong option does not compile", () => {
    writeFileSync(join(app, "wrong.ts"), README.program.replace("  account,\n", "  account,\n  bucket: account,\n"));
    const { status, stdout } = check("typescript-7", "--module", "Node16", "wrong.ts");
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringMatching(/^wrong\.ts.+'bucket' does not exist/),
    });
  });
});

describe("importing", () => {
  const evaluate = (code: string) => run(app, "node", "--input-type=module", "-e", code).stdout;

  test("from ES modules, the root has what each module has", () => {
    const names = JSON.parse(
      evaluate(`
        import * as root from "cdktf-audit-trail";
        const all = await Promise.all(${JSON.stringify(MODULES)}.map((name) => import("cdktf-audit-trail/" + name)));
        const names = (one) => Object.keys(one).filter((name) => !/^(default|module.exports|__esModule)$/.test(name));
        console.log(JSON.stringify({ root: names(root).sort(), all: all.flatMap(names).sort() }));`),
    ) as { readonly root: string[]; readonly all: string[] };
    expect(names.root).toEqual(names.all);
    expect(names.root).toEqual(
      expect.arrayContaining(["AuditTrail", "Bucket", "Key", "Trail", "LogReaderRole", "renderPolicy"]),
    );
  });

  test("loads nothing but the app's own packages", () => {
    const loaded = run(
      app,
      "node",
      "-e",
      'require("cdktf-audit-trail"); console.log(JSON.stringify(Object.keys(require.cache)))',
    );
    const packages = (JSON.parse(loaded.stdout) as string[]).map(
      (file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
    );
    expect([...new Set(packages)].sort()).toEqual(["@cdktf/provider-aws", "cdktf", "cdktf-audit-trail", "constructs"]);
  });

  test("takes little longer than importing the same resources bare", () => {
    const { modules, bare } = timeImports(app, 5);
    expect(modules / bare).toBeLessThanOrEqual(MOST_TIMES_BARE);
  });
});

describe("what is missing or of another version is one line that says what to do", () => {
  const importing = (name: string) => {
    const { status, stderr } = tryRun(app, "node", "-e", `require("cdktf-audit-trail/${name}")`);
    return { status, errors: stderr.split("\n").filter((line) => line.startsWith("Error")) };
  };
  const CONSTRUCTS = MODULES.filter((name) => name !== "policy");

  test.each(CONSTRUCTS)("%s with an older cdktf", (name) => {
    withJson(join(app, "node_modules", "cdktf", "package.json"), { version: "0.20.12" }, () => {
      const { status, errors } = importing(name);
      expect({ status, errors }).toEqual({
        status: 1,
        errors: [
          "Error: cdktf-audit-trail requires cdktf >=0.21.0 <0.22.0 (found 0.20.12); " +
            'run npm install "cdktf@>=0.21.0 <0.22.0"',
        ],
      });
    });
  });

  test("no provider", () => {
    const provider = join(app, "node_modules", "@cdktf", "provider-aws");
    renameSync(provider, `${provider}-away`);
    try {
      expect(importing("key").errors).toEqual([
        "Error: cdktf-audit-trail requires @cdktf/provider-aws >=20.1.0 <22.0.0 (found none); " +
          'run npm install "@cdktf/provider-aws@>=20.1.0 <22.0.0"',
      ]);
      expect(importing("policy").status).toBe(0);
    } finally {
      renameSync(`${provider}-away`, provider);
    }
  });

  test("canary without the AWS SDK", () => {
    const { status, stdout, stderr } = tryRun(app, "audit-trail", "canary", "--environment", "audit");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(
      /^audit-trail canary requires packages that are not installed; run npm install (@aws-sdk\/[\w-]+@"\^[\d.]+" ?){7}\n$/,
    );
  });

  test("a folder without a synthesized app", () => {
    expect(tryRun(app, "audit-trail", "controls", "--outdir", "other")).toEqual({
      status: 2,
      stdout: "",
      stderr: "other contains no synthesized app; run npx cdktf synth, or give its folder with --outdir\n",
    });
  });
});

test.each(["--help", "--version", ...TOOL.commands.map(({ name }) => `${name} --help`)])(
  "audit-trail %s requires no other package",
  (words) => {
    expect(tryRun(app, "audit-trail", ...words.split(" "))).toMatchObject({ status: 0, stderr: "" });
  },
);

test("the oldest packages of the peer ranges do", () => {
  const least = (name: string) => `${name}@${/>=(\S+)/.exec(peerDependencies![name]!)![1]}`;
  const peers = ["cdktf", "constructs", "@cdktf/provider-aws"].map(least);
  initProject(oldest, [packed.tarball, ...peers], ["typescript@5.9", "ts-node", "@types/node@20"]);
  writeFileSync(join(oldest, "main.ts"), README.program);
  run(oldest, "ts-node", "main.ts");
  expect(existsSync(join(oldest, "cdktf.out", "stacks", "audit", "cdk.tf.json"))).toBe(true);
});
