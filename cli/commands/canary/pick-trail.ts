import { arnsIn } from "../../../modules/policy";
import { UserError } from "../../framework/user-error";
import type { Environment, Trail } from "../../model/environment";
import { namedBuckets, readSelectors, records } from "../../model/event-selectors";
import { trailResource } from "../../model/resources";
import { ofTrail } from "../../model/trails";
import { objectEvent } from "./target";

export interface Wanted {
  /** Account or ARN of the trail. @default the only one that would record the object */
  readonly trail: string | undefined;
  readonly bucket: string | undefined;
}

/** The environment, seen from the trail to try. Throws a `UserError` where there is no such trail, or more than one. */
export function pickTrail(environment: Environment, wanted: Wanted): Environment {
  const { name, trails } = environment;
  const listed = (all: readonly Trail[]) => all.map(({ account }) => account).join(", ");
  if (wanted.trail !== undefined) {
    const named = trails.filter(({ account, arn }) => wanted.trail === account || wanted.trail === arn);
    if (named.length === 1) return ofTrail(environment, named[0]!);
    const problem = named.length === 0 ? "no trail" : `${named.length} trails`;
    throw new UserError(
      `--trail: ${name} has ${problem} of ${wanted.trail}; give the account or the ARN of one of its trails: ${
        named.length === 0 ? listed(trails) : named.map(({ arn }) => arn).join(", ")
      }`,
    );
  }
  const able = trails.filter((trail) => couldRecord(ofTrail(environment, trail), wanted.bucket));
  // None: what is missing is said of the first.
  if (able.length <= 1) return ofTrail(environment, able[0] ?? environment.trail);
  throw new UserError(`${name} has ${able.length} trails; give --trail with the account of one: ${listed(able)}`);
}

function couldRecord(environment: Environment, bucket: string | undefined): boolean {
  const trail = trailResource(environment);
  const selectors = readSelectors(trail.values);
  if (bucket === undefined) return namedBuckets(selectors).length > 0;
  const parts = namedBuckets(selectors).filter((one) => one.bucket === bucket);
  const prefixes = parts.length > 0 ? parts.map(({ prefix }) => prefix) : [""];
  const put = { eventName: "PutObject", readOnly: false };
  return prefixes.some((prefix) => records(selectors, objectEvent(put, `${arnsIn(trail).bucket(bucket)}/${prefix}`)));
}
