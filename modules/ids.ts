/**
 * A construct id made from a name. Any character other than a letter or digit becomes its code, so that `audit-logs`
 * and `audit_logs` get different ids.
 */
export function constructId(kind: string, name: string): string {
  return `${kind}${name.replace(/[^A-Za-z0-9]/g, (other) => `x${other.charCodeAt(0).toString(16)}`)}`;
}

/**
 * A name as part of a statement's Sid, which can contain only letters and digits. Different names give different parts:
 * any other character, and `Z` itself, becomes `Z` and its code.
 */
export function sidPart(name: string): string {
  return name.replace(/[^A-Ya-z0-9]/g, (other) => `Z${other.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
