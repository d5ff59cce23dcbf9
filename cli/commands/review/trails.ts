import { addressOf } from "../../model/references";
import type { StackJson } from "../../model/stack";
import type { PlanStates } from "../../terraform/plan/plan-states";

const TRAIL = "aws_cloudtrail";

/** A trail that a stack makes. */
interface FoundTrail {
  /** `prod-trail/aws_cloudtrail.Trail` */
  readonly address: string;
  readonly bucket: unknown;
}

export function trailsIn(stacks: readonly StackJson[]): FoundTrail[] {
  return stacks.flatMap(({ name, resources }) =>
    Object.entries(resources[TRAIL] ?? {}).map(([id, values]) => ({
      address: `${name}/${addressOf(TRAIL, id)}`,
      bucket: values["s3_bucket_name"],
    })),
  );
}

/** Addresses of trails that are made beside one that stays, and deliver into another bucket. */
export function foreignTrails({ before, after }: PlanStates): string[] {
  const old = trailsIn(before).map(({ address }) => address);
  const now = trailsIn(after);
  const stay = now.filter(({ address }) => old.includes(address));
  const isForeign = (trail: FoundTrail) => !stay.some(({ bucket }) => bucket === trail.bucket);
  return stay.length === 0 ? [] : now.filter(isForeign).map(({ address }) => address);
}

/** The matrix judges the trails of one bucket. */
export function withoutForeignTrails(planStates: PlanStates): readonly StackJson[] {
  const foreign = foreignTrails(planStates);
  return planStates.after.map((stack) => {
    const trails = Object.entries(stack.resources[TRAIL] ?? {});
    const kept = trails.filter(([id]) => !foreign.includes(`${stack.name}/${addressOf(TRAIL, id)}`));
    if (kept.length === trails.length) return stack;
    return { ...stack, resources: { ...stack.resources, [TRAIL]: Object.fromEntries(kept) } };
  });
}
