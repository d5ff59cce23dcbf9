import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { Statement } from "../../modules/policy";

/** A resource as it stands in the synthesized JSON. */
export type Resource = Record<string, unknown> & { readonly address: string };

/** The synthesized Terraform JSON of one stack, with questions that a test asks of it. */
export class Synthesized {
  constructor(readonly json: Record<string, unknown>) {}

  /** Every resource of a type. */
  all(type: string): Resource[] {
    const resources = (this.json["resource"] as Record<string, Record<string, object>> | undefined)?.[type] ?? {};
    return Object.entries(resources).map(([id, attributes]) => ({ ...attributes, address: `${type}.${id}` }));
  }

  /** The one resource of a type whose id begins so. Throws where there is none or more than one. */
  one(type: string, idStart = ""): Resource {
    const found = this.all(type).filter(({ address }) => address.startsWith(`${type}.${idStart}`));
    if (found.length !== 1) {
      throw new Error(
        `expected one ${type} "${idStart}...", found ${found.map(({ address }) => address).join(", ") || "none"}`,
      );
    }
    return found[0]!;
  }

  /** Every resource type, with how many there are of it. */
  get counts(): Record<string, number> {
    const resources = (this.json["resource"] ?? {}) as Record<string, object>;
    return Object.fromEntries(Object.entries(resources).map(([type, all]) => [type, Object.keys(all).length]));
  }
}

/** Builds a stack, runs every validation and gives its Terraform JSON. Nothing is written. */
export function synthStack(build: (stack: TerraformStack) => void): Synthesized {
  // The folder exists, so the app makes none; without `app.synth()` it writes none.
  const app = new App({ outdir: tmpdir(), stackTraces: false });
  const stack = new TerraformStack(app, "test");
  new AwsProvider(stack, "Aws", { region: "eu-central-1" });
  build(stack);
  return synthesized(stack);
}

/** The Terraform JSON of a stack that stands in an app. */
export function synthesized(stack: TerraformStack): Synthesized {
  stack.prepareStack();
  stack.runAllValidations();
  return new Synthesized(stack.toTerraform() as Record<string, unknown>);
}

/** Statements of a policy as AWS will read it: Terraform's escapes undone. */
export function statementsOf(policy: unknown): Statement[] {
  const json = (policy as string).replace(/\$\$\{/g, "${").replace(/%%\{/g, "%{");
  return (JSON.parse(json) as { Statement: Statement[] }).Statement;
}

/** The statement with this Sid. Throws where there is none. */
export function statement(policy: unknown, sid: string): Statement {
  const found = statementsOf(policy).find(({ Sid }) => Sid === sid);
  if (!found) throw new Error(`no statement ${sid} in ${policy as string}`);
  return found;
}
