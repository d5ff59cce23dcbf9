import type { Partially } from "../../modules/limits/option-problem";
import type { Environment } from "./rule";
import type { EnvironmentConfig } from "./environment";

interface ReaderWithPath {
  /** `readers[0]` */
  readonly path: string;
  readonly reader: Partially<EnvironmentConfig["readers"][number]>;
  /** The account of the role. */
  readonly account: string | undefined;
}

/** The readers of the log bucket and of its copy. */
export function readersWithPaths({ accounts, readers = [], replica }: Environment): ReaderWithPath[] {
  const archive = accounts?.archive?.id;
  const lists = [
    { path: "readers", list: readers, account: archive },
    { path: "replica.readers", list: replica?.readers ?? [], account: replica?.account?.id ?? archive },
  ];
  return lists.flatMap(({ path, list, account }) =>
    // The schema may have refused an item.
    list.flatMap((reader, index) => (reader ? [{ path: `${path}[${index}]`, reader, account }] : [])),
  );
}
