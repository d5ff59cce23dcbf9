import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { credentialsOf } from "../../tools/emulator/clients";
import type { Emulator } from "../../tools/emulator/start";
import { Deployer } from "../../tools/terraform/deployer";

export interface Applied {
  /** Applies another version of the stack. */
  change(build: (stack: TerraformStack) => void): Promise<void>;
  /** The text of the second plan, if it has changes. */
  drift(): Promise<string | undefined>;
  /** Removes the folder. What Terraform has made goes with the emulator. */
  leave(): Promise<void>;
  /** Destroys everything, and removes the folder. */
  end(): Promise<void>;
}

const REGION = "eu-central-1";

/** A stack that Terraform has applied to the emulator, with the oldest version of the provider. */
export async function applied(
  { endpoint }: Emulator,
  account: string,
  build: (stack: TerraformStack) => void,
): Promise<Applied> {
  const scratch = mkdtempSync(join(tmpdir(), "applied by terraform "));
  const folder = synthInto(scratch, build);
  const credentials = await credentialsOf(endpoint, account);
  const cache = join(scratch, "providers");
  const terraform = new Deployer({ cache, credentials, region: REGION, endpoint, keepProvider: true });
  const leave = async () => {
    await terraform.end();
    rmSync(scratch, { recursive: true });
  };
  try {
    await terraform.init(folder);
    await terraform.apply(folder);
  } catch (error) {
    await leave();
    throw error;
  }
  return {
    change: async (changed) => {
      synthInto(scratch, changed);
      await terraform.apply(folder);
    },
    drift: () => terraform.drift(folder),
    leave,
    end: async () => {
      await terraform.destroy(folder).finally(leave);
    },
  };
}

/** Synthesizes a stack whose state is a file in the folder. Returns the folder for Terraform. */
export function synthInto(scratch: string, build: (stack: TerraformStack) => void): string {
  const app = new App({ outdir: join(scratch, "out"), stackTraces: false });
  const stack = new TerraformStack(app, "test");
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  new AwsProvider(stack, "Aws", { region: REGION, s3UsePathStyle: true });
  new LocalBackend(stack, { path: join(scratch, "terraform.tfstate") });
  build(stack);
  app.synth();
  return join(app.outdir, "stacks", "test");
}

/** Calls a service of the emulator that no SDK here knows. Returns the answer's JSON. */
export async function callEmulator(
  { target: url }: Emulator,
  account: string,
  [service, action]: readonly [service: string, action: string],
  input: object,
): Promise<Record<string, unknown>> {
  const { accessKeyId, sessionToken } = await credentialsOf(url, account);
  const scope = `${accessKeyId}/20261127/${REGION}/${service}/aws4_request`;
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-security-token": sessionToken,
      "x-amz-target": action,
    },
    body: JSON.stringify(input),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}
