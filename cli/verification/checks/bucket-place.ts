import type { Bucket } from "../../model/environment";
import { gone, logging, same, type Check, type Group } from "../check";
import type { Context } from "../context";

/** Checks the owner and the Region. Bucket names are global: a bucket with this name may belong to someone else. */
export function locationCheck(prefix: string, group: Group, bucket: Bucket): Check {
  const { name, account, region } = bucket;
  const expected = `${name} of ${account} in ${region}`;
  return {
    id: `${prefix}.region`,
    group,
    title: "exists in its account and Region",
    exampleStep: logging(1),
    controls: [],
    expected,
    run: async (context) => {
      const { Buckets = [] } = await context.aws(bucket).buckets(name);
      const own = Buckets.find(({ Name }) => Name === name);
      if (!own) return gone(`${account} has no bucket ${name}`);
      return same(expected, `${name} of ${account} in ${own.BucketRegion ?? (await askRegion(context, bucket))}`);
    },
  };
}

/** S3 still returns the names of its first years: nothing for us-east-1, EU for eu-west-1. */
async function askRegion({ aws }: Context, bucket: Bucket): Promise<string> {
  const { LocationConstraint = "us-east-1" } = await aws(bucket).bucketLocation(bucket.name);
  return String(LocationConstraint) === "EU" ? "eu-west-1" : LocationConstraint || "us-east-1";
}
