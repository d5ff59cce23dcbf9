import { dependable, type ITerraformDependable, type TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import type { AddedTo, Statement } from "./policy";
import { assertAddable } from "./validation";

/** The statements that an app adds to the policy of a construct. */
export class AddedStatements {
  readonly statements: Statement[] = [];
  private readonly expected: string[] = [];

  constructor(
    private readonly scope: IConstruct,
    private readonly to: AddedTo,
  ) {}

  /** `carrier` is the resource with the policy, which then waits for `dependsOn`. */
  add(statement: Statement, dependsOn: readonly ITerraformDependable[], carrier: TerraformResource): void {
    assertAddable(this.scope, statement, this.to);
    this.expected.push(...dependsOn.map(dependable));
    if (this.expected.length > 0) {
      carrier.dependsOn = [...new Set([...(carrier.dependsOn ?? []), ...this.expected])];
    }
    this.statements.push(statement);
  }
}
