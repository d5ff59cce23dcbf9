import { relative, resolve } from "node:path";
import type { SynthesizedStack } from "../../cli/model/folder";
import { count } from "../../cli/render/count";
import { tableLines } from "../../cli/render/table";
import { PLAIN, type Terminal } from "../../cli/render/terminal";
import { STACKS } from "../../stacks/names";
import { isObject } from "../../cli/framework/is-object";

const COLUMNS = [
  { title: "environment" },
  { title: "stack" },
  { title: "resources", right: true },
  { title: "backend" },
];

/** The stacks of each environment in deployment order, and the next step. */
export function summaryLines(
  stacks: readonly SynthesizedStack[],
  outputFolder: string,
  terminal: Terminal = PLAIN,
): string[] {
  const ordered = stacks.map(({ kind = "", ...stack }) => ({ ...stack, kind })).sort(byDeployment);
  const rows = ordered.map(({ name, environment, kind, folder, json }) => [
    environment,
    // `trail-payments`: an environment may have several stacks of a kind.
    name.startsWith(`${environment}-`) ? name.slice(environment.length + 1) : kind,
    String(countResources(json["resource"])),
    backendOf(json["terraform"], folder),
  ]);
  return [
    ...tableLines({ columns: COLUMNS, rows }, terminal),
    "",
    `${count(stacks.length, "stack")} in ${outputFolder}. ` +
      `Next: npm run validate checks them with Terraform. To deploy, see "Deploy" in the README.`,
  ];
}

interface Named {
  readonly environment: string;
  readonly kind: string;
}

function byDeployment(a: Named, b: Named): number {
  const position = ({ kind }: Named) => (STACKS as readonly string[]).indexOf(kind);
  return a.environment.localeCompare(b.environment) || position(a) - position(b);
}

/** In the `resource` block of a stack. */
export function countResources(resource: unknown): number {
  if (!isObject(resource)) return 0;
  return Object.values(resource).flatMap((ofType) => (isObject(ofType) ? Object.keys(ofType) : [])).length;
}

/**
 * `s3 example-dev-audit-state/dev/archive`, `local terraform.dev-state.tfstate`, or `none`. Terraform resolves the path of a
 * file from the stack's folder; it is shown relative to the working directory.
 */
function backendOf(terraform: unknown, folder: string): string {
  const backends = isObject(terraform) && isObject(terraform["backend"]) ? terraform["backend"] : {};
  const [type, settings] = Object.entries(backends)[0] ?? [];
  if (type === undefined) return "none";
  const { bucket, key, path } = isObject(settings) ? settings : {};
  if (type === "s3") return `s3 ${bucket}/${key}`;
  return typeof path === "string" ? `${type} ${relative("", resolve(folder, path))}` : type;
}
