"use strict";
const { PublishCommand, SNSClient } = require("@aws-sdk/client-sns");
const catalog = require("./catalog.json");
const { alertsOf } = require("./judge.js");
const { contentOf, messageOf } = require("./message.js");

/** What is watched, and where alerts go: see settings.ts. */
const settings = JSON.parse(process.env.SETTINGS);
const sns = new SNSClient({});

/** EventBridge calls this for each event of a call that may raise alerts. Fails if one is not sent: it is tried again. */
exports.handler = async (event) => {
  const record = event.detail;
  const contents = alertsOf(record, catalog, settings).map((alert) => contentOf(alert, record, settings));
  for (const content of contents) console.log(JSON.stringify(content));
  await Promise.all(contents.map((content) => sns.send(new PublishCommand(messageOf(content, settings.topicArn)))));
};
