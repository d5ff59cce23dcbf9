import type { Context } from "../../../cli/verification/context";
import { channelChecks } from "../../../cli/verification/checks/channels";
import { COMPLETE } from "../../support/complete-environment";
import { environmentOf } from "../../support/matrix";

const environment = environmentOf(COMPLETE);
const topic = environment.channels.find(({ kind, name }) => kind === "topic" && name.endsWith("-audit-feed"))!;
const check = channelChecks(environment, topic, topic.name).find(({ id }) => id.endsWith(".subscriptions"))!;

const verdict = (...subscriptions: readonly object[]) => {
  const aws = () => ({ receivers: { subscriptions: () => Promise.resolve(subscriptions) } });
  return check.run({ aws } as unknown as Context);
};

const queue = (Owner: string) => ({ Owner, Protocol: "sqs", Endpoint: `arn:aws:sqs:eu-central-1:${Owner}:panther` });

describe("who subscribed to the topic of a feed", () => {
  test("may be an account that its policy names, with a queue, and its own account in any way", async () => {
    const own = { ...queue("111122223333"), Protocol: "lambda" };
    expect(await verdict(queue("888888888888"), own)).toMatchObject({ state: "pass", found: "2 subscriptions" });
    expect(await verdict()).toMatchObject({ state: "pass" });
  });

  test.each([
    ["another account", queue("999999999999"), "sqs arn:aws:sqs:eu-central-1:999999999999:panther of 999999999999"],
    [
      "a named account with an address",
      { Owner: "888888888888", Protocol: "https", Endpoint: "https://siem.example.com" },
      "https https://siem.example.com of 888888888888",
    ],
  ])("must not be %s", async (_, subscription, found) => {
    expect(await verdict(queue("888888888888"), subscription)).toMatchObject({ state: "fail", found });
  });
});
