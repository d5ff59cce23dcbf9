import { BreakGlassRole, LogReaderRole } from "../../modules/access";
import { AccessLogBucket, Bucket } from "../../modules/bucket";
import { Key } from "../../modules/key";
import { Trail } from "../../modules/trail";
import { synthStack } from "../support/synth";

const IN = { account: "111122223333", region: "eu-central-1" };
const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d";
const TRUSTED = ["arn:aws:iam::111122223333:role/Ops"];
const LOGS = { bucketName: "logs", bucketRegion: IN.region, keyArn: KEY_ARN, accounts: [IN.account] };

/** As JavaScript calls: without a look at the types. */
const untyped = <T>(options: object) => options as T;

test.each<[string, object, string]>([
  ["Trail", { name: "audit", multiRegoin: false }, "multiRegoin is unknown; did you mean multiRegion?"],
  ["Key", { aliases: ["k"], rotationDays: 90 }, "rotationDays is unknown; known keys are "],
  ["Bucket", { bucketName: "logs", onlyReader: [] }, "onlyReader is unknown; did you mean onlyReaders?"],
  ["AccessLogBucket", { bucketName: "logs", objectLock: { mode: "GOVERNANCE", days: 1 } }, "objectLock is unknown; "],
  ["LogReaderRole", { roleName: "r", requireMFA: false }, "requireMFA is unknown; did you mean requireMfa?"],
  ["BreakGlassRole", { roleName: "r", requireMfa: false }, "requireMfa is unknown; known keys are "],
])("an option that a %s does not know is an error: %j", (construct, options, problem) => {
  const build = () =>
    synthStack((stack) => {
      const trust = { ...IN, trustedPrincipals: TRUSTED, ...options };
      switch (construct) {
        case "Trail":
          return new Trail(
            stack,
            "One",
            untyped({ ...IN, bucket: { bucketName: "logs" }, key: { arn: KEY_ARN }, ...options }),
          );
        case "Key":
          return new Key(stack, "One", untyped({ ...IN, ...options }));
        case "Bucket":
          return new Bucket(stack, "One", untyped({ ...IN, encryption: "SSE-S3", ...options }));
        case "AccessLogBucket":
          return new AccessLogBucket(stack, "One", untyped({ ...IN, ...options }));
        case "LogReaderRole":
          return new LogReaderRole(stack, "One", untyped({ ...trust, logs: LOGS }));
        default:
          return new BreakGlassRole(stack, "One", untyped({ ...trust, bucketNames: ["logs"] }));
      }
    });
  expect(build).toThrow(`test/One: ${problem}`);
});
