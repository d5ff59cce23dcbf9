/** Headings of a command's help, in order. */
export const GROUPS = ["Input", "Filters", "Behavior", "AWS access", "Output"] as const;

export type Group = (typeof GROUPS)[number];

/** An option without a value. Its value is a boolean. */
export interface Flag {
  readonly type: "boolean";
  readonly group: Group;
  readonly help: string;
}

/** An option with a value: `--timeout 30s`. */
export interface ValueOption<Value = unknown> {
  readonly type: "string";
  readonly group: Group;
  /** Placeholder for the value in the help: `TIME`. */
  readonly placeholder: string;
  readonly help: string;
  /** Completes the error "--timeout must be ...": `a time from 1s to 1h`. */
  readonly expected: string;
  /** Parses the value. Returns undefined if the text is not allowed. */
  readonly parse: (text: string) => Value | undefined;
  /** As the user would write it. @default no value */
  readonly default?: string;
  /** Whether the command requires it. @default false */
  readonly required?: boolean;
  /** Whether it may be given several times; the value is a list. @default false */
  readonly multiple?: boolean;
}

export type Option = Flag | ValueOption;

/** Options by their names, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

type Parsed<One> = One extends { readonly parse: (text: string) => infer Value } ? Exclude<Value, undefined> : never;

type ValueOf<One extends Option> = One extends Flag
  ? boolean
  : One extends { readonly multiple: true }
    ? readonly Parsed<One>[]
    : One extends { readonly required: true } | { readonly default: string }
      ? Parsed<One>
      : Parsed<One> | undefined;

/** The values of these options on a command line. */
export type Values<All extends Options> = { readonly [Name in keyof All]: ValueOf<All[Name]> };

/** Any text except an empty one. */
export const text = {
  type: "string",
  expected: "a text",
  parse: (value: string): string | undefined => value,
} as const;

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]) {
  return {
    type: "string",
    expected: `one of ${words.join(", ")}`,
    parse: (value: string): Word | undefined => words.find((word) => word === value),
  } as const;
}

/** A count. */
export function wholeNumber(least: number) {
  return {
    type: "string",
    placeholder: "NUMBER",
    expected: `a whole number from ${least}`,
    parse: (value: string): number | undefined =>
      /^\d{1,9}$/.test(value) && Number(value) >= least ? Number(value) : undefined,
  } as const;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time with its unit, such as `500ms`, `90s`, `15m`, `1h` or `7d`. The value is in milliseconds; both limits are allowed. */
export function duration(shortest: string, longest: string) {
  const milliseconds = (value: string): number => {
    const [, count, unit = ""] = /^(\d{1,6})(ms|s|m|h|d)$/.exec(value) ?? [];
    return Number(count) * (UNITS[unit] ?? NaN);
  };
  const [least, most] = [milliseconds(shortest), milliseconds(longest)];
  return {
    type: "string",
    placeholder: "TIME",
    expected: `a time from ${shortest} to ${longest}, such as 90s or 15m`,
    parse: (value: string): number | undefined => {
      const time = milliseconds(value);
      return time >= least && time <= most ? time : undefined;
    },
  } as const;
}
