import { existsSync } from "node:fs";
import { join } from "node:path";
import { ownPackage, type Package } from "./package";

/** Says which package is not installed and how to get it. Undefined for any other error. */
export function missingPackage(error: unknown, own: Package = ownPackage()): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const [, name] = /^Cannot find (?:module|package) '((?:@[^/']+\/)?[^./@'][^/']*)/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const { folder, dependencies = {}, devDependencies = {} } = own;
  const isDevelopment = Object.hasOwn(devDependencies, name);
  const isCheckout = existsSync(join(folder, "package-lock.json"));
  const install = isCheckout
    ? `npm ci${isDevelopment ? " --include=dev" : ""}, in ${folder}`
    : `npm install ${name}@"${dependencies[name] ?? devDependencies[name] ?? "latest"}"`;
  return `the package ${name} is not installed${isDevelopment ? " (a development dependency)" : ""}; run ${install}`;
}
