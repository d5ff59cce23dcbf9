/** A finding of GuardDuty as EventBridge delivers it. */
export const FINDING = {
  version: "0",
  id: "c8c4daa7-a20c-2f03-0070-b7393dd542ad",
  source: "aws.guardduty",
  "detail-type": "GuardDuty Finding",
  account: "111122223333",
  region: "eu-central-1",
  time: "2026-11-27T01:05:00Z",
  detail: {
    schemaVersion: "2.0",
    accountId: "111122223333",
    region: "eu-central-1",
    id: "16afba5c5c43e07c9e3e5e2e544e95df",
    arn: "arn:aws:guardduty:eu-central-1:111122223333:detector/12abc34d567e8fa901bc2d34e56789f0/finding/16afba5c5c43e07c9e3e5e2e544e95df",
    type: "Stealth:IAMUser/CloudTrailLoggingDisabled",
    resource: {
      resourceType: "AccessKey",
      accessKeyDetails: {
        accessKeyId: "ASIAEXAMPLE",
        principalId: "AROAEXAMPLE:mallory",
        userType: "AssumedRole",
        userName: "Administrators",
      },
    },
    service: {
      serviceName: "guardduty",
      action: {
        actionType: "AWS_API_CALL",
        awsApiCallAction: {
          api: "StopLogging",
          serviceName: "cloudtrail.amazonaws.com",
          remoteIpDetails: { ipAddressV4: "198.51.100.7" },
        },
      },
      count: 2,
      eventFirstSeen: "2026-11-27T01:00:00.000Z",
      eventLastSeen: "2026-11-27T01:02:00.000Z",
      archived: false,
    },
    severity: 8,
    title: "AWS CloudTrail trail audit was disabled.",
    description: "AWS CloudTrail trail audit was disabled by Administrators calling StopLogging.",
    createdAt: "2026-11-27T01:04:00.000Z",
    updatedAt: "2026-11-27T01:04:00.000Z",
  },
} as const;
