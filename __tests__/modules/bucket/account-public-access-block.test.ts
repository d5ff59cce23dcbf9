import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { AccountPublicAccessBlock } from "../../../modules/bucket";
import { synthStack } from "../../support/synth";

test("blocks public access to every bucket of the account with all four flags", () => {
  const stack = synthStack((scope) => new AccountPublicAccessBlock(scope, "Account", { account: "111122223333" }));
  expect(stack.counts).toEqual({ aws_s3_account_public_access_block: 1 });
  const { "//": metadata, address, ...rest } = stack.one("aws_s3_account_public_access_block");
  expect(metadata).toBeDefined();
  expect(address).toMatch(/^aws_s3_account_public_access_block\.Account_/);
  expect(rest).toEqual({
    account_id: "111122223333",
    block_public_acls: true,
    block_public_policy: true,
    ignore_public_acls: true,
    restrict_public_buckets: true,
  });
});

test("a provider reaches it", () => {
  const stack = synthStack((scope) => {
    const provider = new AwsProvider(scope, "Other", { region: "eu-west-1", alias: "other" });
    new AccountPublicAccessBlock(scope, "Account", { account: "111122223333", provider });
  });
  expect(stack.one("aws_s3_account_public_access_block")["provider"]).toBe("aws.other");
});
