import { selectEnvironments } from "../../../environments/schema/select";
import { environmentWith } from "../../support/environment";

const all = ["dev", "staging", "prod"].map((name) => environmentWith({ name }));

function selected(selection: string | undefined): string[] {
  return selectEnvironments(all, selection).map(({ name }) => name);
}

test.each([undefined, ""])("%j selects all", (selection) => {
  expect(selected(selection)).toEqual(["dev", "staging", "prod"]);
});

test.each([
  ["prod", ["prod"]],
  ["dev,staging", ["dev", "staging"]],
  ["prod,dev", ["dev", "prod"]],
  [" dev ,\tprod ", ["dev", "prod"]],
  [",dev,,prod,", ["dev", "prod"]],
  ["dev,dev", ["dev"]],
])("%j selects these, in the order in which they are registered", (selection, names) => {
  expect(selected(selection)).toEqual(names);
});

test("what is selected is the environment itself", () => {
  expect(selectEnvironments(all, "staging")[0]).toBe(all[1]);
});

test.each([
  ["production", '"production"'],
  [",", '","'],
  [" ", '" "'],
  ["Prod", '"Prod"'],
  ["dev,nope, other", '"nope", "other"'],
  ["dev staging", '"dev staging"'],
  ["pro", '"pro"'],
  ["*", '"*"'],
  ["__proto__", '"__proto__"'],
])("%j is refused with the names there are", (selection, got) => {
  expect(() => selected(selection)).toThrow(
    new Error(`ENVIRONMENT must name environments of environments/index.ts (dev, staging, prod), got ${got}`),
  );
});
