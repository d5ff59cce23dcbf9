/** `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-` and 32 digits: the longest value of a token here. */
const KEY_ARN_LENGTH = 90;

/** What to do if what is watched does not fit. In an environment, most of it are the roles of readers and SIEMs. */
export const WATCH_FEWER =
  'watch fewer resources: in an environment, let readers share a role, and SIEMs an `existingRole` or `via: "topic"`; ' +
  "in an app of your own, create two `Alerts`";

/** Bytes of a text once Terraform has put key ARNs in place of tokens, at most. */
export function sizeWithTokens(text: string): number {
  return Buffer.byteLength(text.replace(/\$\{[^}]*\}/g, "x".repeat(KEY_ARN_LENGTH)));
}
