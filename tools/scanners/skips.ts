import { assess } from "../../cli/controls/assess";
import { controls } from "../../cli/controls/catalogue";
import type { Environment } from "../../cli/controls/environment";
import { exclusions } from "../../cli/controls/exclusions";

/** A check of checkov that a stack does not pass, on purpose. */
export interface Skip {
  readonly check: string;
  readonly stack: string;
  readonly why: string;
}

/** What checkov must skip: what is excluded, and what an environment leaves off by choice. */
export function checkovSkips(environments: readonly Environment[]): Skip[] {
  return [...environments.flatMap(excludedIn), ...choices(environments), ...inExamples()];
}

const isCheckov = (scanner: string) => scanner.startsWith("CKV");

function excludedIn(environment: Environment): Skip[] {
  return exclusions.flatMap(({ scanners, at, on, why }) => {
    const stacks = [...new Set(at?.(environment).map(({ stack }) => stack))];
    return scanners
      .filter(isCheckov)
      .flatMap((check) => stacks.map((stack) => ({ check, stack, why: `${on}: ${why}` })));
  });
}

function choices(environments: readonly Environment[]): Skip[] {
  return assess(controls, environments).flatMap(({ control, verdicts }) =>
    verdicts.flatMap(({ status }, index) => {
      if (status !== "off by choice") return [];
      const { trail, all, configuration } = environments[index]!;
      const logBucket = all("aws_s3_bucket").find(({ values }) => values["bucket"] === configuration.logBucket.name)!;
      const { stack } = control.modules[0] === "trail" ? trail : logBucket;
      return control.scanners
        .filter(isCheckov)
        .map((check) => ({ check, stack, why: `left off by choice: ${control.choice}` }));
    }),
  );
}

function inExamples(): Skip[] {
  return exclusions.flatMap(({ scanners, examples = [], on, why }) =>
    scanners.flatMap((check) => examples.map((stack) => ({ check, stack, why: `${on}: ${why}` }))),
  );
}

/** A check of prowler that a resource does not pass, on purpose. */
export interface Mute {
  readonly check: string;
  /** Of a bucket, trail or role. */
  readonly resource: string;
  readonly why: string;
}

/** What prowler must mute: what is excluded. What is left off by choice it goes on reporting: accounts have other users. */
export function prowlerMutes(environments: readonly Environment[]): Mute[] {
  return environments.flatMap((environment) =>
    exclusions.flatMap(({ scanners, at, on, why }) => {
      const names = at?.(environment).map(({ values }) => (values["bucket"] ?? values["name"]) as string) ?? [];
      return scanners
        .filter((scanner) => !isCheckov(scanner))
        .flatMap((check) => names.map((resource) => ({ check, resource, why: `${on}: ${why}` })));
    }),
  );
}
