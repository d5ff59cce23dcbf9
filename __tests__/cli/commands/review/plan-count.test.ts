import { creates, destroys, reviewOfChanges, updates } from "../../../support/small-plan";

const TOPIC = { name: "alarms" };

test("counts as Terraform does: a replacement is one to add and one to destroy", async () => {
  const replaces = { type: "aws_sns_topic", name: "four", actions: ["delete", "create"], before: TOPIC, after: TOPIC };
  const untouched = { type: "aws_sns_topic", name: "five", actions: ["no-op"], before: TOPIC, after: TOPIC };
  const read = { type: "aws_sns_topic", name: "six", actions: ["read"], after: TOPIC };
  const changes = [
    creates("aws_sns_topic", TOPIC),
    updates("aws_sns_topic", TOPIC, { display_name: "Alarms" }, { name: "two" }),
    destroys("aws_sns_topic", TOPIC, { name: "three" }),
    replaces,
    untouched,
    read,
  ];
  expect((await reviewOfChanges(...changes)).plan).toEqual({ add: 2, change: 1, destroy: 2 });
});
