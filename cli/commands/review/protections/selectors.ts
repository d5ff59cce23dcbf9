import type { Arguments } from "../../../model/stack";
import { blocks, blocksOf, texts } from "./blocks";
import type { Protection } from "./protection";

/** Events that the trail recorded and will not record. */
export const selectors: Protection = {
  id: "selectors-narrowed",
  types: ["aws_cloudtrail"],
  reads: ["event_selector", "advanced_event_selector", "insight_selector"],
  check: ({ before, after }) => {
    if (!before || !after) return undefined;
    const [was, will] = [kindOf(before), kindOf(after)];
    // One kind gives way to the other: what each records cannot be told by comparing them.
    if (was !== will && was !== "default" && will !== "default") return `${was} selectors give way to ${will} ones`;
    const kind = will === "default" ? was : will;
    const lost =
      kind === "advanced"
        ? lostOf(advancedOf(before), advancedOf(after), advancedCovers)
        : lostOf(basicOf(before), basicOf(after), basicCovers);
    const insights = insightsOf(before).filter((type) => !insightsOf(after).includes(type));
    const found = [
      ...lost.map((name) => `no longer recorded in full: ${name}`),
      ...insights.map((type) => `${type} off`),
    ];
    return found.length > 0 ? found.join("; ") : undefined;
  },
};

/** A trail without selectors records management events. */
function advancedOf(trail: Arguments): readonly Arguments[] {
  const own = blocks(trail, "advanced_event_selector");
  const management = [{ field: "eventCategory", equals: ["Management"] }];
  return own.length > 0 ? own : [{ name: "management events", field_selector: management }];
}

function basicOf(trail: Arguments): readonly Arguments[] {
  const own = blocks(trail, "event_selector");
  return own.length > 0 ? own : [{ read_write_type: "All", include_management_events: true }];
}

type Covers = (wide: Arguments, narrow: Arguments) => boolean;

function lostOf(before: readonly Arguments[], after: readonly Arguments[], covers: Covers): string[] {
  return before.filter((old) => !after.some((one) => covers(one, old))).map(nameOf);
}

function nameOf(selector: Arguments): string {
  const { name, read_write_type: access, data_resource: data } = selector;
  if (typeof name === "string" && name !== "") return name;
  const values = blocksOf(data).flatMap((one) => texts(one["values"]));
  return ["selector", access, ...values].filter((part) => part !== undefined && part !== null).join(" ");
}

/** A selector records what meets all of its fields. */
function advancedCovers(wide: Arguments, narrow: Arguments): boolean {
  const fields = blocks(narrow, "field_selector");
  return blocks(wide, "field_selector").every((demand) =>
    fields.some((field) => field["field"] === demand["field"] && fieldWithin(field, demand)),
  );
}

const POSITIVE = ["equals", "starts_with", "ends_with"];
const NEGATIVE = ["not_equals", "not_starts_with", "not_ends_with"];

function fieldWithin(narrow: Arguments, wide: Arguments): boolean {
  const isPart = (part: unknown, whole: unknown) => texts(part).every((value) => texts(whole).includes(value));
  const positive = POSITIVE.every((operator) => texts(wide[operator]).length === 0 || hasPart(narrow, wide, operator));
  return positive && NEGATIVE.every((operator) => isPart(wide[operator], narrow[operator]));
}

function hasPart(narrow: Arguments, wide: Arguments, operator: string): boolean {
  const values = texts(narrow[operator]);
  return values.length > 0 && values.every((value) => texts(wide[operator]).includes(value));
}

function basicCovers(wide: Arguments, narrow: Arguments): boolean {
  const accessOf = (selector: Arguments) => selector["read_write_type"] ?? "All";
  const access = accessOf(wide) === "All" || accessOf(wide) === accessOf(narrow);
  const management = wide["include_management_events"] !== false || narrow["include_management_events"] === false;
  const excluded = texts(wide["exclude_management_event_sources"]);
  const alreadyExcluded = texts(narrow["exclude_management_event_sources"]);
  const data = blocks(narrow, "data_resource").every((old) =>
    texts(old["values"]).every((arn) =>
      blocks(wide, "data_resource").some(
        (one) => one["type"] === old["type"] && texts(one["values"]).some((prefix) => arn.startsWith(prefix)),
      ),
    ),
  );
  return access && management && data && excluded.every((source) => alreadyExcluded.includes(source));
}

function kindOf(trail: Arguments): string {
  if (blocks(trail, "advanced_event_selector").length > 0) return "advanced";
  return blocks(trail, "event_selector").length > 0 ? "basic" : "default";
}

function insightsOf(trail: Arguments): string[] {
  return blocks(trail, "insight_selector").map((selector) => String(selector["insight_type"]));
}
