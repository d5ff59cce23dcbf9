import { createRequire } from "node:module";
import { join } from "node:path";
import { isCheckout, ownPackage, type Package } from "./package";

/** Completes "verify requires": the packages that are not installed and how to get them. Undefined for any other error. */
export function missingPackage(error: unknown, own: Package = ownPackage()): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const [, name] = /^Cannot find (?:module|package) '((?:@[^/']+\/)?[^./@'][^/']*)/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const { folder, dependencies, devDependencies = {}, peerDependencies = {} } = own;
  if (isCheckout(own)) {
    const isDevelopment = Object.hasOwn(devDependencies, name);
    return isDevelopment
      ? `the package ${name}, a development dependency that is not installed; run npm ci --include=dev in ${folder}`
      : `the package ${name}, which is not installed; run npm ci, in ${folder}`;
  }
  const ranges = { ...devDependencies, ...peerDependencies, ...dependencies };
  const names = Object.hasOwn(peerDependencies, name) ? missingPeers(own, name) : [name];
  const packages = names.length === 1 ? `the package ${name}, which is` : "packages that are";
  const install = names.map((one) => `${one}@"${ranges[one] ?? "latest"}"`).join(" ");
  return `${packages} not installed; run npm install ${install}`;
}

/** Who needs one client of the AWS SDK soon needs the next: all missing peers of the same scope. */
function missingPeers({ folder, peerDependencies = {} }: Package, name: string): string[] {
  const { resolve } = createRequire(join(folder, "package.json"));
  const [scope] = name.split("/");
  return Object.keys(peerDependencies).filter((peer) => {
    if (peer === name) return true;
    if (!peer.startsWith(`${scope}/`)) return false;
    try {
      return resolve(peer) === undefined;
    } catch {
      return true;
    }
  });
}
