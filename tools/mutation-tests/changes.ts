import type { PolicyPlace } from "../../cli/model/policies-in";
import type { Statement } from "../../modules/policy";
import { conditionChanges } from "./conditions";
import { actionChanges, principalChanges, resourceChanges } from "./elements";

/** One way to weaken a statement, or to break it. */
export interface Change {
  /** `condition key aws:SourceArn removed` */
  readonly title: string;
  /** What the statement becomes; `undefined` where it goes. */
  readonly statement: Statement | undefined;
}

/** Every change to one statement that must be noticed. */
export function changesOf(statement: Statement, place: PolicyPlace): Change[] {
  return [
    { title: "statement removed", statement: undefined },
    ...conditionChanges(statement),
    ...actionChanges(statement),
    ...principalChanges(statement),
    ...resourceChanges(statement, place),
  ];
}
