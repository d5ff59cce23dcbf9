import * as fc from "fast-check";
import type { EnvironmentConfig } from "../../environments/schema";
import { ACCOUNTS, maybe, optional, type TestContext } from "./arbitraries";

type QueryConfig = NonNullable<EnvironmentConfig["query"]>;

/** None without readers, who are those that query. */
export function arbitraryQuery(on: TestContext): fc.Arbitrary<QueryConfig | undefined> {
  const { bucketNames, roleNames, readerCount, regions, ofOrganization, audited } = on;
  if (readerCount === 0) return fc.constant(undefined);
  const some = (values: readonly string[]) => maybe(fc.subarray([...values], { minLength: 1 }));
  return optional<QueryConfig>({
    bucketName: fc.constant(bucketNames[4]!),
    expireAfterDays: maybe(fc.integer({ min: 1, max: 36500 })),
    readers: some(roleNames.slice(1, 1 + readerCount)),
    accounts: some(ofOrganization ? ACCOUNTS : audited),
    regions: some(regions),
    maxScanGigabytes: maybe(fc.integer({ min: 1, max: 1_000_000 })),
  });
}
