/** Whether something holds; "unknown" where the request or the policy does not say enough. */
export type Tri = boolean | "unknown";

/** Holds where all hold. One that does not hold decides, whatever is unknown. */
export function and(...all: readonly Tri[]): Tri {
  if (all.includes(false)) return false;
  return all.includes("unknown") ? "unknown" : true;
}

/** Holds where one holds. One that holds decides, whatever is unknown. */
export function or(...all: readonly Tri[]): Tri {
  if (all.includes(true)) return true;
  return all.includes("unknown") ? "unknown" : false;
}

export function not(one: Tri): Tri {
  return one === "unknown" ? one : !one;
}

/** Whether one of many holds, asked one after the other until one does. */
export function someHolds<Item>(items: readonly Item[], holds: (item: Item) => Tri): Tri {
  let found: Tri = false;
  for (const item of items) {
    const one = holds(item);
    if (one === true) return true;
    if (one === "unknown") found = one;
  }
  return found;
}

/** Whether each of many holds, asked one after the other until one does not. */
export function everyHolds<Item>(items: readonly Item[], holds: (item: Item) => Tri): Tri {
  return not(someHolds(items, (item) => not(holds(item))));
}

/** Notes what is not known. */
export function noted(unknown: string[], what: string): "unknown" {
  unknown.push(what);
  return "unknown";
}
