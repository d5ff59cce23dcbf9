import type { Check, Control, Framework } from "./control";
import type { AssessedEnvironment } from "./environment";

/** The result of a control for an environment. */
export type Status = "complies" | "violates" | "off by choice" | "does not apply";

export interface Verdict {
  readonly environment: string;
  readonly status: Status;
  /** The faults. */
  readonly faults: readonly string[];
}

export interface Assessment {
  readonly control: Control;
  /** One verdict for each environment. */
  readonly verdicts: readonly Verdict[];
}

/** The controls of a framework, or all. */
export function ofFramework<Item extends Pick<Control, "frameworks">>(
  items: readonly Item[],
  framework: Framework | undefined,
): readonly Item[] {
  return framework === undefined ? items : items.filter(({ frameworks }) => frameworks[framework] !== undefined);
}

export function assess(controls: readonly Control[], environments: readonly AssessedEnvironment[]): Assessment[] {
  return controls.map((control) => ({
    control,
    verdicts: environments.map((environment) => assessControl(control, environment)),
  }));
}

export function assessControl({ check, choice }: Control, environment: AssessedEnvironment): Verdict {
  const faults = faultsOf(check, environment);
  return { environment: environment.name, status: statusOf(faults, choice), faults: faults ?? [] };
}

/** A check looks at one trail: each trail of the environment is looked at. */
function faultsOf(check: Check, environment: AssessedEnvironment): readonly string[] | undefined {
  const found = environment.trails.map((trail) => check({ ...environment, trail })).filter((one) => one !== undefined);
  return found.length === 0 ? undefined : [...new Set(found.flat())];
}

function statusOf(faults: readonly string[] | undefined, choice: string | undefined): Status {
  if (faults === undefined) return "does not apply";
  if (faults.length === 0) return "complies";
  return choice === undefined ? "violates" : "off by choice";
}

/** The assessments of a framework, in the order of its ids. */
export function inOrder(assessments: readonly Assessment[], framework: Framework): Assessment[] {
  const firstId = ({ control }: Assessment) => control.frameworks[framework]?.[0];
  return assessments
    .filter((assessment) => firstId(assessment) !== undefined)
    .sort((one, other) => firstId(one)!.localeCompare(firstId(other)!, "en", { numeric: true }));
}
