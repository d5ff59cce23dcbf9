import type { Mutant } from "./mutants";

/** Changes after which the evaluator decides the same. */
export interface Equivalent {
  readonly file: string;
  /** The function or constant that holds them. */
  readonly place: string;
  /** Beginnings of their titles. One that begins no survivor's title is a finding. */
  readonly changes: readonly string[];
  readonly reason: string;
}

const CACHE = "a result that is kept saves time only";
const SHORT_CUT = "it saves time only: what follows comes to the same";
const NO_SIDE_EFFECT = "the value is only compared with others, or not read at all";
const FOR_TYPES = "it tells the compiler what the values are; `undefined` is among none of them";

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "arn-patterns.ts",
    place: "ARN",
    changes: ["/^([^:]*)"],
    reason: "[^:]* begins at the start anyway; with ^ a text of few colons takes no longer than it is long",
  },
  { file: "arn-patterns.ts", place: "resourcePattern", changes: ["0 becomes 1"], reason: "the first part is arn" },
  {
    file: "arn-patterns.ts",
    place: "withoutLiterals",
    changes: ['"" becomes "changed"'],
    reason: "only wildcards count, and what comes last",
  },
  {
    file: "caller.ts",
    place: "principalOf",
    changes: ["principals.get(caller) ?? toPrincipal(caller)", "principals.set(caller, principal);"],
    reason: CACHE,
  },
  {
    file: "conditions.ts",
    place: "compileConditions",
    changes: ["key: key.toLowerCase()", "key.toLowerCase() becomes key"],
    reason: "only cli/access/likeness.ts reads the key of a compiled condition, and it decides nothing",
  },
  { file: "context.ts", place: "valuesOf", changes: ["this.given ??=", "this.derived ??="], reason: CACHE },
  {
    file: "context.ts",
    place: "derivedFor",
    changes: ["derivedOf.get", "derivedOf.set", "known.get", "known.set"],
    reason: CACHE,
  },
  { file: "context.ts", place: "isListed", changes: ["absentIn.get(list) ?? readAbsent(list)"], reason: CACHE },
  { file: "context.ts", place: "readAbsent", changes: ["absentIn.set"], reason: CACHE },
  { file: "decide.ts", place: "kindOf", changes: ['"of a resource"'], reason: NO_SIDE_EFFECT },
  {
    file: "evaluate.ts",
    place: "evaluate",
    changes: ['caller.kind === "principal" ? caller.policies : [] becomes caller.policies'],
    reason: "other callers have no policies",
  },
  { file: "kms.ts", place: "operationOf", changes: ["indexOf"], reason: "an action has one colon" },
  {
    file: "kms.ts",
    place: "grantedTo",
    changes: ['naming === "unknown" ? and(holds, naming) : holds becomes and(holds, naming)'],
    reason: "`and` takes any other naming for true",
  },
  { file: "limits.ts", place: "limitsOf", changes: ['"of a resource"'], reason: NO_SIDE_EFFECT },
  {
    file: "limits.ts",
    place: "doubtful",
    changes: ["...verdict.allows"],
    reason: "RCPs name everyone, which means each principal itself",
  },
  { file: "limits.ts", place: "doubtful", changes: ["allowedBy: []"], reason: NO_SIDE_EFFECT },
  {
    file: "operators.ts",
    place: "texts",
    changes: ["isConstant(template) becomes false"],
    reason: "a text without variables is the same for each request",
  },
  {
    file: "principals.ts",
    place: "accountOf",
    changes: ['"arn" in principal'],
    reason: "a principal without an ARN is of no account either way",
  },
  {
    file: "principals.ts",
    place: "namingOf",
    changes: ['case "anonymous"', '"anonymous"'],
    reason: "the function ends without a result either way",
  },
  {
    file: "principals.ts",
    place: "namingOf",
    changes: ["principal.session !== undefined && aws.has(principal.session) becomes aws.has(principal.session)"],
    reason: FOR_TYPES,
  },
  { file: "public-policy.ts", place: "isFixed", changes: ["0 becomes 1"], reason: "the first part is arn" },
  {
    file: "s3.ts",
    place: "aclAllows",
    changes: ["isSigned && isAmong(users, principal.canonicalUser)"],
    reason: "of an unsigned request, nobody asks for its account",
  },
  { file: "statement.ts", place: "statementsOf", changes: ["known becomes false", "compiled.set"], reason: CACHE },
  {
    file: "statement.ts",
    place: "actionMatcher",
    changes: ["found !== undefined becomes false", "known.size < 1_000", "1_000 becomes 1001", "known.set"],
    reason: CACHE,
  },
  {
    file: "statement.ts",
    place: "resourceMatcher",
    changes: ["isConstant(template) ? resourcePattern(template)", "constant ? [] : resolve(template, context)"],
    reason: "a text without variables is the same for each request",
  },
  { file: "statement.ts", place: "NO_MATCH", changes: ['naming: "itself"', '"itself"'], reason: NO_SIDE_EFFECT },
  {
    file: "statement.ts",
    place: "matchStatement",
    changes: ["named.matches === false becomes false", "matches === false becomes false", "break;"],
    reason: SHORT_CUT,
  },
  {
    file: "variables.ts",
    place: "parseTemplate",
    changes: ["1 becomes 2", "end < 0 becomes end <= 0", "0 becomes 1"],
    reason: "an end is never the first character",
  },
  {
    file: "variables.ts",
    place: "parseVariable",
    changes: ["comma >= 0 becomes comma > 0", "0 becomes 1"],
    reason: "a variable without a name is open either way",
  },
  {
    file: "variables.ts",
    place: "isConstant",
    changes: ["!template.some(isVariable) becomes undefined"],
    reason: "a text without variables is the same for each request",
  },
  {
    file: "variables.ts",
    place: "resolve",
    changes: ['values === "unknown" || values.length > 1 becomes values.length > 1', '"unknown" becomes'],
    reason: 'the text "unknown" is longer than 1, too',
  },
  { file: "verdict.ts", place: "judge", changes: ["matches === false becomes false", "continue;"], reason: SHORT_CUT },
  {
    file: "verdict.ts",
    place: "judge",
    changes: [
      'kind === "of principals" ? statementsOf(policy) : statementsFor(policy, matching.principal) becomes statementsOf',
    ],
    reason: "the statements that are left out name somebody else",
  },
  {
    file: "verdict.ts",
    place: "judge",
    changes: ["denies becomes ...[]"],
    reason: "a Deny that matches decides by itself, and two that are open are open",
  },
  {
    file: "wildcards.ts",
    place: "patternOf",
    changes: ["part.text.split(/([*?])/) becomes part.text"],
    reason: "character by character, the text is the same",
  },
  { file: "wildcards.ts", place: "standsAt", changes: ["gaps.length === 0 becomes false"], reason: SHORT_CUT },
  {
    file: "wildcards.ts",
    place: "find",
    changes: ["segment.gaps.length === 0 ?"],
    reason: "the slower search finds the same",
  },
  { file: "wildcards.ts", place: "findText", changes: ["segment.borders ??="], reason: CACHE },
  {
    file: "wildcards.ts",
    place: "findText",
    changes: ["1 becomes 2"],
    reason: "any number below 0 says that it is not there",
  },
  {
    file: "wildcards.ts",
    place: "bordersOf",
    changes: ["at < text.length becomes at <= text.length"],
    reason: "a typed array takes nothing behind its end",
  },
  {
    file: "wildcards.ts",
    place: "findWithGaps",
    changes: ["at < text.length becomes at <= text.length", "word < words becomes word <= words"],
    reason: "no character stands behind the end, and a typed array takes nothing there",
  },
  {
    file: "wildcards.ts",
    place: "findWithGaps",
    changes: ["state[last >> 5]! >>> (last & 31) becomes state[last >> 5]! >> (last & 31)"],
    reason: "only the lowest bit is read",
  },
  {
    file: "wildcards.ts",
    place: "findWithGaps",
    changes: ["1 becomes 2"],
    reason: "any number below 0 says that it is not there",
  },
];

/** What became of the survivors. */
export interface Review {
  readonly survivors: readonly Mutant[];
  readonly excused: readonly Mutant[];
  readonly stale: readonly { readonly equivalent: Equivalent; readonly change: string }[];
}

/** Survivors without a reason, those with one, and reasons without a survivor. */
export function review(survivors: readonly Mutant[], equivalents: readonly Equivalent[]): Review {
  const matches = (mutant: Mutant, { file, place }: Equivalent, change: string) =>
    mutant.file === file && mutant.place === place && mutant.title.startsWith(change);
  const isExcused = (mutant: Mutant) =>
    equivalents.some((one) => one.changes.some((change) => matches(mutant, one, change)));
  return {
    survivors: survivors.filter((mutant) => !isExcused(mutant)),
    excused: survivors.filter(isExcused),
    stale: equivalents.flatMap((equivalent) =>
      equivalent.changes
        .filter((change) => !survivors.some((mutant) => matches(mutant, equivalent, change)))
        .map((change) => ({ equivalent, change })),
    ),
  };
}
