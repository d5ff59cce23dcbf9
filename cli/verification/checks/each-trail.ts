import type { Environment } from "../../model/environment";
import { markOf, ofTrail, otherTrails } from "../../model/trails";
import type { Check } from "../check";
import type { Context } from "../context";

/** The same checks of every trail. Those of the first keep their ids and titles. */
export function ofEachTrail(environment: Environment, checksOf: (environment: Environment) => Check[]): Check[] {
  const others = otherTrails(environment).flatMap((trail) => {
    const { id, title } = markOf(trail, environment);
    const seen = ofTrail(environment, trail);
    const fromIts = (context: Context): Context => ({
      ...context,
      environment: seen,
      shared: (name, make) => context.shared(`${trail.arn} ${name}`, make),
    });
    const own = checksOf(seen);
    const ids = new Set(own.map((check) => check.id));
    return own.map((check) => ({
      ...check,
      id: `${check.id}.${id}`,
      ...(check.needs !== undefined && ids.has(check.needs) && { needs: `${check.needs}.${id}` }),
      title: `trail of ${title}: ${check.title}`,
      run: (context: Context) => check.run(fromIts(context)),
    }));
  });
  return [...checksOf(environment), ...others];
}
