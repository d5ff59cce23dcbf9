import { Token, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { LogReaderRole, type LogReaderRoleProps } from "../access";
import { SCOPE_OPTIONS, type LogScope, type ReaderScope } from "../access/log-scope";
import { TRUST_OPTIONS } from "../access/trust";
import { constructId } from "../ids";
import type { KeysOf } from "../known-options";
import type { TrailDelivery } from "../bucket/delivery-statements";
import { parseArn, type Location } from "../policy";
import type { RoleOptions } from "../role";
import type { Tags } from "../tags";
import { assertValid, notList } from "../validation";
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
  assertValid(scope, [notList(option, readers)]);
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

/** Readers limited to accounts of which no trail delivers into the bucket. Known at synth. */
export function unrecordedReaders(
  readers: readonly ArchiveReader[],
  deliveries: readonly TrailDelivery[],
  option: string,
): string[] {
  // The trail of an organization records accounts that nobody lists here.
  if (deliveries.length === 0 || deliveries.some(({ organizationId }) => organizationId !== undefined)) return [];
  const recorded = new Set(deliveries.flatMap(({ trailArns }) => trailArns.map((arn) => parseArn(arn)?.account)));
  return readers.flatMap(({ accounts = "all" }, index) =>
    (accounts === "all" ? [] : accounts)
      .filter((account) => !Token.isUnresolved(account) && !recorded.has(account))
      .map(
        (account) =>
          `${option}[${index}].accounts must be accounts whose trails deliver here ` +
          `(${[...recorded].join(", ")}), got "${account}"`,
      ),
  );
}
