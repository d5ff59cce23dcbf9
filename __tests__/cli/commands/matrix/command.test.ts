import type { MatrixValues } from "../../../../cli/commands/matrix/command";
import { matrixText } from "../../../../cli/commands/matrix/run";
import { UserError } from "../../../../cli/framework/user-error";
import { readEnvironments } from "../../../../cli/model/read";
import { PLAIN } from "../../../../cli/render/terminal";
import { DENY_PLAIN_HTTP, trailStack, withStacks } from "../../../support/stack-folder";

const text = (stack: object, format: MatrixValues["format"] = "json") =>
  withStacks({ "dev-trail": stack }, (outdir) => matrixText(readEnvironments(outdir, "dev"), format, PLAIN));

const SOURCE = "dev-trail/aws_s3_bucket_policy.Policy";

test("a denied cell says what nothing allows, here the first of two steps or the second", async () => {
  interface Json {
    readonly cells: readonly { accessCase: string; subject: string; decision: string; missing?: string }[];
  }
  const [{ cells }] = JSON.parse(await text(trailStack(DENY_PLAIN_HTTP))) as [Json];
  const of = (accessCase: string, subject: string) =>
    cells.find((one) => one.accessCase === accessCase && one.subject === subject);
  expect(of("log-bucket-read", "anonymous")).toMatchObject({ decision: "denied", missing: "s3:GetObject" });
  expect(of("log-bucket-read", "root")).toMatchObject({ decision: "allowed" });
  expect(of("log-bucket-read", "root")).not.toHaveProperty("missing");
  expect(of("log-bucket-read-plain", "anonymous")).not.toHaveProperty("missing");
});

test("each statement that decides stands once, however many steps it decides", async () => {
  const [{ cells }] = JSON.parse(await text(trailStack(DENY_PLAIN_HTTP))) as [{ cells: { decidedBy: object[] }[] }];
  for (const { decidedBy } of cells)
    expect(new Set(decidedBy.map((one) => JSON.stringify(one))).size).toBe(decidedBy.length);
});

describe("is refused in one line", () => {
  const withAction = (Action: string) => trailStack({ ...DENY_PLAIN_HTTP, Action });

  test.each([
    [
      "an unknown action",
      withAction("s3:FlyAway"),
      `${SOURCE}: DenyPlainHttp names s3:FlyAway, which is not an AWS action; correct it`,
    ],
    [
      "an unknown service",
      withAction("s4:Get"),
      `${SOURCE}: DenyPlainHttp names s4:Get, which is not an AWS action; correct it`,
    ],
    [
      "an unknown operator",
      trailStack({ ...DENY_PLAIN_HTTP, Condition: { Boolean: { "aws:SecureTransport": "false" } } }),
      `${SOURCE}: DenyPlainHttp uses Boolean, which is not a condition operator; correct it`,
    ],
    [
      "an unresolved token",
      trailStack({ ...DENY_PLAIN_HTTP, Resource: "${aws_s3_bucket.Gone.arn}" }),
      "dev-trail: aws_s3_bucket_policy.Policy.policy refers to ${aws_s3_bucket.Gone.arn}, " +
        "which cannot be derived from the configuration",
    ],
    [
      "an effect that is none",
      trailStack({ ...DENY_PLAIN_HTTP, Effect: "Perhaps" }),
      `${SOURCE}: policy cannot be read as a policy: statement DenyPlainHttp: Effect must be "Allow" or "Deny"`,
    ],
  ])("%s", async (_, stack, message) => {
    for (const format of ["table", "markdown", "json", "html"] as const) {
      await expect(text(stack, format)).rejects.toThrow(new UserError(message));
    }
    expect(message).not.toContain("\n");
  });
});
