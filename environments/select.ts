import type { EnvironmentConfig } from "./schema";

/**
 * Picks environments by name. `selection` is one name or several with commas between; absent or empty means all.
 * Throws where a name is unknown.
 */
export function selectEnvironments(
  environments: readonly EnvironmentConfig[],
  selection: string | undefined,
): readonly EnvironmentConfig[] {
  const wanted = (selection ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (!selection) return environments;
  const known = environments.map(({ name }) => name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0 || wanted.length === 0) {
    const got = (wanted.length === 0 ? [selection] : unknown).map((name) => `"${name}"`).join(", ");
    throw new Error(`ENVIRONMENT must name environments of environments/index.ts (${known.join(", ")}), got ${got}`);
  }
  return environments.filter(({ name }) => wanted.includes(name));
}
