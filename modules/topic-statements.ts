import type { Statement } from "./policy";

/** Denies publishing to a topic over plain HTTP. */
export function denyPlainHttp(topicArn: string): Statement {
  return {
    Sid: "DenyInsecureTransport",
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}
