import type { IConstruct } from "constructs";
import { arnsIn, parseArn, type Location, type Statement } from "../policy";

/** What this file uses of a key, whose module imports this one. */
interface UsedKey extends IConstruct {
  readonly arn: string;
  readonly location: Location;
}

/** What this file uses of a bucket, whose module imports keys. */
interface KeyedBucket extends IConstruct {
  readonly key: { readonly arn: string } | undefined;
  readonly statements: readonly Statement[];
}

/**
 * Users of another account whom no bucket under the key lets read: IAM alone cannot give them what the bucket's policy
 * does not. Buckets outside the app are unknown, and so is everything if the app has no bucket under the key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-walkthroughs-managing-access-example4.html
 */
export function foreignUserProblems(key: UsedKey, users: readonly string[]): string[] {
  const foreign = [...new Set(users)].filter(
    (arn) => ![undefined, key.location.account].includes(parseArn(arn)?.account),
  );
  if (foreign.length === 0) return [];
  const buckets = key.node.root.node.findAll().filter((one) => isUnder(one, key));
  if (buckets.length === 0) return [];
  const paths = buckets.map(({ node }) => node.path).join(", ");
  return foreign
    .filter((arn) => !buckets.some(({ statements }) => statements.some((statement) => allows(statement, arn, key))))
    .map(
      (arn) =>
        `${arn} may use the key, but the bucket policy of ${paths} does not let it read, which another account needs; ` +
        "call allowReaders of the bucket, which also lets it use the key",
    );
}

function isUnder(one: IConstruct, key: UsedKey): one is KeyedBucket {
  return "allowTrailDelivery" in one && (one as unknown as KeyedBucket).key?.arn === key.arn;
}

/** An allowed account decides in its own IAM policies which of its users read. */
function allows({ Effect, Principal }: Statement, arn: string, { location }: UsedKey): boolean {
  if (Effect !== "Allow" || Principal === undefined) return false;
  if (Principal === "*") return true;
  const account = parseArn(arn)!.account;
  const named = [Principal.AWS ?? []].flat();
  return [arn, account, arnsIn({ ...location, account }).root(), "*"].some((one) => named.includes(one));
}
