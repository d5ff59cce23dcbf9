/**
 * A construct id made of a name, letters and digits only: what is neither becomes its code, so that `audit-logs` and
 * `audit_logs` do not meet in one id.
 */
export function constructId(kind: string, name: string): string {
  return `${kind}${name.replace(/[^A-Za-z0-9]/g, (other) => `x${other.charCodeAt(0).toString(16)}`)}`;
}

/**
 * A name as part of a statement's Sid, which takes letters and digits only. Different names give different parts: what is
 * neither letter nor digit becomes `Z` and its code, as does `Z` itself.
 */
export function sidPart(name: string): string {
  return name.replace(/[^A-Ya-z0-9]/g, (other) => `Z${other.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
