import { blocks } from "../../../model/blocks";
import { narrowed, readSelectors } from "../../../model/event-selectors";
import type { Arguments } from "../../../model/stack";
import type { Protection } from "./protection";

/** Events that the trail recorded before and does not record after. */
export const selectors: Protection = {
  id: "selectors-narrowed",
  types: ["aws_cloudtrail"],
  reads: ["event_selector", "advanced_event_selector", "insight_selector"],
  check: ({ before, after }) => {
    if (!before || !after) return undefined;
    const lost = narrowed(readSelectors(before), readSelectors(after));
    if (typeof lost === "string") return lost;
    const insights = insightsOf(before).filter((type) => !insightsOf(after).includes(type));
    const found = [
      ...lost.map((name) => `no longer recorded in full: ${name}`),
      ...insights.map((type) => `${type} off`),
    ];
    return found.length > 0 ? found.join("; ") : undefined;
  },
};

function insightsOf(trail: Arguments): string[] {
  return blocks(trail, "insight_selector").map((selector) => String(selector["insight_type"]));
}
