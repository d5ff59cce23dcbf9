import { keepCollator } from "../../../../cli/policy/simulate/collator";

const PAIRS = ["a", "A", "b", "é", "e", "*", ":", "/", ""].flatMap((one, _, all) => all.map((other) => [one, other]));

test("answers as the native comparison does, with any options", () => {
  const options = [
    undefined,
    { sensitivity: "accent" },
    { sensitivity: "base" },
    { sensitivity: "accent", numeric: true },
  ];
  const compare = () =>
    PAIRS.flatMap(([one, other]) =>
      [undefined, "de"].flatMap((locale) =>
        options.map((option) => one!.localeCompare(other!, locale, option as Intl.CollatorOptions)),
      ),
    );
  const native = compare();
  keepCollator();
  expect(compare()).toEqual(native);
});
