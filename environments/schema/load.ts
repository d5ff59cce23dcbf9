import { relative, resolve, sep } from "node:path";
import { show } from "./check";

/** The compiled repository. */
const ROOT = resolve(__dirname, "..", "..");

/**
 * The list that environments/index.ts exports, not yet checked. `load` imports that file. Throws one line about a file
 * of `environments/` that cannot be imported.
 */
export function loadEnvironments(load: () => { readonly environments: unknown }): readonly unknown[] {
  const { environments } = nameFailure(load);
  if (Array.isArray(environments)) return environments;
  throw new Error(
    `environments/index.ts must export a list named environments, such as [dev, prod], got ${show(environments)}`,
  );
}

function nameFailure<Loaded>(load: () => Loaded): Loaded {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, message, requireStack = [] } = error as NodeJS.ErrnoException & { requireStack?: string[] };
    const [, imported] = /^Cannot find module '(\..*?)'/.exec(message) ?? [];
    const [importer] = requireStack;
    // The build does not resolve imports: a file that is deleted, but still imported, shows here.
    if (code === "MODULE_NOT_FOUND" && imported !== undefined && importer !== undefined) {
      throw new Error(
        `${sourceOf(importer)} imports "${imported}", which does not exist; correct or remove the import`,
      );
    }
    const file = teamFile(error.stack ?? "");
    throw file === undefined ? error : new Error(`${file} cannot be loaded: ${message}`);
  }
}

/** The file of `environments/`, without the schema, in which an error was thrown. */
function teamFile(stack: string): string | undefined {
  const files = [...stack.matchAll(/\(?((?:\/|[A-Z]:\\)[^\n]*?\.js):\d+:\d+\)?$/gm)].map(([, file]) => sourceOf(file!));
  return files.find((file) => file.startsWith("environments/") && !file.startsWith("environments/schema/"));
}

function sourceOf(compiled: string): string {
  return relative(ROOT, compiled).replaceAll(sep, "/").replace(/js$/, "ts");
}
