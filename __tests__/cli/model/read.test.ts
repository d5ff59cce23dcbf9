import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../cli/framework/user-error";
import { environmentsOf, readFolder } from "../../../cli/model/folder";
import { auditBucketsOf } from "../../../cli/model/audit-buckets";
import { readAllStacks, readEnvironments, readStacks } from "../../../cli/model/read";
import { DENY_PLAIN_HTTP, labelled, PROVIDER, trailStack, withStacks, type Stacks } from "../../support/stack-folder";

const STACK = { provider: PROVIDER };

/** Expects one line that says what is wrong; FOLDER in it stands for the folder. */
async function expectProblem(stacks: Stacks, message: string, prepare: (outdir: string) => void = () => {}) {
  await withStacks(stacks, (outdir) => {
    prepare(outdir);
    expect(() => readStacks(outdir, "dev")).toThrow(new UserError(message.replaceAll("FOLDER", outdir)));
  });
}

test("environments are named once each, in order", async () => {
  const stacks = { "prod-trail": STACK, "dev-archive": STACK, "dev-trail": STACK };
  await withStacks(stacks, (outdir) => expect(environmentsOf(readFolder(outdir))).toEqual(["dev", "prod"]));
});

test("an environment's stacks are those whose label names it, in the order of their names", async () => {
  const stacks = {
    zoo: { ...STACK, ...labelled("prod") },
    "prod-archive": { ...STACK, ...labelled("prod") },
    "prod-eu-archive": { ...STACK, ...labelled("prod-eu") },
    prod: { ...STACK, ...labelled("prod-eu") },
  };
  await withStacks(stacks, (outdir) => {
    const names = (environment: string) => readStacks(outdir, environment).map(({ name }) => name);
    expect(environmentsOf(readFolder(outdir))).toEqual(["prod", "prod-eu"]);
    expect(names("prod")).toEqual(["prod-archive", "zoo"]);
    expect(names("prod-eu")).toEqual(["prod", "prod-eu-archive"]);
    expect(readAllStacks(outdir)).toHaveLength(4);
  });
});

test.each([[{}], [{ "//": "a comment" }], [{ "//": { "audit-trail": { environment: 5 } } }]])(
  "a stack without a label, with %j, is an environment of its own",
  async (comment) => {
    await withStacks({ "prod-trail": { ...STACK, "//": undefined, ...comment } }, (outdir) => {
      expect(readStacks(outdir, "prod-trail")).toMatchObject([{ name: "prod-trail", environment: "prod-trail" }]);
    });
  },
);

test("an environment can be read beside a stack of others that the tool cannot judge", async () => {
  await withStacks({ "dev-trail": STACK, network: { provider: { aws: [{ region: "eu-central-1" }] } } }, (outdir) => {
    expect(readStacks(outdir, "dev")).toHaveLength(1);
  });
});

test("stacks without a label and a trail are no environments, and their buckets are none of an audit trail", async () => {
  const network = { provider: { aws: [{ region: "eu-central-1" }] }, "//": {} };
  const website = { provider: PROVIDER, resource: { aws_s3_bucket: { Site: { bucket: "site" } } }, "//": {} };
  const audit = { ...trailStack(DENY_PLAIN_HTTP), "//": {} };
  await withStacks({ audit, network, website }, (outdir) => {
    expect(readEnvironments(outdir, undefined).map(({ name }) => name)).toEqual(["audit"]);
    expect(auditBucketsOf(outdir, [])).toEqual(["audit-logs"]);
    const message = "website must contain a trail, found none";
    expect(() => readEnvironments(outdir, "website")).toThrow(message);
  });
  await withStacks({ website }, (outdir) => {
    expect(() => readEnvironments(outdir, undefined)).toThrow("website must contain a trail, found none");
  });
});

test("a stack's parts are read, providers by alias", async () => {
  const provider = {
    aws: [PROVIDER.aws[0], { alias: "replica", region: "us-west-2", allowed_account_ids: ["444455556666"] }],
  };
  const stack = {
    provider,
    resource: { aws_s3_bucket: { Logs: { bucket: "logs" } } },
    data: { terraform_remote_state: { State: { backend: "s3", config: { key: "k" } } } },
    output: { name: { value: "x" } },
    terraform: { backend: { s3: { bucket: "b" } } },
    moved: [{ from: "aws_s3_bucket.Old", to: "aws_s3_bucket.Logs" }],
  };
  await withStacks({ "dev-archive": stack }, (outdir) => {
    expect(readStacks(outdir, "dev")).toEqual([
      {
        name: "dev-archive",
        environment: "dev",
        folder: join(outdir, "stacks/dev-archive"),
        resources: stack.resource,
        moved: stack.moved,
        remoteStates: stack.data.terraform_remote_state,
        outputs: stack.output,
        providers: {
          "": { region: "eu-central-1", account: "111122223333" },
          replica: { region: "us-west-2", account: "444455556666" },
        },
        backend: stack.terraform.backend,
      },
    ]);
  });
});

describe("what cannot be read is a problem", () => {
  test("no manifest", async () => {
    const missing = (outdir: string) => rmSync(join(outdir, "manifest.json"));
    await expectProblem(
      { "dev-trail": STACK },
      "FOLDER contains no synthesized app; run npm run synth, or give its folder with --outdir",
      missing,
    );
  });

  test("no folder at all", () => {
    expect(() => readFolder("no/such/folder")).toThrow(
      new UserError(
        `no/such/folder does not exist in ${process.cwd()}; run npm run synth, or give its folder with --outdir`,
      ),
    );
    expect(() => readFolder("/no/such")).toThrow("/no/such does not exist; run");
  });

  test("a file in the place of the folder", () => {
    expect(() => readFolder("package.json")).toThrow("package.json is a file, not a synthesized folder; run");
  });

  test("a folder that another option names", () => {
    expect(() => readFolder("/no/such", "give another")).toThrow(
      new UserError("/no/such does not exist; give another"),
    );
  });

  test("a folder without a stack", () => expectProblem({}, "FOLDER/manifest.json lists no stacks; run npm run synth"));

  test("an environment that is not there", async () => {
    await expectProblem(
      { "prod-trail": STACK, "test-trail": STACK },
      'FOLDER has no environment "dev"; it has prod, test; run npm run synth to write all environments',
    );
  });

  test("an environment whose name is misspelled", async () => {
    await withStacks({ "prod-trail": STACK, "test-trail": STACK }, (outdir) =>
      expect(() => readStacks(outdir, "pord")).toThrow(
        /no environment "pord"; it has prod, test; did you mean prod\?$/,
      ),
    );
  });

  test("a file that is gone", async () => {
    const file = (outdir: string) => join(outdir, "stacks/dev-trail/cdk.tf.json");
    await withStacks({ "dev-trail": STACK }, (outdir) => {
      rmSync(file(outdir));
      expect(() => readStacks(outdir, "dev")).toThrow(
        new UserError(
          `${file(outdir)} cannot be read as Terraform JSON ` +
            `(ENOENT: no such file or directory, open '${file(outdir)}'); run npm run synth`,
        ),
      );
    });
  });

  test.each(["a b", "$(id)", "", "-x"])("an environment that is called %j", async (name) => {
    await expectProblem(
      { "dev-trail": { ...STACK, ...labelled(name) } },
      `FOLDER has the environment ${JSON.stringify(name)}; ` +
        'a name must consist of letters, digits, ".", "_" and "-", and must not begin with "." or "-"',
    );
  });

  test("broken JSON, in one line", async () => {
    await withStacks({ "dev-trail": '{\n  "provider": }\n}' }, (outdir) => {
      expect(() => readStacks(outdir, "dev")).toThrow(/^\S+cdk\.tf\.json cannot be read as Terraform JSON \(.+\);.*$/);
    });
  });

  test.each(["null", "[]", '"text"'])("JSON that is no object: %s", async (text) => {
    await expectProblem(
      { "dev-trail": text },
      "FOLDER/stacks/dev-trail/cdk.tf.json cannot be read as Terraform JSON (it is not an object); run npm run synth",
    );
  });

  test.each([
    ["no account", { region: "eu-central-1" }, "aws"],
    ["no Region", { allowed_account_ids: ["111122223333"] }, "aws"],
    ["an empty list of accounts", { alias: "replica", region: "eu-central-1", allowed_account_ids: [] }, "replica"],
  ])("a provider with %s", async (_, provider, name) => {
    await expectProblem(
      { "dev-trail": { provider: { aws: [provider] } } },
      `FOLDER/stacks/dev-trail/cdk.tf.json: provider "${name}" must name its region and allowed_account_ids`,
    );
  });
});

describe("a folder beside its sources", () => {
  const source = (outdir: string, path: string, seconds: number) => {
    const file = join(outdir, "..", path);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "");
    const now = Date.now() / 1000;
    utimesSync(file, now + seconds, now + seconds);
  };

  test.each(["main.ts", "environments/prod.ts", "stacks/trail-stack.ts", "modules/key/statements/readers.ts"])(
    "is refused where %s is newer",
    async (path) => {
      await withStacks({ "dev-trail": STACK }, (outdir) => {
        source(outdir, path, 60);
        expect(() => readStacks(outdir, "dev")).toThrow(
          new UserError(`${outdir} is older than ${join(outdir, "..", path)}; run npm run synth`),
        );
      });
    },
  );

  test.each([
    ["an older source", "modules/key/key.ts", -60],
    ["a newer file that is no source", "docs/readme.md", 60],
    ["a newer hidden file", "modules/.saved.ts", 60],
  ])("is read beside %s", async (_, path, seconds) => {
    await withStacks({ "dev-trail": STACK }, (outdir) => {
      source(outdir, path, seconds);
      expect(readStacks(outdir, "dev")).toHaveLength(1);
    });
  });

  test("is read beside an editor's lock, a link without a target", async () => {
    await withStacks({ "dev-trail": STACK }, (outdir) => {
      source(outdir, "environments/prod.ts", -60);
      symlinkSync("someone@host.1234", join(outdir, "..", "environments", ".#prod.ts"));
      symlinkSync("nowhere", join(outdir, "..", "environments", "gone.ts"));
      expect(readStacks(outdir, "dev")).toHaveLength(1);
    });
  });
});
