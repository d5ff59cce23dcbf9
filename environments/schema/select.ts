import type { EnvironmentConfig } from "./environment";

/**
 * Selects environments by name. `selection` is a comma-separated list; all environments if it is absent or empty.
 * Throws if a name is unknown.
 */
export function selectEnvironments(
  environments: readonly EnvironmentConfig[],
  selection: string | undefined,
): readonly EnvironmentConfig[] {
  const names = (selection ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (!selection) return environments;
  const known = environments.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    const got = (names.length === 0 ? [selection] : unknown).map((name) => `"${name}"`).join(", ");
    throw new Error(`ENVIRONMENT must name environments of environments/index.ts (${known.join(", ")}), got ${got}`);
  }
  return environments.filter(({ name }) => names.includes(name));
}
