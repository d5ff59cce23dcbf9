import { DataTerraformRemoteStateS3, LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { arnsIn } from "../modules/policy";
import { stackName, stateKey, stateKeyAlias, type StackKind } from "./names";

/** Keeps a stack's state in the environment's state bucket: encrypted, with a native lock file beside it. */
export function keepStateRemotely(stack: TerraformStack, environment: EnvironmentConfig, kind: StackKind): void {
  const backend = new S3Backend(stack, {
    ...location(environment, kind),
    encrypt: true,
    kmsKeyId: stateKeyArn(environment),
  });
  // Missing from cdktf 0.21's types. Terraform 1.10 and later.
  backend.addOverride("use_lockfile", true);
}

/** Keeps a stack's state in a file beside `cdktf.out`: for the state store itself, before its bucket exists. */
export function keepStateLocally(stack: TerraformStack, environment: EnvironmentConfig, kind: StackKind): void {
  // Relative to the stack's folder in cdktf.out, and out of it: every synth may remove that folder.
  new LocalBackend(stack, { path: `../../../terraform.${stackName(environment.name, kind)}.tfstate` });
}

/** Reads what AWS invented in another stack. */
export function readState(stack: TerraformStack, environment: EnvironmentConfig, kind: StackKind) {
  const id = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}State`;
  return new DataTerraformRemoteStateS3(stack, id, location(environment, kind));
}

function location(environment: EnvironmentConfig, kind: StackKind) {
  const { name, region, accounts, state } = environment;
  const { id, assumeRole } = accounts.archive;
  return {
    bucket: state.bucketName,
    key: stateKey(name, kind),
    region,
    allowedAccountIds: [id],
    ...(assumeRole && { assumeRole: { roleArn: assumeRole } }),
  };
}

/** By its alias, which is known before AWS invents the key's id. */
export function stateKeyArn({ name, region, accounts }: EnvironmentConfig): string {
  return arnsIn({ account: accounts.archive.id, region }).alias(stateKeyAlias(name));
}
