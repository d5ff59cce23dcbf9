import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CreateUserCommand, DeleteUserCommand, IAMClient } from "@aws-sdk/client-iam";
import * as walkthrough from "../../examples/encrypted-bucket-walkthrough/constants";
import * as secure from "../../examples/secure-cloudtrail-logging/constants";
import type { Location } from "../../modules/policy";
import { applyStacks, initStacks } from "../local/deployment";
import { credentialsOf } from "../emulator/clients";
import { runNote } from "../local/summary";
import { Deployer } from "../terraform/deployer";
import { exampleNames, synthesizeExample } from "../validate/examples";
import { expectSame, expectThat } from "./checks";
import { PATIENCE_MS, providersIn, type TestContext } from "./test-context";

/** A stack, and Terraform for its account. */
export interface Deployed {
  readonly name: string;
  readonly folder: string;
  readonly terraform: Deployer;
}

/** The account and Region of each example. */
export const LOCATIONS: Readonly<Record<string, Location>> = {
  "encrypted-bucket-walkthrough": { account: walkthrough.ACCOUNT, region: walkthrough.REGION },
  "secure-cloudtrail-logging": { account: secure.ACCOUNT, region: secure.REGION },
};

/** Prepares every example, and creates the principals that its policies name. */
export async function prepareExamples(context: TestContext): Promise<Deployed[]> {
  const { scratch, emulator, signal } = context;
  const { endpoint } = emulator;
  expectSame("examples", exampleNames("examples"), Object.keys(LOCATIONS));
  const deployed = Object.entries(LOCATIONS).map(async ([name, { account, region }]) => {
    // The state is next to the output folder.
    const { stacks, failure } = await synthesizeExample(name, join(scratch, name, "cdktf.out"));
    expectThat(failure === undefined, `${name} cannot be synthesized: ${JSON.stringify(failure?.verdict)}`);
    const credentials = await credentialsOf(endpoint, account);
    const terraform = new Deployer({
      cache: providersIn(scratch),
      credentials,
      region,
      endpoint,
      signal,
      patienceMs: PATIENCE_MS,
      keepProvider: true,
    });
    return { name, folder: stacks[0]!.folder, terraform };
  });
  await withIam(endpoint, (iam) => iam.send(new CreateUserCommand({ UserName: secure.ADMIN_USER_NAME })));
  return Promise.all(deployed);
}

/** The user existed before; Terraform did not create it. */
export async function removeUser({ emulator }: TestContext): Promise<void> {
  await withIam(emulator.endpoint, (iam) => iam.send(new DeleteUserCommand({ UserName: secure.ADMIN_USER_NAME })));
}

async function withIam(endpoint: string, work: (iam: IAMClient) => Promise<unknown>): Promise<void> {
  const credentials = await credentialsOf(endpoint, secure.ACCOUNT);
  const iam = new IAMClient({ endpoint, region: secure.REGION, credentials });
  try {
    await work(iam);
  } finally {
    iam.destroy();
  }
}

export async function applyExample({ name, folder, terraform }: Deployed): Promise<string> {
  const stacks = [{ name, folder }];
  await initStacks(stacks, terraform);
  return (await applyStacks(stacks, terraform)).map(runNote).join();
}

/** As in the examples' READMEs: a bucket with logs is destroyed only with `forceDestroy`. */
export async function destroyExample({ folder, terraform }: Deployed): Promise<string> {
  const file = join(folder, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as {
    resource: { aws_s3_bucket: Record<string, { force_destroy?: boolean }> };
  };
  const buckets = Object.values(json.resource.aws_s3_bucket);
  if (buckets.some(({ force_destroy: force }) => force !== true)) {
    buckets.forEach((bucket) => (bucket.force_destroy = true));
    writeFileSync(file, JSON.stringify(json));
    await terraform.apply(folder);
  }
  const { resources } = await terraform.destroy(folder);
  await terraform.end();
  return `${resources} resources`;
}
