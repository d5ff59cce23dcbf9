import { checkEnvironments, environments, selectEnvironments } from "../../environments";

test("the shipped environments are in order, alone and side by side", () => {
  expect(() => checkEnvironments(environments)).not.toThrow();
  environments.forEach((environment) => expect(() => checkEnvironments([environment])).not.toThrow());
});

test("there is one for development, one to try changes and one that counts", () => {
  expect(environments.map(({ name }) => name)).toEqual(["dev", "staging", "prod"]);
  expect(environments.filter((environment) => environment.protected).map(({ name }) => name)).toEqual([
    "staging",
    "prod",
  ]);
  expect(selectEnvironments(environments, "prod")).toEqual([environments[2]]);
});

test("only what is not protected can be thrown away", () => {
  expect(environments.filter(({ logs }) => logs.forceDestroy).map(({ name }) => name)).toEqual(["dev"]);
});

test("production has its accounts apart, all of its organization recorded, locked and copied", () => {
  const [prod] = selectEnvironments(environments, "prod");
  expect(prod!.accounts.archive.id).not.toBe(prod!.accounts.audited.id);
  expect(prod!.trail.ofOrganization).toBe(true);
  expect(prod!.logs.objectLock?.mode).toBe("COMPLIANCE");
  expect(prod!.logs.onlyReaders).toBe(true);
  expect(prod!.replica?.region).not.toBe(prod!.region);
});

test("their accounts are the ones that documentation uses", () => {
  const ids = JSON.stringify(environments).match(/\b\d{12}\b/g) ?? [];
  const examples = ["111122223333", "444455556666", "123456789012", "555555555555", "777788889999", "999999999999"];
  expect([...new Set(ids)].filter((id) => !examples.includes(id))).toEqual([]);
});
