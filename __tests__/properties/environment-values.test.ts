import { COMPLETE, nodesOf } from "../support/complete-environment";
import { changed, problemsOf } from "../support/environment";

describe("any value in any place", () => {
  const hostile: readonly unknown[] = [
    ...[null, undefined, NaN, Symbol("x"), () => "x", "__proto__", "\0\r\n\t"],
    ...[
      [],
      [null, [undefined]],
      { length: 1, "": {} },
      new Map(),
      Object.create(null),
      Object.create(Object.create(null)),
    ],
  ];

  test.each(nodesOf(COMPLETE))("$path: each message has an environment, a path and a reason", ({ path }) => {
    const problems = hostile.flatMap((value) => problemsOf(changed(COMPLETE, path, value)));
    const clear =
      /^(test|__proto__|environments\[0\]): \S+ (must |is missing; it must be |is unknown; |requires )\S.*$/;
    expect(problems.filter((problem) => !clear.test(problem))).toEqual([]);
    expect(problems.filter((problem) => /\[object|Invalid type|undefined/.test(problem))).toEqual([]);
  });
});
