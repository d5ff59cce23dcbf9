import type { Arguments } from "../../../model/stack";
import { at, blocks } from "../../../model/blocks";
import { meant, show, type Protection } from "./protection";
import { isLate, isOfNewBucket } from "./references";
import { isComparable, isOther } from "./comparators";

const COMMON = { types: ["aws_s3_bucket_replication_configuration"], reads: ["rule"] };

/** Copies that end, go elsewhere, or begin for existing files. */
export const replication: readonly Protection[] = [
  {
    ...COMMON,
    id: "replication-off",
    check: ({ before, after }) => {
      if (!before || !after) return undefined;
      const [was, will] = [rulesOf(before), rulesOf(after)];
      return joined(was.filter(isEnabled), (rule) => whatEnds(rule, will));
    },
  },
  {
    ...COMMON,
    id: "replication-moved",
    check: (resource, plan) => {
      const { before, after } = resource;
      if (!before || !after) return undefined;
      const known = rulesOf(before).map(({ bucket }) => bucket);
      const isAdded = ({ bucket }: Rule) =>
        !known.includes(bucket) && known.every((one) => isOther(bucket, one, resource, plan));
      return joined(rulesOf(after).filter(isEnabled).filter(isAdded), copies);
    },
  },
  {
    ...COMMON,
    id: "replication-changed",
    check: (resource, plan) => {
      const { before, after } = resource;
      if (!before || !after) return undefined;
      const differs = (will: unknown, was: unknown) => meant(will) !== meant(was) && isComparable(will, was);
      const role =
        differs(after["role"], before["role"]) && !isLate(resource, "role")
          ? [changeOf("role", before["role"], after["role"])]
          : [];
      const old = rulesOf(before);
      const ofRules = rulesOf(after)
        .filter(isEnabled)
        .flatMap((rule) => {
          const was = old.find((one) => one.name === rule.name) ?? old.find((one) => one.bucket === rule.bucket);
          return was
            ? SETTINGS.flatMap(({ title, path, isWorse = differs }) => {
                const [one, other] = [at(rule.values, path), at(was.values, path)];
                const isHarmful = isWorse(one, other, resource, plan);
                return isHarmful ? [`rule ${show(rule.name)}: ${changeOf(title, other, one)}`] : [];
              })
            : [];
        });
      return [...role, ...ofRules].join(", ") || undefined;
    },
  },
  {
    ...COMMON,
    id: "replication-new",
    check: (resource, plan) => {
      const { before, after } = resource;
      if (before || !after || isOfNewBucket(resource, plan)) return undefined;
      return joined(rulesOf(after).filter(isEnabled), copies);
    },
  },
];

/** What of a rule decides who owns and reads the copies, and whether deletions are copied. */
const SETTINGS: readonly {
  readonly title: string;
  readonly path: string;
  readonly isWorse?: (after: unknown, before: unknown, ...more: readonly unknown[]) => boolean;
}[] = [
  { title: "account", path: "destination.account" },
  { title: "owner of the copies", path: "destination.access_control_translation.owner" },
  { title: "replica key", path: "destination.encryption_configuration.replica_kms_key_id" },
  {
    title: "delete markers",
    path: "delete_marker_replication.status",
    isWorse: (after, before) => after === "Enabled" && before !== "Enabled",
  },
];

function changeOf(title: string, before: unknown, after: unknown): string {
  return `${title}: ${show(before)} -> ${show(after)}`;
}

interface Rule {
  readonly name: string;
  readonly values: Arguments;
  readonly status: unknown;
  readonly bucket: unknown;
  /** The files that a rule copies, in a form that can be compared. */
  readonly scope: string;
}

function rulesOf(values: Arguments): readonly Rule[] {
  return blocks(values, "rule").map((rule, index) => {
    const { id, status, filter, prefix, source_selection_criteria: source } = rule;
    const name = typeof id === "string" && id !== "" ? id : String(index + 1);
    return {
      name,
      values: rule,
      status,
      bucket: at(rule, "destination.bucket"),
      scope: meant([filter, prefix, source]),
    };
  });
}

function whatEnds({ name, bucket, scope }: Rule, after: readonly Rule[]): string | undefined {
  const mayBeSame = (other: unknown) => other === bucket || other === undefined || !isComparable(other, bucket);
  const isSame = (rule: Rule) => rule.scope === scope && mayBeSame(rule.bucket);
  if (after.filter(isEnabled).some(isSame)) return undefined;
  const namesake = after.find((rule) => rule.name === name);
  if (!namesake) return `rule ${show(name)} is removed`;
  if (!isEnabled(namesake)) return `rule ${show(name)} is disabled`;
  return namesake.scope === scope ? undefined : `rule ${show(name)} copies other files`;
}

function copies({ name, bucket }: Rule): string {
  return `rule ${show(name)} copies to ${show(bucket)}`;
}

function isEnabled({ status }: Rule): boolean {
  return status === "Enabled";
}

function joined(rules: readonly Rule[], inWords: (rule: Rule) => string | undefined): string | undefined {
  return rules.flatMap((rule) => inWords(rule) ?? []).join(", ") || undefined;
}
