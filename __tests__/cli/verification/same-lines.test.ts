import { sameLines } from "../../../cli/verification/check";

test("the same lines in any order pass, with their values", () => {
  expect(sameLines(["a", "b"], ["b", "a"])).toMatchObject({ state: "pass", found: "b; a" });
  expect(sameLines([], [])).toMatchObject({ state: "pass", found: "none" });
});

test("lines that differ fail, each named", () => {
  expect(sameLines(["a", "b"], ["b", "c"])).toEqual({
    state: "fail",
    found: "b; c",
    details: ["missing: a", "added: c"],
  });
  expect(sameLines(["a"], [])).toMatchObject({ state: "fail", found: "none" });
});

test("a reference that only Terraform resolves cannot be compared", () => {
  expect(sameLines(["sqs ${aws_sqs_queue.Siem.arn}"], ["sqs arn:aws:sqs:eu-central-1:111122223333:siem"])).toEqual({
    state: "unknown",
    found: "sqs arn:aws:sqs:eu-central-1:111122223333:siem",
    details: ["only Terraform knows: sqs ${aws_sqs_queue.Siem.arn}"],
  });
});
