import { DefaultTokenResolver, StringConcat, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A name for use in an id or a Sid. A token becomes the Terraform expression that it stands for, which is the same in
 * every synth: the token itself contains a number that changes with the resources before it.
 */
export function stableName(scope: IConstruct, name: string): string {
  if (!Token.isUnresolved(name)) return name;
  const resolver = new DefaultTokenResolver(new StringConcat());
  return String(Tokenization.resolve(name, { scope, resolver, preparing: false })).replace(/[${}]/g, "");
}
