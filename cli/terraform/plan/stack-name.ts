import { basename, dirname, extname, resolve } from "node:path";

/** File names that do not name the stack; the folder does. */
const PLAIN_NAMES = ["plan", "tfplan", "show", "state", "terraform"];

/** The stack of a plan or a state, as its file names it: `prod-trail.tfplan.json`, `prod-trail/state.json`. */
export function stackNameOf(file: string): string {
  const name = basename(file, extname(file)).replace(/\.(tf)?(plan|state)$/, "");
  return PLAIN_NAMES.includes(name) ? basename(dirname(resolve(file))) : name;
}
