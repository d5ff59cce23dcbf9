import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { arnOf, resourcesOf, type CreatedPrincipal } from "../../modules/principal";
import { synthStack } from "../support/synth";

const READER = "arn:aws:iam::111122223333:role/Reader";

/** Something that a stack creates and that has an ARN from configuration. */
function createdPrincipals(): CreatedPrincipal[] {
  const created: CreatedPrincipal[] = [];
  synthStack((stack) => {
    ["One", "Two"].forEach((id) => {
      created.push({ arn: `arn:aws:iam::111122223333:role/${id}`, resource: new KmsKey(stack, id, {}) });
    });
  });
  return created;
}

test("a principal's ARN is itself, or that of what the app creates", () => {
  const [one] = createdPrincipals();
  expect(arnOf(READER)).toBe(READER);
  expect(arnOf(one!)).toBe("arn:aws:iam::111122223333:role/One");
});

test("a policy waits for what the app creates, and for nothing else", () => {
  const [one, two] = createdPrincipals();
  const expected = resourcesOf([READER, one!, two!]);
  expect(expected).toHaveLength(2);
  expect(expected[0]).toBe(one!.resource);
  expect(expected[1]).toBe(two!.resource);
  expect(resourcesOf([READER])).toEqual([]);
  expect(resourcesOf([])).toEqual([]);
});
