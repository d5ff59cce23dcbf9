import * as s3 from "@aws-sdk/client-s3";
import { CreateAccessPointCommand } from "@aws-sdk/client-s3-control";
import { dev } from "../../fixtures/environments/dev";
import { devOnMoto, foundTogether } from "../../support/dev-on-moto";
import { describeWithMoto } from "../../support/moto";

const Bucket = dev.logs.bucketName;
const ACCOUNT = dev.accounts.archive.id;
const ELSEWHERE = `arn:aws:s3:::${dev.accessLogs.bucketName}`;
const FUNCTION = "arn:aws:lambda:eu-central-1:999999999999:function:elsewhere";

describeWithMoto("what lets logs out of the buckets although nothing configures it, on moto", () => {
  const world = devOnMoto();
  const client = () => world.clients().s3;

  foundTogether(world, {
    "replication into another bucket": {
      make: () =>
        client().send(
          new s3.PutBucketReplicationCommand({
            Bucket,
            ReplicationConfiguration: {
              Role: "arn:aws:iam::999999999999:role/Copies",
              Rules: [{ ID: "Copies", Status: "Enabled", Prefix: "", Destination: { Bucket: ELSEWHERE } }],
            },
          }),
        ),
      failing: ["bucket.replication"],
      found: /^role arn:aws:iam::999999999999:role\/Copies; Copies: Enabled, into arn:aws:s3:::\S+ with no key;/,
    },
    "the names of new objects sent to a function": {
      make: () =>
        client().send(
          new s3.PutBucketNotificationConfigurationCommand({
            Bucket,
            NotificationConfiguration: {
              LambdaFunctionConfigurations: [{ LambdaFunctionArn: FUNCTION, Events: ["s3:ObjectCreated:*"] }],
            },
          }),
        ),
      failing: ["bucket.notifications"],
      found: /^s3:ObjectCreated:\* to arn:aws:lambda:\S+:function:elsewhere$/,
      details: [`added: s3:ObjectCreated:* to ${FUNCTION}`],
    },
    "an inventory into another bucket": {
      make: () =>
        client().send(
          new s3.PutBucketInventoryConfigurationCommand({
            Bucket,
            Id: "Names",
            InventoryConfiguration: {
              Id: "Names",
              IsEnabled: true,
              IncludedObjectVersions: "All",
              Schedule: { Frequency: "Daily" },
              Destination: { S3BucketDestination: { Bucket: ELSEWHERE, Format: "CSV", Prefix: "names" } },
            },
          }),
        ),
      failing: ["bucket.inventory"],
      found: /^Names: All versions, Daily, as CSV to arn:aws:s3:::\S+\/names of /,
    },
    "an access point": {
      make: () =>
        world.clients().s3Control.send(new CreateAccessPointCommand({ AccountId: ACCOUNT, Name: "side-door", Bucket })),
      failing: ["bucket.access-points"],
      found: /^side-door$/,
    },
    "an access control list for everybody": {
      make: async () => {
        await client().send(new s3.DeletePublicAccessBlockCommand({ Bucket: dev.accessLogs.bucketName }));
        await client().send(new s3.PutBucketAclCommand({ Bucket: dev.accessLogs.bucketName, ACL: "public-read" }));
      },
      failing: ["access-log-bucket.acl", "access-log-bucket.public-access"],
      found: /^http:\/\/acs\.amazonaws\.com\/groups\/global\/AllUsers: READ$/,
    },
    "a website": {
      make: () =>
        client().send(
          new s3.PutBucketWebsiteCommand({
            Bucket,
            WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
          }),
        ),
      failing: ["bucket.website"],
      found: /^serves index\.html$/,
    },
    "pages of another origin let in": {
      make: () =>
        client().send(
          new s3.PutBucketCorsCommand({
            Bucket,
            CORSConfiguration: { CORSRules: [{ AllowedMethods: ["GET"], AllowedOrigins: ["https://example.com"] }] },
          }),
        ),
      failing: ["bucket.cors"],
      found: /^GET from https:\/\/example\.com$/,
    },
    "the state bucket without versions": {
      make: () =>
        client().send(
          new s3.PutBucketVersioningCommand({
            Bucket: dev.state.bucketName,
            VersioningConfiguration: { Status: "Suspended" },
          }),
        ),
      failing: ["state-bucket.versioning"],
      found: /^Suspended$/,
    },
  });
});
