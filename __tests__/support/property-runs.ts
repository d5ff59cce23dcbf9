import { readdirSync } from "node:fs";
import { App } from "cdktf";
import * as fc from "fast-check";
import { checkEnvironments } from "../../environments/schema/check";
import type { EnvironmentConfig } from "../../environments/schema";
import { addStacks, synthesize } from "../../stacks";
import { withoutTokenTraces } from "../../stacks/token-traces";
import { inFolder } from "./app";
import { accessProblems } from "./access-problems";
import { arbitraryEnvironment } from "./arbitrary-environment";
import { arbitraryBroken, BREAKS_OF_OPTIONS, type Broken } from "./broken-environment";
import { BROKEN_CONSTRUCTS, BROKEN_RULES } from "./broken-rules";
import { propertyProblems } from "./environment-properties";
import { stacksOf } from "./stacks-in-memory";

/** Sound environments tried, half of them in each of the two files. PROPERTY_RUNS makes a longer hunt. */
const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 300);

const BREAKS = [...BREAKS_OF_OPTIONS, ...BROKEN_RULES, ...BROKEN_CONSTRUCTS];

/** The properties of all environments that are protected, or that are not. */
export function describeProperties(isProtected: boolean): void {
  const sound = arbitraryEnvironment(isProtected);

  test("a sound environment is taken, and has every property", () => {
    fc.assert(
      fc.property(sound, (environment) => {
        checkEnvironments([environment]);
        const stacks = stacksOf(environment);
        expect(propertyProblems(environment, stacks)).toEqual([]);
      }),
      runs(RUNS / 2),
    );
  });

  test("the same environment gives the same bytes", () => {
    fc.assert(
      fc.property(sound, (environment) => {
        expect(JSON.stringify(stacksOf(structuredClone(environment)))).toBe(JSON.stringify(stacksOf(environment)));
      }),
      runs(RUNS / 20),
    );
  });

  test("a sound environment, as it is written, gives the expected access", () => {
    fc.assert(
      fc.property(sound, (environment) => expect(accessProblems(environment)).toEqual([])),
      // An environment takes a second. Without shrinking, which would take minutes.
      { ...runs(RUNS / 6), endOnFailure: true },
    );
  }, 300_000);

  test("a broken environment is refused with its path and value, and nothing is written", () => {
    fc.assert(
      fc.property(arbitraryBroken(sound, BREAKS), (broken) =>
        // A folder of its own: what one case leaves must not fail those that it shrinks to.
        inFolder((outdir) => {
          expect(refusal(broken, outdir)).toEqual("as it should be");
          expect(filesIn(outdir)).toEqual([]);
        }),
      ),
      // More, for the many ways to break one.
      runs((RUNS * 5) / 6),
    );
  });
}

function runs(numRuns: number): fc.Parameters<unknown> {
  return { numRuns: Math.ceil(numRuns) };
}

/** Does what `main.ts` does. */
function refusal({ environments, start, end }: Broken, outdir: string): string {
  try {
    checkEnvironments(environments);
    withoutTokenTraces(() => write(environments, outdir));
    return "taken";
  } catch (error) {
    if (!(error instanceof Error) || error.constructor.name !== "Error") throw error;
    const lines = error.message.split("\n");
    return lines.some((line) => line.startsWith(start) && line.endsWith(end)) ? "as it should be" : error.message;
  }
}

function write(environments: readonly EnvironmentConfig[], outdir: string): void {
  const app = new App({ outdir, stackTraces: false });
  environments.forEach((environment) => addStacks(app, environment, { localState: false }));
  synthesize(app);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}
