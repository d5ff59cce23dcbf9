import { skipped, same, type Check } from "../check";
import type { Environment } from "../../model/environment";
import { orMissing } from "./absent";
import { flagsOff } from "./public-access";

/** S3's public access block of the log bucket's account, if the configuration sets it. */
export function accountChecks(environment: Environment): Check[] {
  const { account, region } = environment.logBucket;
  const resource = environment.resources.find(({ type }) => type === "aws_s3_account_public_access_block");
  const expected = flagsOff((_, argument) => resource?.values[argument] === true);
  return [
    {
      id: "account.public-access",
      group: "Account",
      title: `account ${account} has all four public access flags on`,
      controls: ["bucket-account-public-access-block"],
      expected: resource ? expected : "nothing: the configuration does not set it",
      run: async ({ aws }) => {
        if (!resource) return skipped("the configuration does not set it");
        const { PublicAccessBlockConfiguration: found = {} } = await orMissing(
          aws({ account, region }).accountPublicAccessBlock(account),
          "NoSuchPublicAccessBlockConfiguration",
        );
        return same(
          expected,
          flagsOff((flag) => found[flag] === true),
        );
      },
    },
  ];
}
