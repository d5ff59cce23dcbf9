import { partitionOf } from "../../modules/policy";
import { recordedIds } from "./audited";
import type { Rule } from "./rule";

/** A workgroup that nobody uses is only something to attack. */
const somebodyQueries: Rule = ({ query, readers }) => [
  query !== undefined &&
    readers?.length === 0 && {
      path: "query",
      message: "requires readers, whose roles query the logs that they read, got none",
    },
];

const queryingRolesAreReaders: Rule = ({ query, readers = [] }) => {
  const names = readers.map((reader) => reader?.roleName);
  // The schema may have refused a name.
  if (names.length === 0 || names.includes(undefined)) return [];
  return (query?.readers ?? []).map((role, at) => {
    const path = `query.readers[${at}]`;
    const same = (query?.readers ?? []).indexOf(role);
    if (role !== undefined && !names.includes(role)) {
      return { path, message: `must be the roleName of one of readers (${names.join(", ")}), got "${role}"` };
    }
    return (
      role !== undefined && same < at && { path, message: `must differ from query.readers[${same}], got "${role}"` }
    );
  });
};

/** Of an account without log files, nothing is found: it would look as if nothing had happened. */
const queriedAccountsAreRecorded: Rule = (environment) => {
  const recorded = recordedIds(environment);
  return (environment.query?.accounts ?? []).map((account, at) => {
    const isMissing = account !== undefined && recorded !== undefined && !recorded.includes(account);
    const message = `must be an account that the trail records (${recorded?.join(", ")}), got "${account}"`;
    return isMissing && { path: `query.accounts[${at}]`, message };
  });
};

const queriedRegionsAreInPartition: Rule = ({ query, region }) =>
  (query?.regions ?? []).map((one, at) => {
    if (one === undefined || region === undefined || partitionOf(one) === partitionOf(region)) return undefined;
    return { path: `query.regions[${at}]`, message: `must be in partition ${partitionOf(region)}, got "${one}"` };
  });

/** Rules of queries. */
export const QUERY_RULES: readonly Rule[] = [
  somebodyQueries,
  queryingRolesAreReaders,
  queriedAccountsAreRecorded,
  queriedRegionsAreInPartition,
];
