import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Review } from "../../cli/commands/review/review";
import { review } from "../../cli/commands/review/run";

type Values = Record<string, unknown>;

/** A change of a small plan; its address is `TYPE.NAME`, in a module where one is given. */
export interface SmallChange {
  readonly type: string;
  /** @default "one" */
  readonly name?: string;
  /** `module.a.` */
  readonly module?: string;
  readonly actions: readonly string[];
  readonly before?: Values;
  readonly after?: Values;
  readonly unknown?: Values;
  /** As `configuration` has them. */
  readonly expressions?: Values;
  readonly provisioners?: readonly object[];
}

export const creates = (type: string, after: Values, more: Partial<SmallChange> = {}): SmallChange => ({
  type,
  actions: ["create"],
  after,
  ...more,
});
export const destroys = (type: string, before: Values, more: Partial<SmallChange> = {}): SmallChange => ({
  type,
  actions: ["delete"],
  before,
  ...more,
});
export const updates = (type: string, before: Values, changes: Values, more: Partial<SmallChange> = {}) => ({
  type,
  actions: ["update"],
  before,
  after: { ...before, ...changes },
  ...more,
});

export const ACCOUNT = "111122223333";
export const OUTSIDER = "999999999999";

/** The JSON of `terraform show -json`, of a plan in one account. `more` is put beside its fields. */
export function smallPlan(changes: readonly SmallChange[], more: object = {}) {
  const configOf = ({ type, name = "one", expressions = {}, provisioners }: SmallChange) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_config_key: "aws",
    expressions,
    ...(provisioners && { provisioners }),
  });
  const modules = [...new Set(changes.flatMap(({ module }) => module ?? []))];
  const inModule = (module: string | undefined) => changes.filter((one) => one.module === module).map(configOf);
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: changes.map(({ type, name = "one", module = "", actions, before, after, unknown = {} }) => ({
      address: `${module}${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: { actions, before: before ?? null, after: after ?? null, after_unknown: unknown },
    })),
    configuration: {
      provider_config: {
        aws: {
          name: "aws",
          expressions: {
            region: { constant_value: "eu-central-1" },
            allowed_account_ids: { constant_value: [ACCOUNT] },
          },
        },
      },
      root_module: {
        resources: inModule(undefined),
        module_calls: Object.fromEntries(
          modules.map((module) => [module.split(".")[1], { module: { resources: inModule(module) } }]),
        ),
      },
    },
    ...more,
  };
}

/** Reviews a small plan by itself, without a synthesized folder. */
export async function reviewSmall(plan: object): Promise<Review> {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  try {
    const file = join(folder, "small.json");
    writeFileSync(file, JSON.stringify(plan));
    const outdir = join(folder, "none");
    const options = { files: [file], environment: undefined, outdir, base: undefined, accept: undefined };
    const [only] = await review({ ...options, today: "2026-01-01" });
    return only!;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const reviewOfChanges = (...changes: readonly SmallChange[]) => reviewSmall(smallPlan(changes));

/** `gained: what`, of each finding. */
export const foundIn = ({ findings }: Review) => findings.map(({ level, what }) => `${level}: ${what}`);

export const policyOf = (...Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
