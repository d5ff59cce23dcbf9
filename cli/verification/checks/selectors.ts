import { blocks } from "../../model/blocks";
import {
  OPERATORS,
  readSelectors,
  selectorsFromAws,
  withDefault,
  type AdvancedSelector,
  type BasicSelector,
  type EventSelectors,
} from "../../model/event-selectors";
import type { Arguments } from "../../model/stack";
import { sameLines, type Check } from "../check";
import type { Environment } from "../../model/environment";
import { trailReference } from "../locations";
import { orMissing } from "./absent";

/** The events that the trail records, read from AWS and not from Terraform's state. */
export function selectorChecks(environment: Environment, values: Arguments): Check[] {
  const { trail } = environment;
  const expected = linesOf(readSelectors(values));
  const insights = blocks(values, "insight_selector")
    .map((selector) => String(selector["insight_type"]))
    .sort();
  return [
    {
      id: "trail.selectors",
      group: "Trail",
      title: "records the configured events",
      controls: ["trail-management-events", "trail-object-writes", "trail-object-reads"],
      expected: expected.join("; "),
      run: async ({ aws }) => {
        const found = await aws(trail).eventSelectors(trailReference(environment));
        const lines = linesOf(selectorsFromAws(found.EventSelectors, found.AdvancedEventSelectors));
        return sameLines(expected, lines);
      },
    },
    {
      id: "trail.insights",
      group: "Trail",
      title: "Insights setting matches",
      controls: ["trail-insights"],
      expected: insights.join("; ") || "none",
      run: async ({ aws }) => {
        const found = await orMissing(
          aws(trail).insightSelectors(trailReference(environment)),
          "InsightNotEnabledException",
        );
        const types = (found.InsightSelectors ?? []).map(({ InsightType }) => String(InsightType));
        return sameLines(insights, types.sort());
      },
    },
  ];
}

/** The selectors, one line each. */
function linesOf(selectors: EventSelectors): string[] {
  const { basic, advanced } = withDefault(selectors);
  return [...advanced.map(advancedLine), ...basic.map(basicLine)];
}

const WORDS: Readonly<Record<(typeof OPERATORS)[number], string>> = {
  equals: "is",
  startsWith: "starts with",
  endsWith: "ends with",
  notEquals: "is not",
  notStartsWith: "does not start with",
  notEndsWith: "does not end with",
};

function advancedLine({ name, fields }: AdvancedSelector): string {
  const conditions = fields.flatMap((selector) =>
    OPERATORS.filter((operator) => selector[operator].length > 0).map(
      (operator) => `${selector.field} ${WORDS[operator]} ${[...selector[operator]].sort().join(" or ")}`,
    ),
  );
  return `${name}: ${conditions.sort().join(", ")}`;
}

function basicLine({ access, management, excludedSources, data }: BasicSelector): string {
  const without = excludedSources.length === 0 ? "" : ` without ${[...excludedSources].sort().join(", ")}`;
  const resources = data.map(({ type, arns }) => `${type} ${[...arns].sort().join(" or ")}`).sort();
  return [`${access} events`, ...(management ? [`management events${without}`] : []), ...resources].join(", ");
}
