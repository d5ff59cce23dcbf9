export { addedProblems, type AddedTo } from "./added";
export { arnsIn, isArnOf, parseArn, type ArnParts, type Location } from "./arn";
export { foreignPartitions, policyProblems, type PolicyKind } from "./checks";
export { policyJson, renderPolicy } from "./document";
export { foldStatements } from "./fold";
export { dnsSuffixOf, globalRegions, partitionOf, principalSuffixOf, type Partition } from "./partition";
export { principalAdvice } from "./principal-advice";
export { stops } from "./stops";
export type { ConditionOperator, Conditions, OneOrMany, Principals, Statement } from "./statement";
