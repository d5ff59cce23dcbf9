import type { StackJson } from "./edit";

/** The parts of a plan that a review reads. */
const KEPT = ["format_version", "terraform_version", "resource_changes", "resource_drift", "configuration", "errored"];

type Json = Record<string, unknown>;

/** A plan's JSON without the values that differ between runs: the emulator's ids, ports, times. */
export function trimPlan(text: string, ids: Map<string, string>): string {
  const plan = JSON.parse(text) as Json;
  const kept = Object.fromEntries(KEPT.filter((key) => plan[key] !== undefined).map((key) => [key, plan[key]]));
  return withoutRunValues(JSON.stringify({ ...kept, prior_state: remoteStatesOnly(plan["prior_state"]) }), ids);
}

/** Replaces what differs between runs. `ids`: the ids replaced so far, so that plans of one run agree. */
export function withoutRunValues(json: string, ids: Map<string, string>): string {
  return withoutLocations(json)
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "2026-01-01T00:00:00Z")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      const known = ids.get(id) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`;
      ids.set(id, known);
      return known;
    });
}

export function trimStack(stack: StackJson): StackJson {
  return JSON.parse(withoutLocations(JSON.stringify(stack))) as StackJson;
}

/** Replaces the emulator's address and the paths of states. */
function withoutLocations(json: string): string {
  return json
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:5000")
    .replace(/"[^"]*\/terraform\.(\w+-\w+)\.tfstate"/g, '"terraform.$1.tfstate"');
}

function remoteStatesOnly(state: unknown): Json {
  const root = (state as { values?: { root_module?: { resources?: { type: string }[] } } } | undefined)?.values
    ?.root_module;
  const resources = (root?.resources ?? []).filter(({ type }) => type === "terraform_remote_state");
  return { values: { root_module: { resources } } };
}
