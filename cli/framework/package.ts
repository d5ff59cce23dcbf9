import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package that this file belongs to, from its package.json. */
export interface Package {
  readonly folder: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Searches upward for package.json, because compiled files are one folder deeper than the sources. */
export function ownPackage(folder = __dirname): Package {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return ownPackage(dirname(folder));
  return { ...(JSON.parse(readFileSync(file, "utf8")) as Omit<Package, "folder">), folder };
}

/** The package is this repository, with its sources, and not installed in another project. */
export function isCheckout({ folder }: Package = ownPackage()): boolean {
  return existsSync(join(folder, "package-lock.json"));
}

/** The command that writes the synthesized folder. */
export function synthCommand(): string {
  return isCheckout() ? "npm run synth" : "npx cdktf synth";
}
