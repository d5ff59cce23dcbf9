import { addressOf, isLateValue } from "../../model/references";
import type { StackJson } from "../../model/stack";
import type { AccessChange, CellChange } from "./cell-diff";

/** Types of IAM policies. Whatever one allows, the policies of the key and of the buckets are known. */
const IDENTITY_POLICIES = ["aws_iam_role_policy", "aws_iam_user_policy", "aws_iam_group_policy", "aws_iam_policy"];

/** The least and the most that a policy can allow. */
export const BOUNDS = {
  least: policyOf([]),
  most: policyOf([{ Effect: "Allow", Action: "*", Resource: "*" }]),
} as const;

/** Addresses of the IAM policies that are known only after apply. */
export function latePolicies(stacks: readonly StackJson[]): string[] {
  return stacks.flatMap(({ name, resources }) =>
    IDENTITY_POLICIES.flatMap((type) =>
      Object.entries(resources[type] ?? {})
        .filter(([, { policy }]) => isLateValue(policy))
        .map(([id]) => `${name}/${addressOf(type, id)}`),
    ),
  );
}

/** The stacks with `policy` in place of the IAM policies that are known only after apply. */
export function withLatePolicies(stacks: readonly StackJson[], policy: string): StackJson[] {
  return stacks.map((stack) => {
    const known = IDENTITY_POLICIES.flatMap((type) => {
      const all = stack.resources[type];
      if (!all) return [];
      const filled = Object.entries(all).map(([id, values]) => [
        id,
        isLateValue(values["policy"]) ? { ...values, policy } : values,
      ]);
      return [[type, Object.fromEntries(filled)]];
    });
    return { ...stack, resources: { ...stack.resources, ...Object.fromEntries(known) } };
  });
}

/** The change with the cells undecided on which the two bounds differ. */
export function between(least: AccessChange, most: AccessChange, late: readonly string[]): AccessChange {
  const held = new Set([...least.gained, ...least.expected].map(idOf));
  const lost = new Set(most.lost.map(idOf));
  const open = [
    ...[...most.gained, ...most.expected].filter((cell) => !held.has(idOf(cell))),
    ...least.lost.filter((cell) => !lost.has(idOf(cell))),
  ];
  const isOpen = new Set(open.map(idOf));
  const others = (cells: readonly CellChange[]) => cells.filter((cell) => !isOpen.has(idOf(cell)));
  const reason = `${late.join(", ")} (known only after apply; ${ofKey(open)})`;
  return {
    ...least,
    // What a policy may still allow is not out of reach.
    unsafe: most.unsafe.length < least.unsafe.length ? most.unsafe : least.unsafe,
    lost: others(least.lost),
    reasonChanged: others(least.reasonChanged),
    undecided: [
      ...others(least.undecided),
      ...open.map((cell): CellChange => ({ ...cell, after: "undecided", decidedBy: [], unknown: [reason] })),
    ],
  };
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function ofKey(open: readonly CellChange[]): string {
  return open.some(({ target }) => target === "key")
    ? "it may allow to use the key, because the key policy lets IAM policies of the account decide"
    : "it cannot allow to use the key, because the key policy does not let IAM policies decide";
}

function idOf({ subject, target, accessCase }: CellChange): string {
  return JSON.stringify([subject, target, accessCase]);
}

function policyOf(Statement: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}
