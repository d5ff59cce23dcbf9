import { placeOfLog, serviceFolderOf } from "../../../modules/log-keys";
import type { StoredFile } from "./store";

/** The accounts and Regions to look at. An empty list is no limit. */
export interface Scope {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

export function isInScope({ accounts, regions }: Scope, account: string, region: string): boolean {
  const isAccount = accounts.length === 0 || accounts.includes(account);
  return isAccount && (regions.length === 0 || regions.includes(region));
}

export interface FileGroup<File extends StoredFile> {
  /** What the user of `groupFiles` keeps apart. */
  readonly root: string;
  readonly folder: string;
  readonly account: string;
  readonly region: string;
  readonly files: File[];
}

/** Sorts files by account and Region. Others are strays, unless they are of another service. */
export function groupFiles<File extends StoredFile & { readonly root: string }>(files: readonly File[], scope: Scope) {
  const groups = new Map<string, FileGroup<File>>();
  const strays: File[] = [];
  for (const file of files) {
    const place = placeOfLog(file.key);
    if (place === undefined) {
      if (isNoOtherService(file.key)) strays.push(file);
      continue;
    }
    const { accountFolder: folder, account, region } = place;
    if (!isInScope(scope, account, region)) continue;
    const name = JSON.stringify([file.root, folder, region]);
    const group = groups.get(name) ?? { root: file.root, folder, account, region, files: [] };
    group.files.push(file);
    groups.set(name, group);
  }
  return { groups: [...groups.values()], strays };
}

function isNoOtherService(key: string): boolean {
  const service = serviceFolderOf(key);
  return service === undefined || service.startsWith("CloudTrail");
}
