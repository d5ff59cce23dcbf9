/**
 * A construct id made of a name, letters and digits only: what is neither becomes its code, so that `audit-logs` and
 * `audit_logs` do not meet in one id.
 */
export function constructId(kind: string, name: string): string {
  return `${kind}${name.replace(/[^A-Za-z0-9]/g, (other) => `x${other.charCodeAt(0).toString(16)}`)}`;
}
