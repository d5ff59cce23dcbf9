// What is wrong with what the methods of a key are given.
import { Token } from "cdktf";
import { parseArn } from "../policy";
import { arnOf, type Principal } from "../principal";
import { invalidArn, type Problem } from "../validation";

export function bucketUserProblems(option: string, bucketArn: string, users: readonly Principal[]): Problem[] {
  return [
    // Its name becomes part of a Sid.
    Token.isUnresolved(bucketArn) &&
      "bucketArn must be known at synth, got a token; build it from the bucket's name: `arn:aws:s3:::${bucketName}`",
    invalidArn("bucketArn", bucketArn, "s3", ""),
    users.length === 0 && `${option} must name at least one principal, got none`,
    ...users.map((one) => invalidArn(option, arnOf(one), "iam", "user/", "role/")),
  ];
}

export function replicationProblems(role: Principal, bucketArn: string): Problem[] {
  return [invalidArn("replication role", arnOf(role), "iam", "role/"), invalidArn("bucketArn", bucketArn, "s3", "")];
}

export function regionMismatch(logGroupArn: string, region: string): Problem {
  const { service, region: found } = parseArn(logGroupArn) ?? {};
  return (
    service === "logs" &&
    found !== region &&
    `logGroupArn must be in Region ${region}, since CloudWatch Logs uses keys of its own Region only, got "${logGroupArn}"`
  );
}
