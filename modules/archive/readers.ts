import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { LogReaderRole, type LogReaderRoleProps } from "../access";
import { SCOPE_OPTIONS, type LogScope, type ReaderScope } from "../access/log-scope";
import { TRUST_OPTIONS } from "../access/trust";
import { constructId } from "../ids";
import type { KeysOf } from "../known-options";
import type { Location } from "../policy";
import type { RoleOptions } from "../role";
import type { Tags } from "../tags";
import { assertValid } from "../validation";
import { readerScope } from "./recorded-scope";

/** A role that reads log files of the archive, or of its copy. */
export interface ArchiveReader
  extends
    Omit<LogReaderRoleProps, "logs" | "provider" | "tags" | keyof Location | keyof RoleOptions>,
    Partial<ReaderScope> {
  /** Accounts whose logs the role reads. @default all that `trails` record */
  readonly accounts?: "all" | readonly string[];
}

export const READER_OPTIONS: KeysOf<ArchiveReader> = { ...SCOPE_OPTIONS, ...TRUST_OPTIONS, roleName: true };

/** Where the roles are, and which bucket they read. */
interface Shared extends Location, RoleOptions {
  readonly logs: Pick<LogScope, "bucketName" | "bucketRegion" | "keyArn">;
  /** What the trails record; `undefined` if there are none, or if they deliver into different folders. */
  readonly recorded: ReaderScope | undefined;
  /** The option that names the readers, for errors. */
  readonly option: string;
  readonly provider: TerraformProvider | undefined;
  readonly tags: Tags | undefined;
}

/** Creates a role for each reader. The key and, in another account, the bucket must allow it. */
export function createReaders(
  scope: Construct,
  id: string,
  readers: readonly ArchiveReader[],
  { logs, recorded, option, ...shared }: Shared,
): LogReaderRole[] {
  assertValid(
    scope,
    readers.map(
      ({ accounts }, index) =>
        accounts === undefined &&
        recorded === undefined &&
        `${option}[${index}].accounts must be given if there are no trails, or if they deliver under several prefixes or organizations, got none`,
    ),
  );
  return readers.map(({ accounts, regions, prefix, organizationId, ...role }) => {
    const folders = readerScope({ accounts, regions, prefix, organizationId }, recorded);
    return new LogReaderRole(scope, constructId(id, role.roleName), {
      ...role,
      ...shared,
      logs: { ...logs, ...folders },
    });
  });
}
