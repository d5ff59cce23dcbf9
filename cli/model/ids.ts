import { createHash } from "node:crypto";
import { parseArn } from "../../modules/policy";

/**
 * A name in letters, digits and dashes. If it has other characters, a digest is added, so that no two names share an
 * id, whatever else the matrix contains.
 */
export function idFor(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, "-");
  return plain === name ? plain : `${plain}-${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}

/** `111122223333-role-reader` */
export function idOfPrincipal(arn: string): string {
  const { account, resource } = parseArn(arn)!;
  const [kind = "", ...name] = resource.split("/");
  return [account, idFor(kind), ...(name.length > 0 ? [idFor(name.join("/"))] : [])].join("-");
}
