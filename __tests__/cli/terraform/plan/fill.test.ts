import { escapeTemplate, fill, hide, MAX_DEPTH } from "../../../../cli/terraform/plan/fill";
import { SENSITIVE } from "../../../../cli/terraform/plan/plan";

const constant = (value: unknown) => ({ constant_value: value });

test("the template stands where a value is known after the apply", () => {
  const template = '{"Resource":"${aws_kms_key.a.arn}"}';
  expect(fill({ name: "a" }, { policy: true, id: true }, { name: constant("a"), policy: constant(template) })).toEqual({
    value: { name: "a", policy: template },
    unknown: [],
  });
});

test("what only refers is reported as unknown, wherever it stands", () => {
  const references = { references: ["data.aws_iam_policy_document.a.json"] };
  const expressions = { policy: references, rule: [{ key: references }, { key: constant("k") }] };
  const filled = fill({ rule: [{}, {}] }, { policy: true, rule: [{ key: true }, { key: true }] }, expressions);
  expect(filled).toEqual({ value: { rule: [{}, { key: "k" }] }, unknown: ["rule.0.key", "policy"] });
});

test("a whole block that is unknown is taken from its expressions", () => {
  const expressions = { rule: [{ status: constant("Enabled"), id: { references: ["var.x"] } }] };
  expect(fill({}, { rule: true }, expressions)).toEqual({
    value: { rule: [{ status: "Enabled", id: undefined }] },
    unknown: ["rule.0.id"],
  });
});

test("a block written as one constant hides its parts' templates", () => {
  const expressions = { tags: constant({ Key: "${aws_kms_key.a.arn}", Name: "a" }) };
  expect(fill({ tags: { Name: "a" } }, { tags: { Key: true } }, expressions).value).toEqual({
    tags: { Name: "a", Key: "${aws_kms_key.a.arn}" },
  });
});

test("known texts are escaped, so that they are never resolved", () => {
  expect(fill({ a: "logs/${aws:username}", b: "100%{" }, {}, {}).value).toEqual({
    a: "logs/$${aws:username}",
    b: "100%%{",
  });
  expect(escapeTemplate("plain")).toBe("plain");
});

test("what is nested deeper than Terraform writes is refused", () => {
  const deep = (depth: number): unknown => (depth === 0 ? "end" : { a: deep(depth - 1) });
  expect(() => fill(deep(MAX_DEPTH), undefined, undefined)).not.toThrow();
  expect(() => fill(deep(MAX_DEPTH + 1), undefined, undefined)).toThrow(RangeError);
  expect(() => hide(deep(MAX_DEPTH + 1), deep(MAX_DEPTH + 1))).toThrow(RangeError);
});

test("sensitive values are replaced, whole or in part, and an absent one stays absent", () => {
  const values = { a: "secret", b: { c: ["secret", "open"] }, d: null };
  const mask = { a: true, b: { c: [true, false] }, d: true };
  expect(hide(values, mask)).toEqual({ a: SENSITIVE, b: { c: [SENSITIVE, "open"] }, d: null });
  expect(hide(values, false)).toEqual(values);
});
