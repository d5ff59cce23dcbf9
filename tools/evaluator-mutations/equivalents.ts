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
const TIME = "only the time tells, which __tests__/properties/evaluator-effort.test.ts measures";
const BELOW_ZERO = "any number below 0 says that it is not there";
const FOR_TYPES = "it tells the compiler what the values are; `undefined` is among none of them";

export const EQUIVALENTS: readonly Equivalent[] = [
  { file: "acls.ts", place: "aclAllows", changes: ['"group" in one && one.group === name'], reason: FOR_TYPES },
  {
    file: "acls.ts",
    place: "aclAllows",
    changes: ["false becomes true"],
    reason: "of a request without an account, nobody asks for its account",
  },
  {
    file: "acls.ts",
    place: "aclAllows",
    changes: ['hasGroup("LogDelivery") && principal.kind === "service" becomes'],
    reason: FOR_TYPES,
  },
  {
    file: "arn-patterns.ts",
    place: "ARN",
    changes: ["/^([^:]*)"],
    reason: "[^:]* begins at the start anyway; with ^ a text of few colons takes no longer than it is long",
  },
  {
    file: "arn-patterns.ts",
    place: "matchesParts",
    changes: ["effort.spend(EACH + text.length); becomes ;", "EACH + text.length becomes EACH - text.length"],
    reason: TIME,
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
  {
    file: "context.ts",
    place: "valuesOf",
    changes: ["this.others ??=", "known becomes false", "this.others.set"],
    reason: CACHE,
  },
  { file: "context.ts", place: "ofRequest", changes: ["this.given ??="], reason: CACHE },
  { file: "context.ts", place: "fromPrincipal", changes: ["this.derived ??="], reason: CACHE },
  {
    file: "context.ts",
    place: "derivedFor",
    changes: ["derivedOf.get", "derivedOf.set", "known.get", "known.set"],
    reason: CACHE,
  },
  {
    file: "context.ts",
    place: "namesAfter",
    changes: ["this.names ??=", "this.names.get(beginning) ??", "this.names.set"],
    reason: CACHE,
  },
  {
    file: "context.ts",
    place: "isListed",
    changes: [
      ...["effort.spend(", "beginnings.length * (1 + key.length / EACH) becomes", "1 + key.length / EACH becomes"],
      ...["1 becomes 2", "key.length / EACH becomes"],
    ],
    reason: TIME,
  },
  { file: "context.ts", place: "isListed", changes: ["absentIn.get(list) ?? readAbsent(list)"], reason: CACHE },
  { file: "context.ts", place: "readAbsent", changes: ["absentIn.set"], reason: CACHE },
  { file: "actions.ts", place: "isAction", changes: ["name.length === action.length"], reason: SHORT_CUT },
  {
    file: "context.ts",
    place: "asked",
    changes: ["false becomes true"],
    reason: "ACLs and locks, for which there is a default, ask for no boundary",
  },
  {
    file: "context.ts",
    place: "withKeys",
    changes: ["!Object.keys(context).some(isReplaced) becomes false"],
    reason: SHORT_CUT,
  },
  {
    file: "decide.ts",
    place: "withinEffort",
    changes: ["error instanceof TooMuchEffort becomes true"],
    reason: "nothing else is thrown",
  },
  { file: "decide.ts", place: "decide", changes: ["further.length === 0 becomes false"], reason: SHORT_CUT },
  {
    file: "derived-keys.ts",
    place: "keysOfAccount",
    changes: ['principal.kind === "role" && principal.isPathUnknown becomes principal.isPathUnknown'],
    reason: FOR_TYPES,
  },
  {
    file: "derived-keys.ts",
    place: "keysOf",
    changes: ['case "origin access identity"', '"origin access identity" becomes', "{} becomes undefined"],
    reason: "the function ends without keys either way",
  },
  {
    file: "effort.ts",
    place: "",
    changes: ['"TooMuchEffort" becomes'],
    reason: "nobody reads the name",
  },
  {
    file: "effort.ts",
    place: "spend",
    changes: ["this.left < 0 becomes this.left <= 0", "0 becomes 1"],
    reason: "the limit is a round number",
  },
  {
    file: "derived-keys.ts",
    place: "keysOf",
    changes: ['case "origin access identity"', '"origin access identity" becomes', "{} becomes undefined"],
    reason: "the function ends without keys either way",
  },
  { file: "effort.ts", place: "MOST", changes: ["100_000_000 becomes"], reason: "the limit is a round number" },
  { file: "effort.ts", place: "EACH", changes: ["16 becomes"], reason: "the limit is a round number" },
  {
    file: "evaluate.ts",
    place: "policiesOf",
    changes: ['caller.kind !== "principal" becomes false', "{} becomes undefined"],
    reason: "other callers have no policies",
  },
  {
    file: "grant-constraints.ts",
    place: "hasContext",
    changes: ["context.effort.spend(", "EACH * pairs.length becomes"],
    reason: TIME,
  },
  {
    file: "kms.ts",
    place: "mayPassOn",
    changes: ["context.effort.spend(", "sizeOf(grant.operations) +"],
    reason: TIME,
  },
  {
    file: "kms.ts",
    place: "sizeOf",
    changes: ["texts.reduce(", "size + EACH", "0 becomes 1"],
    reason: TIME,
  },
  {
    file: "operators.ts",
    place: "parseNumber",
    changes: ["300 becomes 301"],
    reason: "one more digit for all numbers does not change their order",
  },
  { file: "kms.ts", place: "operationOf", changes: ["indexOf"], reason: "an action has one colon" },
  {
    file: "kms.ts",
    place: "grantedTo",
    changes: ['naming === "unknown" ? and(holds(), naming) : holds() becomes and(holds(), naming)'],
    reason: "`and` takes any other naming for true",
  },
  {
    file: "organizations.ts",
    place: "doubtful",
    changes: ["...verdict.allows"],
    reason: "SCPs and RCPs name each principal itself",
  },
  { file: "organizations.ts", place: "doubtful", changes: ["allowedBy: []"], reason: NO_SIDE_EFFECT },
  { file: "organizations.ts", place: "isBoundByRcps", changes: ["indexOf"], reason: "an action has one colon" },
  {
    file: "organizations.ts",
    place: "isServiceLinked",
    changes: ['principal.kind !== "role" becomes false'],
    reason: FOR_TYPES,
  },
  {
    file: "operators.ts",
    place: "texts",
    changes: ["!isConstant(template) becomes true"],
    reason: "a text without variables is the same for each request",
  },
  { file: "operators.ts", place: "values", changes: ["EACH + value.length + limits.length becomes"], reason: TIME },
  {
    file: "operators.ts",
    place: "like",
    changes: ["!hasWildcard(parts) becomes false"],
    reason: "a text without wildcards matches itself only",
  },
  {
    file: "operators.ts",
    place: "likeArn",
    changes: ["hasWildcard(parts) ? matches : undefined becomes matches"],
    reason: "a text without wildcards matches itself only",
  },
  {
    file: "principals.ts",
    place: "accountOrName",
    changes: ["/^arn:aws[a-z-]*:iam::", "/^arn:aws[a-z-]*:(?=iam::cloudfront:)"],
    reason: "NAMES has compared the whole name",
  },
  {
    file: "principals.ts",
    place: "kinOf",
    changes: ['"" becomes "changed"', 'kind === "user" ? [kin(account, kind)] : [] becomes'],
    reason: "nobody asks for kin of another kind",
  },
  { file: "principals.ts", place: "kin", changes: ['"" becomes "changed"'], reason: "it stands on both sides" },
  ...["namingOf", "isStarterNamed"].map((place) => ({
    file: "principals.ts",
    place,
    changes: ["principal.user !== undefined && aws.has(principal.user) becomes aws.has(principal.user)"],
    reason: FOR_TYPES,
  })),
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
  {
    file: "public-policy.ts",
    place: "isPublic",
    changes: ["known ?? someHolds(", "judged[holder].set"],
    reason: CACHE,
  },
  { file: "public-policy.ts", place: "limits", changes: ["0 becomes 1"], reason: "the first part is arn" },
  {
    file: "object-lock.ts",
    place: "keepsRetention",
    changes: ['"" becomes', 'dates === "unknown" becomes false', '"unknown" becomes'],
    reason: "no such text is a date",
  },
  {
    file: "object-lock.ts",
    place: "keepsRetention",
    changes: ['modes === "unknown" ? modes : true'],
    reason: FOR_TYPES,
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
    changes: ["end < 0 becomes end <= 0", "0 becomes 1"],
    reason: "an end is never the first character",
  },
  { file: "variables.ts", place: "resolve", changes: ["0 becomes 1"], reason: TIME },
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
    changes: ["isHeld(kind) ? statementsOf(policy) : statementsFor(policy, request.principal) becomes statementsOf"],
    reason: "the statements that are left out name somebody else",
  },
  {
    file: "verdict.ts",
    place: "judge",
    changes: ["denies becomes ...[]"],
    reason: "a Deny that matches decides by itself, and two that are open are open",
  },
  { file: "statement.ts", place: "NO_MATCH", changes: ["false becomes true"], reason: NO_SIDE_EFFECT },
  {
    file: "sts.ts",
    place: "hasSessionToken",
    changes: ['(principal.kind === "user" || principal.kind === "root") && principal.hasSessionToken === true becomes'],
    reason: FOR_TYPES,
  },
  {
    file: "wildcards.ts",
    place: "patternOf",
    changes: ["part.text.split(/([*?])/) becomes part.text"],
    reason: "character by character, the text is the same",
  },
  {
    file: "wildcards.ts",
    place: "patternOf",
    changes: [
      ...["segments.slice(1, -1)", "1 becomes 2", "-1 becomes", "0 becomes 1", "Math.max(length, codes.length)"],
      ...["longest / WORD"],
    ],
    reason: TIME,
  },
  {
    file: "wildcards.ts",
    place: "hasWildcard",
    changes: ["!literal && /[*?]/.test(text) becomes"],
    reason: "a pattern without wildcards matches itself only",
  },
  { file: "wildcards.ts", place: "matchesPattern", changes: ["text.length * steps becomes"], reason: TIME },
  {
    file: "wildcards.ts",
    place: "GAP",
    changes: ["-1 becomes", "1 becomes"],
    reason: "no text contains such a character",
  },
  {
    file: "wildcards.ts",
    place: "patternOf",
    changes: ["gaps.length === 0 ? NONE : codesOf(text, gaps) becomes"],
    reason: "the slower search finds the same",
  },
  {
    file: "wildcards.ts",
    place: "matchesPattern",
    changes: ["from < 0 becomes from <= 0", "0 becomes 1"],
    reason: "what is found between two stars has a character, so that it ends behind the first one",
  },
  { file: "wildcards.ts", place: "endOf", changes: ["1 becomes 2"], reason: BELOW_ZERO },
  { file: "wildcards.ts", place: "startOf", changes: ["1 becomes 2"], reason: BELOW_ZERO },
  { file: "wildcards.ts", place: "find", changes: ["effort.spend(EACH); becomes"], reason: TIME },
  { file: "wildcards.ts", place: "findWithGaps", changes: ["effort.spend(", "EACH + words becomes"], reason: TIME },
  { file: "wildcards.ts", place: "findText", changes: ["segment.borders ??="], reason: CACHE },
  {
    file: "wildcards.ts",
    place: "findText",
    changes: ["1 becomes 2"],
    reason: BELOW_ZERO,
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
    changes: ["word < words becomes word <= words"],
    reason: "a typed array takes nothing behind its end",
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
    changes: ["codes.length > end - from becomes false", "end - from becomes end + from"],
    reason: SHORT_CUT,
  },
  {
    file: "wildcards.ts",
    place: "findWithGaps",
    changes: ["1 becomes 2"],
    reason: BELOW_ZERO,
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
