import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UnreadableLogFile } from "../../../cli/logs/log-file";
import { recordsInText } from "../../../cli/logs/unwrap";
import { record, SAMPLES } from "../../support/log-records";

const one = record();
const other = record({ eventName: "PutObject" });
const both = [one, other];
const text = JSON.stringify(one);

test.each([
  ["a log file", JSON.stringify({ Records: both })],
  ["a pretty-printed log file", JSON.stringify({ Records: both }, null, 2)],
  ["a list", JSON.stringify(both)],
  ["JSON lines", `${text}\n${JSON.stringify(other)}\n`],
  ["JSON lines with Windows line ends", `${text}\r\n${JSON.stringify(other)}`],
  ["joined JSON, as Firehose writes it", `${text}${JSON.stringify(other)}`],
  ["joined log files", both.map((each) => JSON.stringify({ Records: [each] })).join("")],
  ["EventBridge events", both.map((detail) => JSON.stringify({ "detail-type": "AWS API Call", detail })).join("\n")],
  ["a CloudWatch subscription", JSON.stringify({ logEvents: both.map((each) => ({ message: JSON.stringify(each) })) })],
  ["FilterLogEvents", JSON.stringify({ events: both.map((each) => ({ message: JSON.stringify(each) })) })],
  ["LookupEvents", JSON.stringify({ Events: both.map((each) => ({ CloudTrailEvent: JSON.stringify(each) })) })],
  [
    "single events of LookupEvents",
    both.map((each) => JSON.stringify({ CloudTrailEvent: JSON.stringify(each) })).join("\n"),
  ],
])("%s is unwrapped", (_, wrapped) => {
  expect(recordsInText(wrapped)).toEqual(both);
});

test.each<[string, unknown, UnreadableLogFile["reason"]]>([
  ["a digest", { digestS3Object: "x", logFiles: [] }, "digest"],
  ["a file of AWS Config", { fileVersion: "1.0", configurationItems: [] }, "config"],
  [
    "a notification of S3",
    { Records: [{ eventSource: "aws:s3", eventVersion: "2.1", s3: { bucket: {} } }] },
    "notification",
  ],
  ["a notification of SNS", { Type: "Notification", Message: "{}" }, "notification"],
  ["a Lambda event of SNS", { Records: [{ EventSource: "aws:sns", Sns: { Message: "{}" } }] }, "notification"],
  ["a message of CloudTrail's topic", { s3Bucket: "logs", s3ObjectKey: ["AWSLogs/x"] }, "notification"],
  ["messages of SQS", { Messages: [{ Body: "{}" }] }, "notification"],
  ["other JSON", { hello: "world" }, "no records"],
  ["a number", 5, "no records"],
])("%s is refused by name", (_, value, reason) => {
  expect(() => recordsInText(JSON.stringify(value))).toThrow(new UnreadableLogFile(reason));
});

test.each(["", "hello", '{"Records":[', '{"a":1} and {"b":2}', '{"a":"', "{a:1}", "]"])("%j is not JSON", (broken) => {
  expect(() => recordsInText(broken)).toThrow(new UnreadableLogFile("not JSON"));
});

test.each(['{"Records":[]}', "[]", '{"Events":[]}'])("%s has no records, and nothing is wrong with it", (empty) => {
  expect(recordsInText(empty)).toEqual([]);
});

test("unusual records are kept as they are", () => {
  const quirks = readFileSync(join(SAMPLES, "quirks", "quirks.json"), "utf8");
  const records = recordsInText(quirks);
  expect(records.map(({ eventID }) => eventID)).toEqual(["e1", "e2", "e3", "e4", "e5"]);
});

test("braces and quotes in texts do not end a record", () => {
  const odd = record({ userAgent: 'x} {"eventVersion":"1"}\\' });
  expect(recordsInText(`${JSON.stringify(odd)}${text}`)).toEqual([odd, one]);
});
