import type { PolicyPlace } from "../../cli/model/policies-in";
import type { Statement } from "../../modules/policy";
import type { Change } from "./change";
import { conditionChanges } from "./conditions";
import { actionChanges, principalChanges, resourceChanges } from "./elements";

/** Every change to one statement that the matrix must detect. */
export function changesOf(statement: Statement, place: PolicyPlace): Change[] {
  return [
    { title: "statement removed", statement: undefined },
    ...conditionChanges(statement),
    ...actionChanges(statement),
    ...principalChanges(statement),
    ...resourceChanges(statement, place),
  ];
}
