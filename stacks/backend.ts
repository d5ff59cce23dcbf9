import {
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  S3Backend,
  type TerraformRemoteState,
  type TerraformStack,
} from "cdktf";
import type { EnvironmentConfig } from "../environments/schema";
import { stateKeyAlias, nameBase } from "../modules/derived-names";
import { arnsIn } from "../modules/policy";
import type { EmulatorOptions } from "./emulator";
import { stackName, stateKey, type StackPart } from "./names";

/** Sets a stack's backend: the environment's state bucket, or a local file on an emulator. */
export function configureBackend(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  part: StackPart,
  { emulator }: EmulatorOptions,
): void {
  if (emulator === undefined) keepStateRemotely(stack, environment, part);
  else keepStateLocally(stack, environment, part);
}

/** Keeps a stack's state in the environment's state bucket: encrypted, with a native lock file beside it. */
export function keepStateRemotely(stack: TerraformStack, environment: EnvironmentConfig, part: StackPart): void {
  const backend = new S3Backend(stack, {
    ...location(environment, part),
    encrypt: true,
    kmsKeyId: stateKeyArn(environment),
  });
  // Missing from cdktf 0.21's types. Terraform 1.10 and later.
  backend.addOverride("use_lockfile", true);
}

/** Keeps a stack's state in a file beside `cdktf.out`: for the state store before its bucket exists, and on emulators. */
export function keepStateLocally(stack: TerraformStack, environment: EnvironmentConfig, part: StackPart): void {
  new LocalBackend(stack, { path: stateFile(environment.name, part) });
}

/** Reads outputs of another stack, for values that AWS assigns when it is deployed. */
export function readState(
  stack: TerraformStack,
  environment: EnvironmentConfig,
  part: StackPart,
  { emulator }: EmulatorOptions,
): TerraformRemoteState {
  const id = `${part.charAt(0).toUpperCase()}${part.slice(1)}State`;
  if (emulator !== undefined)
    return new DataTerraformRemoteStateLocal(stack, id, { path: stateFile(environment.name, part) });
  return new DataTerraformRemoteStateS3(stack, id, location(environment, part));
}

/** Relative to the stack's folder. Outside `cdktf.out`, because synthesis may remove that folder. */
export function stateFile(environment: string, part: StackPart): string {
  return `../../../terraform.${stackName(environment, part)}.tfstate`;
}

function location(environment: EnvironmentConfig, part: StackPart) {
  const { name, region, accounts, state } = environment;
  const { id, assumeRole } = accounts.archive;
  return {
    bucket: state.bucketName,
    key: stateKey(name, part),
    region,
    allowedAccountIds: [id],
    ...(assumeRole && { assumeRole: { roleArn: assumeRole } }),
  };
}

/** The ARN of the alias, because AWS assigns the key's id only when it creates the key. */
export function stateKeyArn(environment: EnvironmentConfig): string {
  const { region, accounts } = environment;
  return arnsIn({ account: accounts.archive.id, region }).alias(stateKeyAlias(nameBase(environment)));
}
