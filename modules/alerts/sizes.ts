/** `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-` and 32 digits: the longest value of a token here. */
const KEY_ARN_LENGTH = 90;

/** Bytes of a text once Terraform has put key ARNs in place of tokens, at most. */
export function sizeWithTokens(text: string): number {
  return Buffer.byteLength(text.replace(/\$\{[^}]*\}/g, "x".repeat(KEY_ARN_LENGTH)));
}
