import type { Measured } from "./measure";

/** App and bare resources at one size. */
export interface Pair {
  readonly app: Measured;
  readonly bare: Measured;
}

export interface CountedPair {
  readonly app: Measured & { readonly resources: number };
  readonly bare: Measured;
}

export interface Measurements {
  readonly shipped: Pair;
  readonly hundred: Pair;
  readonly thousand: Pair;
  readonly fleet: Pair;
  readonly prod: CountedPair;
  readonly operated: CountedPair;
}

export interface Check {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: "s" | "MB" | "times";
}

/** Every limit with the measured value. */
export function checks({ shipped, hundred, thousand, fleet, prod, operated }: Measurements): Check[] {
  const toBare = (name: string, { app, bare }: Pair): Check => {
    return { name: `${name}, app to bare`, measured: app.seconds / bare.seconds, limit: 1.25, unit: "times" };
  };
  const perResource = ({ app }: CountedPair) => app.seconds / app.resources;
  const operatedToProd = perResource(operated) / perResource(prod);
  return [
    { name: "shipped, time", measured: shipped.app.seconds, limit: 0.6, unit: "s" },
    { name: "shipped, memory", measured: shipped.app.megabytes, limit: 130, unit: "MB" },
    { name: "hundred, time", measured: hundred.app.seconds, limit: 2, unit: "s" },
    { name: "thousand to hundred", measured: thousand.app.seconds / hundred.app.seconds, limit: 11, unit: "times" },
    { name: "fleet, time", measured: fleet.app.seconds, limit: 3, unit: "s" },
    toBare("shipped", shipped),
    toBare("hundred", hundred),
    toBare("thousand", thousand),
    toBare("operated", operated),
    { name: "operated to prod, per resource", measured: operatedToProd, limit: 1.15, unit: "times" },
  ];
}

export function isWithin({ measured, limit }: Check): boolean {
  return measured <= limit;
}

/** 1 if a ratio is over its limit. Seconds and megabytes depend on the machine, so they do not fail. */
export function exitCode(all: readonly Check[]): number {
  return all.some((check) => check.unit === "times" && !isWithin(check)) ? 1 : 0;
}
