import { assess } from "../../cli/controls/assess";
import { controls } from "../../cli/controls/catalogue";
import type { Control } from "../../cli/controls/control";
import type { AssessedEnvironment } from "../../cli/controls/environment";
import { exclusions } from "../../cli/controls/exclusions";
import { ofType, partOf } from "../../cli/model/resources";

/** A checkov check that a stack fails on purpose. */
export interface Skip {
  readonly check: string;
  readonly stack: string;
  readonly why: string;
}

/** Checks that checkov must skip: the exclusions, and options that an environment leaves off by choice. */
export function checkovSkips(environments: readonly AssessedEnvironment[]): Skip[] {
  return [...environments.flatMap(excludedIn), ...choices(environments), ...inExamples()];
}

const isCheckov = (scanner: string) => scanner.startsWith("CKV");

function excludedIn(environment: AssessedEnvironment): Skip[] {
  return exclusions.flatMap(({ scanners, at, on, why }) => {
    const stacks = [...new Set(at?.(environment).map(({ stack }) => stack))];
    return scanners
      .filter(isCheckov)
      .flatMap((check) => stacks.map((stack) => ({ check, stack, why: `${on}: ${why}` })));
  });
}

function choices(environments: readonly AssessedEnvironment[]): Skip[] {
  return assess(controls, environments).flatMap(({ control, verdicts }) =>
    verdicts.flatMap(({ status, faults }, index) => {
      if (status !== "off by choice") return [];
      const stacks = stacksWithout(control, environments[index]!, faults);
      return control.scanners
        .filter(isCheckov)
        .flatMap((check) => stacks.map((stack) => ({ check, stack, why: `left off by choice: ${control.choice}` })));
    }),
  );
}

/** The archive, or of a control on trails the stacks that its faults name. */
function stacksWithout({ modules }: Control, environment: AssessedEnvironment, faults: readonly string[]): string[] {
  if (modules[0] !== "trail") return [partOf(environment, "aws_s3_bucket", environment.logBucket)!.stack];
  const stacks = ofType(environment, "aws_cloudtrail").map(({ stack }) => stack);
  return stacks.filter((stack) => faults.some((fault) => fault.startsWith(`${stack}/`)));
}

function inExamples(): Skip[] {
  return exclusions.flatMap(({ scanners, examples = [], on, why }) =>
    scanners.flatMap((check) => examples.map((stack) => ({ check, stack, why: `${on}: ${why}` }))),
  );
}

/** A prowler check that a resource fails on purpose. */
export interface Mute {
  readonly check: string;
  /** Name of a bucket, trail or role. */
  readonly resource: string;
  readonly why: string;
}

/** Findings that prowler must mute: the exclusions. It still reports options that are off by choice. */
export function prowlerMutes(environments: readonly AssessedEnvironment[]): Mute[] {
  return environments.flatMap((environment) =>
    exclusions.flatMap(({ scanners, at, on, why }) => {
      const names = at?.(environment).map(({ values }) => (values["bucket"] ?? values["name"]) as string) ?? [];
      return scanners
        .filter((scanner) => !isCheckov(scanner))
        .flatMap((check) => names.map((resource) => ({ check, resource, why: `${on}: ${why}` })));
    }),
  );
}
