import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { AwsOptions } from "../../../cli/aws/clients";
import { dev } from "../../fixtures/environments/dev";
import { awsError, fakeAws } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { NOWHERE, resultOf, verified } from "../../support/verified";

const REAL = "arn:aws:kms:eu-central-1:111122223333:key/real";

describe("what Terraform says, with a script in its place", () => {
  const bin = mkdtempSync(join(tmpdir(), "audit-trail-test-"));
  const before = process.env["PATH"];
  let folder: ReturnType<typeof synthesizedFolder>;

  beforeEach(() => {
    folder = synthesizedFolder(dev);
  });

  afterEach(() => {
    process.env["PATH"] = before;
    folder.remove();
  });

  afterAll(() => rmSync(bin, { recursive: true }));

  /** Verifies with a `terraform` that runs this shell script; `undefined`: none is on the PATH. */
  const verify = (script: string | undefined, drift = false) => {
    if (script !== undefined) {
      writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, "terraform"), 0o755);
    }
    process.env["PATH"] = script === undefined ? join(bin, "none") : `${bin}${delimiter}${before}`;
    const connect = (options: AwsOptions) =>
      fakeAws((operation) => {
        if (operation === "GetCallerIdentity") return { Account: dev.accounts.archive.id };
        return operation === "DescribeKey" ? { KeyMetadata: { Arn: REAL } } : awsError("AccessDenied", 403);
      })(options);
    return verified({ outdir: folder.outdir, environment: "dev", endpoint: NOWHERE, connect, drift });
  };
  const initialize = (...stacks: string[]) =>
    stacks.forEach((stack) => mkdirSync(join(folder.outdir, "stacks", stack, ".terraform")));
  const keyFound = async (script: string | undefined) => {
    initialize("dev-archive");
    const { state, found } = resultOf(await verify(script), "key.terraform");
    return `${state}: ${found}`;
  };
  const output = (arn: string) => `echo '{"key_arn":{"value":"${arn}","type":"string"}}'`;

  test("the key that Terraform created is the one behind the alias, or not", async () => {
    expect(await keyFound(output(REAL))).toBe(`pass: ${REAL}`);
  });

  test("another key behind the alias fails", async () => {
    expect(await keyFound(output("arn:aws:kms:eu-central-1:111122223333:key/made"))).toBe(
      "fail: Terraform created arn:aws:kms:eu-central-1:111122223333:key/made",
    );
  });

  test("a state without the output fails", async () => {
    expect(await keyFound("echo '{}'")).toBe("fail: Terraform's state has no output key_arn");
  });

  test("what Terraform says is wrong is the reason to skip", async () => {
    expect(await keyFound("printf '╷\\n│ Error: No valid credential sources found\\n│ more\\n' >&2; exit 1")).toBe(
      "skipped: terraform output failed: Error: No valid credential sources found",
    );
  });

  test("without Terraform on the PATH it is skipped", async () => {
    expect(await keyFound(undefined)).toBe(
      "skipped: terraform output failed: terraform not found on PATH: " +
        "install Terraform 1.10 or later, developer.hashicorp.com/terraform/install",
    );
  });

  test("a stack that is not initialized is skipped", async () => {
    const { state, found } = resultOf(await verify("exit 9"), "key.terraform");
    const stack = join(folder.outdir, "stacks", "dev-archive");
    expect({ state, found }).toEqual({ state: "skipped", found: `${stack} is not initialized by terraform init` });
  });

  describe("drift", () => {
    const plan = (lines: readonly object[], status: number) =>
      [...lines.map((line) => `echo '${JSON.stringify(line)}'`), `exit ${status}`].join("\n");
    const drift = async (script: string) => {
      initialize("dev-archive");
      return resultOf(await verify(script, true), "drift.dev-archive");
    };

    test("no changes pass", async () => {
      expect(await drift(plan([{ type: "version" }], 0))).toMatchObject({ state: "pass", found: "no changes" });
    });

    test("changes fail, each named", async () => {
      const change = (action: string, addr: string) => ({
        type: "planned_change",
        change: { action, resource: { addr } },
      });
      const changes = [change("update", "aws_kms_key.Key"), change("delete", "aws_s3_bucket.Logs")];
      expect(await drift(plan([...changes, { type: "other" }], 2))).toMatchObject({
        state: "fail",
        found: "2 to change",
        details: ["update: aws_kms_key.Key", "delete: aws_s3_bucket.Logs"],
      });
    });

    test("a plan that fails is unknown, with Terraform's word", async () => {
      const error = { "@level": "error", "@message": "Error: no state" };
      expect(await drift(plan([error], 1))).toMatchObject({
        state: "unknown",
        found: "terraform plan failed: Error: no state",
      });
    });

    test("is looked for on request only, and in initialized stacks only", async () => {
      initialize("dev-archive");
      const without = resultOf(await verify(plan([], 2)), "drift.dev-archive");
      expect(without).toMatchObject({ state: "skipped", found: "run with --drift" });
      expect(resultOf(await verify(plan([], 2), true), "drift.dev-trail").state).toBe("skipped");
    });
  });
});
