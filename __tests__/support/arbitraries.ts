import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";

export const ACCOUNTS = ["111122223333", "444455556666", "123456789012", "555555555555", "777788889999"] as const;

/** What the other options of an environment must fit. */
export interface TestContext {
  readonly isProtected: boolean;
  readonly partition: string;
  /** Home, and another of the same partition. */
  readonly regions: readonly string[];
  readonly archive: string;
  /** At least one. */
  readonly audited: readonly string[];
  readonly replicaAccount: string | undefined;
  /** Of state, logs, access logs and replica. */
  readonly bucketNames: readonly string[];
  /** Of break-glass role and readers. */
  readonly roleNames: readonly string[];
  readonly organization: EnvironmentConfig["organization"];
  /** Whether the trail records the organization, where there is one, and every Region. */
  readonly ofOrganization: boolean;
  readonly multiRegion: boolean;
  readonly lockDays: number | undefined;
  readonly administrators: readonly string[];
  readonly readerCount: number;
  /** Whether the log bucket exists already. */
  readonly bringsBucket: boolean;
}

/** One value, or `undefined`, which `optional` leaves out. */
export const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** A record without the options that are `undefined`, as people write them: shorter to read when one fails. */
export function optional<T extends object>(options: { [Key in keyof T]-?: fc.Arbitrary<T[Key]> }): fc.Arbitrary<T> {
  return fc
    .record<T>(options)
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T);
}
