import type { StackJson } from "../edit";
import type { StackName } from "../stacks";

type Change = (stack: StackJson) => void;

/** A pull request: the stacks to plan and review, with the change to each. */
export interface Case {
  /** Also the name of the folder. */
  readonly name: string;
  readonly stacks: Readonly<Partial<Record<StackName, Change>>>;
}

/** A case of one stack. */
export function caseOf(stack: StackName): (name: string, change: Change) => Case {
  return (name, change) => ({ name, stacks: { [stack]: change } });
}
