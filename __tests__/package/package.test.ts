import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, posix, resolve } from "node:path";
import { TOOL } from "../../cli/main";
import { initProject, packed, readmeSteps, run, runBlock, tryRun, withJson } from "../support/consumer";

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

/** What `cdktf init` installs today. */
const INITIAL = {
  dependencies: ["cdktf@latest", "constructs@10"],
  development: ["@types/node", "typescript", "jest", "@types/jest", "ts-jest", "ts-node"],
};

const scratch = mkdtempSync(join(tmpdir(), "audit-trail-package-"));
/** As `cdktf init` makes it today, then by the words of the README. */
const app = join(scratch, "app");
/** With the oldest packages that the peer ranges take. */
const oldest = join(scratch, "oldest");

const { tarball, files, size } = packed();
beforeAll(async () => {
  copyFileSync(tarball, join(scratch, basename(tarball)));
  const peers = ["cdktf", "constructs", "@cdktf/provider-aws"].map(
    (name) => `${name}@${/>=(\S+)/.exec(peerDependencies![name]!)![1]}`,
  );
  await Promise.all([
    initProject(app, INITIAL.dependencies, [...INITIAL.development, "tsx@4", "typescript-7@npm:typescript@7"]).then(
      () => runBlock(app, README.installs),
    ),
    initProject(oldest, [tarball, ...peers], ["typescript@5.9", "ts-node", "@types/node@20"]),
  ]);
  for (const folder of [app, oldest]) writeFileSync(join(folder, "main.ts"), README.program);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));

describe("the package", () => {
  test("holds the compiled modules, their declarations and the command, and nothing else", () => {
    const others = files.filter(
      (file) => !/^dist\/(cli\/.+\.(js|css)|modules\/.+(\.js|\.d\.ts)|package\/\w+\.js)$/.test(file),
    );
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "bin/audit-trail.js",
      "dist/stacks/names.js",
      "package.json",
    ]);
    const sources = readdirSync(join(ROOT, "modules"), { recursive: true, encoding: "utf8" });
    const compiled = sources.filter((file) => file.endsWith(".ts")).map((file) => `dist/modules/${file.slice(0, -3)}`);
    const declarations = files.filter((file) => file.endsWith(".d.ts"));
    expect(declarations.sort()).toEqual(compiled.map((file) => `${file}.d.ts`).sort());
    expect(files).toEqual(expect.arrayContaining(compiled.map((file) => `${file}.js`)));
  });

  test("is under 1 MB", () => {
    expect(size).toBeLessThan(1_000_000);
  });

  test("has every file that its files require, and of other packages only those that it names", () => {
    const folder = join(app, "node_modules", "cdktf-audit-trail");
    // What runs in AWS Lambda has its packages there.
    const scripts = files.filter((file) => file.endsWith(".js") && !file.includes("/handler/"));
    const missing = scripts.flatMap((file) =>
      requiredBy(join(folder, file))
        .filter((name) => !isThere(file, name) && !CHECKOUT_ONLY.includes(name))
        .map((name) => `${file}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Loaded behind a check that the sources are there. */
const CHECKOUT_ONLY = ["./build.js", "../../environments", "../../environments/schema"];

function requiredBy(file: string): string[] {
  return [...readFileSync(file, "utf8").matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!);
}

function isThere(file: string, name: string): boolean {
  if (!name.startsWith(".")) {
    const known = [...builtinModules, ...Object.keys({ ...dependencies, ...peerDependencies })];
    return name.startsWith("node:") || known.some((one) => name === one || name.startsWith(`${one}/`));
  }
  const path = posix.join(posix.dirname(file), name);
  return ["", ".js", "/index.js"].some((end) => files.includes(`${path}${end}`));
}

const stackFile = (folder: string) => join(folder, "cdktf.out", "stacks", "audit", "cdk.tf.json");

function resourcesIn(folder: string): Readonly<Record<string, object>> {
  const { resource } = JSON.parse(readFileSync(stackFile(folder), "utf8")) as Record<string, Record<string, object>>;
  return resource!;
}

describe("an app by the words of the README", () => {
  const synthesized = () => readFileSync(stackFile(app), "utf8");

  test("is synthesized by ts-node, and the command reads it", async () => {
    expect(README.packs).toBe("npm pack --pack-destination ..\n");
    const [synth, ...commands] = README.runs.trim().split("\n");
    await runBlock(app, synth!);
    expect(Object.keys(resourcesIn(app))).toEqual(
      expect.arrayContaining(["aws_cloudtrail", "aws_kms_key", "aws_s3_bucket_policy"]),
    );
    expect(commands).toEqual(["npx audit-trail matrix", "npx audit-trail controls"]);
    const matrix = await tryRun(app, "bash", "-c", commands[0]!);
    expect(matrix).toMatchObject({ status: 0, stderr: "" });
    expect(matrix.stdout).toMatch(/^audit: who can do what/);
    const { status, stdout, stderr } = await tryRun(app, "bash", "-c", commands[1]!);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^Controls of all frameworks/);
    expect([0, 1]).toContain(status);
  });

  test("compiles as its project does, with the tests that come with it", async () => {
    expect(await tryRun(app, "tsc", "--noEmit")).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  test("is synthesized by tsx to the same JSON", async () => {
    const before = synthesized();
    rmSync(join(app, "cdktf.out"), { recursive: true });
    await run(app, "tsx", "main.ts");
    expect(synthesized()).toBe(before);
  });

  const STRICT = "--noEmit --strict --exactOptionalPropertyTypes --skipLibCheck false --target ES2022";
  const check = (compiler: string, ...args: readonly string[]) =>
    tryRun(app, "node", `node_modules/${compiler}/bin/tsc`, ...STRICT.split(" "), ...args);

  test.each([
    ["node10", "typescript", "--module CommonJS --moduleResolution node10"],
    ["node16", "typescript-7", "--module Node16 --moduleResolution Node16 --ignoreConfig"],
    ["bundler", "typescript-7", "--module ESNext --moduleResolution Bundler --ignoreConfig"],
  ])("passes strict type checks with resolution %s, every module included", async (_, compiler, options) => {
    const every = MODULES.map((name) => `import * as ${name} from "cdktf-audit-trail/${name}";\n`).join("");
    writeFileSync(join(app, "every.ts"), `${every}export const modules = { ${MODULES.join(", ")} };\n`);
    expect(await check(compiler, ...options.split(" "), "main.ts", "every.ts")).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("is the same in a project of ES modules, with the import that the README names", async () => {
    const folder = join(app, "esm");
    mkdirSync(folder);
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const [, path = ""] = /import `(\S+)`, and run\n`npx tsx main\.ts`/.exec(README.section) ?? [];
    writeFileSync(join(folder, "main.ts"), README.program.replace("@cdktf/provider-aws/lib/provider", path));
    expect(path).toMatch(/\.js$/);
    const types = "--module NodeNext --moduleResolution NodeNext --ignoreConfig esm/main.ts";
    expect(await check("typescript-7", ...types.split(" "))).toEqual({ status: 0, stdout: "", stderr: "" });
    await runBlock(folder, `${join(app, "node_modules", ".bin", "tsx")} main.ts`);
    expect(resourcesIn(folder)).toEqual(resourcesIn(app));
  });

  test("a wrong option does not compile", async () => {
    writeFileSync(join(app, "wrong.ts"), README.program.replace("  account,\n", "  account,\n  bucket: account,\n"));
    const { status, stdout } = await check("typescript-7", "--module", "Node16", "--ignoreConfig", "wrong.ts");
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringMatching(/^wrong\.ts.+'bucket' does not exist/),
    });
  });
});

describe("importing", () => {
  const evaluate = async (code: string, ...options: readonly string[]) =>
    JSON.parse((await run(app, "node", ...options, "-e", code)).stdout) as unknown;

  test("from ES modules, the root has what each module has", async () => {
    const code = `
      import * as root from "cdktf-audit-trail";
      const all = await Promise.all(${JSON.stringify(MODULES)}.map((name) => import("cdktf-audit-trail/" + name)));
      const names = (one) => Object.keys(one).filter((name) => !/^(default|module.exports|__esModule)$/.test(name));
      console.log(JSON.stringify({ root: names(root).sort(), all: all.flatMap(names).sort() }));`;
    const names = (await evaluate(code, "--input-type=module")) as { readonly root: string[]; readonly all: string[] };
    expect(names.root).toEqual(names.all);
    expect(names.root).toEqual(
      expect.arrayContaining(["AuditTrail", "Bucket", "Key", "Trail", "LogReaderRole", "renderPolicy"]),
    );
  });

  test("loads nothing but the app's own packages", async () => {
    const code = 'require("cdktf-audit-trail"); console.log(JSON.stringify(Object.keys(require.cache)))';
    const packages = ((await evaluate(code)) as string[]).map(
      (file) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1],
    );
    expect([...new Set(packages)].sort()).toEqual(["@cdktf/provider-aws", "cdktf", "cdktf-audit-trail", "constructs"]);
  });
});

describe("what is missing or of another version is one line that says what to do", () => {
  const importing = async (name: string) => {
    const { status, stderr } = await tryRun(app, "node", "-e", `require("cdktf-audit-trail/${name}")`);
    return { status, errors: stderr.split("\n").filter((line) => line.startsWith("Error")) };
  };
  const CONSTRUCTS = MODULES.filter((name) => {
    const folder = join(ROOT, "modules", name);
    const sources = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    return sources.some((file) => readFileSync(join(folder, file), "utf8").includes('from "cdktf"'));
  });

  test.each(CONSTRUCTS)("%s with an older cdktf", async (name) => {
    await withJson(join(app, "node_modules", "cdktf", "package.json"), { version: "0.20.12" }, async () => {
      const { status, errors } = await importing(name);
      expect({ status, errors }).toEqual({
        status: 1,
        errors: [
          "Error: cdktf-audit-trail requires cdktf >=0.21.0 <0.25.0 (found 0.20.12); " +
            'run npm install "cdktf@>=0.21.0 <0.25.0"',
        ],
      });
    });
  });

  test("no provider", async () => {
    const provider = join(app, "node_modules", "@cdktf", "provider-aws");
    renameSync(provider, `${provider}-away`);
    try {
      expect((await importing("key")).errors).toEqual([
        "Error: cdktf-audit-trail requires @cdktf/provider-aws >=20.1.0 <26.0.0 (found none); " +
          'run npm install "@cdktf/provider-aws@>=20.1.0 <26.0.0"',
      ]);
      expect((await importing("policy")).status).toBe(0);
    } finally {
      renameSync(`${provider}-away`, provider);
    }
  });

  test.each(["verify", "canary", "report"])("%s without the AWS SDK", async (command) => {
    const { status, stdout, stderr } = await tryRun(app, "audit-trail", command, "--environment", "audit");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    const [reason, install] = stderr.split("; run npm install ");
    expect(reason).toBe(`audit-trail ${command} requires packages that are not installed`);
    const packages = Object.entries(peerDependencies!).filter(([name]) => name.startsWith("@aws-sdk/"));
    expect(install).toBe(`${packages.map(([name, version]) => `${name}@"${version}"`).join(" ")}\n`);
  });

  test("a folder without a synthesized app", async () => {
    expect(await tryRun(app, "audit-trail", "controls", "--outdir", "other")).toEqual({
      status: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /^other does not exist in \S+; run npx cdktf synth, or give its folder with --outdir\n$/,
      ),
    });
  });
});

test.each(["--help", "--version", ...TOOL.commands.map(({ name }) => `${name} --help`)])(
  "audit-trail %s requires no other package",
  async (words) => {
    expect(await tryRun(app, "audit-trail", ...words.split(" "))).toMatchObject({ status: 0, stderr: "" });
  },
);

test("the README's app works with the oldest packages of the peer ranges", async () => {
  await run(oldest, "ts-node", "main.ts");
  expect(Object.keys(resourcesIn(oldest))).toContain("aws_cloudtrail");
});
