import { reportText } from "../../../tools/mutation-tests/report";
import type { Survivor } from "../../../tools/mutation-tests/trials";

const exception = {
  sid: "WriteCopies",
  type: "aws_iam_role_policy",
  changes: ["statement removed"],
  reason: "the bucket policy says the same",
};

const survivor = (sid: string | undefined, change: string): Survivor => ({
  environment: "prod",
  source: "prod-archive/aws_kms_key.Key",
  sid,
  change,
});

test("counts by environment when all is noticed", () => {
  const text = reportText(
    [
      { environment: "dev", tried: 201 },
      { environment: "prod", tried: 573 },
    ],
    {
      survivors: [],
      excused: [
        { survivor: { ...survivor("WriteCopies", "statement removed"), environment: "dev" }, exception },
        { survivor: survivor("WriteCopies", "statement removed"), exception },
        { survivor: survivor("WriteCopies", "action s3:ReplicateTags left out"), exception },
      ],
      stale: [],
    },
  );
  expect(text).toBe(
    [
      "      tried  caught  excepted  survived",
      "dev     201     200         1         0",
      "prod    573     571         2         0",
      "",
      "Excepted:",
      "  WriteCopies: the bucket policy says the same",
      "    statement removed (dev, prod)",
      "    action s3:ReplicateTags left out (prod)",
      "",
    ].join("\n"),
  );
});

test("lists survivors with policy, Sid and change, and exceptions to remove", () => {
  const text = reportText([{ environment: "prod", tried: 3 }], {
    survivors: [survivor("RootAdministersKey", "action kms:TagResource left out"), survivor(undefined, "suspended")],
    excused: [],
    stale: [{ exception, change: "statement removed" }],
  });
  expect(text).toBe(
    [
      "      tried  caught  excepted  survived",
      "prod      3       1         0         2",
      "",
      "Survived: the matrix does not detect:",
      "  prod-archive/aws_kms_key.Key RootAdministersKey",
      "    action kms:TagResource left out",
      "  prod-archive/aws_kms_key.Key",
      "    suspended",
      "",
      "Unused exceptions to remove:",
      "  aws_iam_role_policy WriteCopies: statement removed",
      "",
    ].join("\n"),
  );
});
