/** States every option there is; the tests of the options rely on it. */
export { COMPLETE } from "../../tools/samples/complete";

interface Node {
  readonly path: string;
  readonly value: unknown;
}

/** Every value in a tree of data, itself left out, with its path: `readers[0].roleName`. */
export function nodesOf(value: unknown, path = ""): Node[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return [{ path: at, value: inner }, ...nodesOf(inner, at)];
  });
}
