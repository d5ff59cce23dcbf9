import { isNonPolicyDenial, type AccessCase } from "../../cli/access/access-case";
import { accessCasesOf } from "../../cli/access/access-cases";
import type { Subject } from "../../cli/access/subject";
import { subjectsOf } from "../../cli/access/subjects";
import { resolveEnvironment } from "../../cli/model/build";
import type { Environment } from "../../cli/model/environment";
import { requestOf, type Call, type Caller } from "../../cli/policy/evaluate";
import { mutantsOf, withPolicy, type Mutant } from "../mutation-tests/mutants";
import type { Synthesized } from "../mutation-tests/trials";
import type { Question } from "./question";
import type { Random } from "./random";

interface Known {
  readonly environment: Environment;
  readonly subjects: readonly Subject[];
  readonly accessCases: readonly AccessCase[];
  readonly mutants: readonly Mutant[];
}

/** Questions about the policies of real stacks: as they are, and with one statement changed. */
export class SynthesizedQuestions {
  private readonly all: readonly Known[];

  constructor(synthesized: readonly Synthesized[]) {
    this.all = synthesized.map(({ name, stacks }) => {
      const environment = resolveEnvironment(name, stacks);
      return {
        environment,
        subjects: subjectsOf(environment),
        accessCases: accessCasesOf(environment),
        mutants: mutantsOf(environment),
      };
    });
  }

  asTheyAre(random: Random): Question {
    const { subjects, accessCases } = random.pick(this.all);
    return question(callOf(random, random.pick(accessCases), random.pick(subjects).caller));
  }

  mutated(random: Random): Question {
    const { environment, subjects, mutants } = random.pick(this.all);
    const mutant = random.pick(mutants);
    const { caller } = random.pick(subjects);
    const after =
      caller.kind === "principal"
        ? { ...caller, policies: caller.policies.map((policy) => (policy === mutant.from ? mutant.to : policy)) }
        : caller;
    return question(callOf(random, random.pick(accessCasesOf(withPolicy(environment, mutant))), after));
  }
}

function callOf(random: Random, accessCase: AccessCase, caller: Caller): Call {
  return random.pick(accessCase.steps(caller).filter((step) => !isNonPolicyDenial(step)) as Call[]);
}

function question(call: Call): Question {
  const { caller, resourcePolicy, blocksPublicAccess = false } = call;
  return {
    request: { ...requestOf(call), absent: "all others" },
    policies: { identity: caller.kind === "principal" ? caller.policies : [], resource: resourcePolicy },
    settings: { s3: { restrictPublicBuckets: blocksPublicAccess } },
  };
}
