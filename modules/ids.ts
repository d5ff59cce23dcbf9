/**
 * A construct id made of a name, letters and digits only. Names that differ give ids that differ: what is neither
 * becomes its code.
 */
export function constructId(kind: string, name: string): string {
  return `${kind}${name.replace(/[^A-Za-z0-9]/g, (other) => `x${other.charCodeAt(0).toString(16)}`)}`;
}
