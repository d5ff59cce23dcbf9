"use strict";
const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns");
const catalog = require("./catalog.json");
const { findingsOf } = require("./finding.js");
const { alertsOf } = require("./judge.js");
const { asTest, contentOf, messageOf } = require("./message.js");

/** What is watched, and where alerts go: see settings.ts. */
const settings = JSON.parse(process.env.SETTINGS);
const sns = new SNSClient({});

/**
 * EventBridge calls this for each event of a call that may raise alerts, and for GuardDuty's findings; `audit-trail
 * alerts test --send` with `test`, which no event of AWS has. Fails if an alert is not sent: it is tried again.
 */
exports.handler = async (event) => {
  const contents = contentsOf(event).map((content) => (event.test === true ? asTest(content) : content));
  for (const content of contents) console.log(JSON.stringify(content));
  await Promise.all(contents.map((content) => sns.send(new PublishCommand(messageOf(content, settings.topicArn)))));
};

function contentsOf(event) {
  if (event["detail-type"] === "GuardDuty Finding") return findingsOf(event, settings);
  const record = event.detail;
  return alertsOf(record, catalog, settings).map((alert) => contentOf(alert, record, settings));
}
