import { prodOnFake } from "../../support/prod-on-fake";
import { resultOf } from "../../support/verified";

const NOW = new Date("2026-03-04T12:00:00Z");
const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

describe("what the trail's status tells, with a fake in AWS's place", () => {
  const verify = prodOnFake();
  const status = async (answer: object, id: string) => {
    const { state, found } = resultOf(await verify({ GetTrailStatus: answer }, NOW), id);
    return `${state}: ${found}`;
  };

  test.each([
    ["trail.delivery", "LatestDeliveryTime", 23.9, "pass: 24 hours ago, simulated"],
    ["trail.delivery", "LatestDeliveryTime", 24.1, "fail: 24 hours ago, simulated"],
    ["trail.delivery", "LatestDeliveryTime", 72, "fail: 3 days ago, simulated"],
    ["trail.digest", "LatestDigestDeliveryTime", 1.9, "pass: 114 minutes ago, simulated"],
    ["trail.digest", "LatestDigestDeliveryTime", 2.1, "fail: 2 hours ago, simulated"],
    ["trail.cloudwatch-delivery", "LatestCloudWatchLogsDeliveryTime", 1, "pass: 60 minutes ago, simulated"],
    ["trail.cloudwatch-delivery", "LatestCloudWatchLogsDeliveryTime", 25, "fail: 25 hours ago, simulated"],
    // Clocks differ.
    ["trail.delivery", "LatestDeliveryTime", -0.01, "pass: 0 seconds ago, simulated"],
  ])("%s, %s %d hours ago: %s%s", async (id, field, hours, expected) => {
    expect(await status({ [field]: ago(hours) }, id)).toBe(expected);
  });

  test("nothing delivered is too early to say of a young trail, and a failure of an old one", async () => {
    expect(await status({ StartLoggingTime: ago(1) }, "trail.delivery")).toBe(
      "warn: none yet; logging began 60 minutes ago",
    );
    expect(await status({ StartLoggingTime: ago(30) }, "trail.delivery")).toBe("fail: none");
    expect(await status({ StartLoggingTime: ago(3) }, "trail.digest")).toBe("fail: none");
    expect(await status({}, "trail.delivery")).toBe("fail: none");
  });

  test("each error is reported with what it is about", async () => {
    const errors = { LatestDeliveryError: "AccessDenied", LatestDigestDeliveryError: "NoSuchBucket" };
    expect(await status(errors, "trail.errors")).toBe("fail: log files: AccessDenied; digests: NoSuchBucket");
    expect(await status({ LatestNotificationError: "AuthorizationError" }, "trail.errors")).toBe(
      "fail: notices: AuthorizationError",
    );
    expect(await status({ LatestCloudWatchLogsDeliveryError: "NotFound" }, "trail.errors")).toBe(
      "fail: CloudWatch Logs: NotFound",
    );
    expect(await status({}, "trail.errors")).toBe("pass: no error");
  });

  test("a trail that does not log, or does not say so, fails", async () => {
    expect(await status({ IsLogging: true }, "trail.logging")).toBe("pass: yes");
    expect(await status({ IsLogging: false }, "trail.logging")).toBe("fail: no");
    expect(await status({}, "trail.logging")).toBe("fail: no");
  });
});
