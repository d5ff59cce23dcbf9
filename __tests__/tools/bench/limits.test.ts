import { checks, exitCode, isWithin, type Measurements } from "../../../tools/bench/limits";
import { median, medianOf, type Measured } from "../../../tools/bench/measure";
import { toJson, toText, type Result } from "../../../tools/bench/results";

const measured = (seconds: number, megabytes = 100): Measured => ({ seconds, cpuSeconds: seconds, megabytes });
const pair = (app: number, bare: number) => ({ app: measured(app), bare: measured(bare) });
const counted = (app: number, resources: number) => ({
  app: { ...measured(app), resources },
  bare: measured(app / 1.25),
});
const within: Measurements = {
  shipped: pair(0.6, 0.5),
  hundred: pair(2, 1.6),
  thousand: pair(22, 18),
  fleet: pair(3, 2),
  prod: counted(0.57, 57),
  operated: counted(4.19, 365),
};
const over = (measurements: Measurements) => checks(measurements).filter((check) => !isWithin(check));

test("figures at their limits are within", () => {
  expect(over(within)).toEqual([]);
  expect(exitCode(checks(within))).toBe(0);
});

describe("over the limit is", () => {
  test.each([
    ["the app against bare resources, shipped", { ...within, shipped: pair(0.6, 0.4) }, "shipped, app to bare"],
    ["the app against bare resources, hundred", { ...within, hundred: pair(2, 1.5) }, "hundred, app to bare"],
    ["the app against bare resources, thousand", { ...within, thousand: pair(22, 17) }, "thousand, app to bare"],
    [
      "everything that operates prod against prod, for each resource",
      { ...within, prod: counted(0.56, 57) },
      "operated to prod, per resource",
    ],
    [
      "everything that operates prod against bare resources",
      { ...within, operated: { ...within.operated, bare: measured(3.3) } },
      "operated, app to bare",
    ],
    ["a thousand against a hundred", { ...within, thousand: pair(22.1, 22) }, "thousand to hundred"],
  ])("%s: a failure", (_, measurements, name) => {
    expect(over(measurements).map((check) => check.name)).toEqual([name]);
    expect(exitCode(checks(measurements))).toBe(1);
  });

  test.each([
    ["the time of the shipped environments", { ...within, shipped: pair(0.61, 0.6) }, "shipped, time"],
    ["their memory", { ...within, shipped: { ...within.shipped, app: measured(0.6, 131) } }, "shipped, memory"],
    ["the time of a hundred stacks", { ...within, hundred: pair(2.1, 2) }, "hundred, time"],
    ["the time of a fleet", { ...within, fleet: pair(3.1, 3) }, "fleet, time"],
  ])("%s: no failure, since the machine has its part in it", (_, measurements, name) => {
    expect(over(measurements).map((check) => check.name)).toEqual([name]);
    expect(exitCode(checks(measurements))).toBe(0);
  });
});

test("the median is the middle, or the mean of both middles", () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([4, 1, 2, 100])).toBe(3);
  expect(medianOf([measured(3, 10), measured(1, 30), measured(2, 20)])).toEqual(measured(2, 20));
});

describe("the report", () => {
  const results: Result[] = [
    { name: "shipped, app", stacks: 9, resources: 124, runs: 5, ...measured(0.5678, 101.4) },
    { name: "shipped, bare", stacks: 9, resources: 124, runs: 5, ...measured(0.5, 99.6) },
  ];
  const circumstances = { node: "20.9.0", cpus: 2, runs: 5 };
  const some = checks(within).filter(({ name }) => name.startsWith("shipped, "));

  test("as text has one line a program and one a limit", () => {
    const slow = { name: "thousand to hundred", measured: 12, limit: 11, unit: "times" } as const;
    expect(toText(circumstances, results, [...some, slow]).split("\n")).toEqual([
      "Node 20.9.0, 2 CPUs; median of the runs",
      "",
      "               stacks  resources  seconds  CPU s   MB  runs",
      "shipped, app        9        124     0.57   0.57  101     5",
      "shipped, bare       9        124     0.50   0.50  100     5",
      "",
      "                         measured       limit",
      "shipped, time              0.60 s       0.6 s  within",
      "shipped, memory            100 MB      130 MB  within",
      "shipped, app to bare   1.20 times  1.25 times  within",
      "thousand to hundred   12.00 times    11 times  over",
    ]);
  });

  test("as JSON has circumstances, results, ratios and limits", () => {
    expect(JSON.parse(toJson(circumstances, results, some))).toEqual({
      node: "20.9.0",
      cpus: 2,
      runs: 5,
      results: [
        { ...results[0], seconds: 0.568, cpuSeconds: 0.568 },
        { ...results[1], seconds: 0.5, cpuSeconds: 0.5 },
      ],
      ratios: { "shipped, app to bare": 1.2 },
      limits: {
        "shipped, time": { measured: 0.6, limit: 0.6, unit: "s", verdict: "within" },
        "shipped, memory": { measured: 100, limit: 130, unit: "MB", verdict: "within" },
        "shipped, app to bare": { measured: 1.2, limit: 1.25, unit: "times", verdict: "within" },
      },
    });
  });
});
