import type { PolicyPlace } from "../../cli/model/policies-in";
import { logsFolder } from "../../modules/log-keys";
import { parseArn, type OneOrMany, type Principals, type Statement } from "../../modules/policy";
import type { Change } from "./change";

/** Kinds of S3 actions. A Deny on all of them could be replaced with a handwritten list that lacks one. */
const S3_KINDS = ["s3:Get*", "s3:List*", "s3:Put*", "s3:Delete*"];

/** Each action removed, if it is not the only one; for an Allow, also all actions of the service. */
export function actionChanges(statement: Statement): Change[] {
  const actions = listed(statement.Action);
  const narrowed = statement.Effect === "Deny" && actions.includes("s3:*") ? without(S3_KINDS) : [];
  const everything = [...new Set(actions.map((action) => `${action.split(":")[0]}:*`))];
  const isAlready = actions.every((action) => everything.includes(action));
  return [
    ...without(actions).map(([action, Action]) => ({
      title: `action ${action} left out`,
      statement: { ...statement, Action },
    })),
    ...narrowed.map(([kind, Action]) => ({
      title: `actions s3:* narrowed to all but ${kind}`,
      statement: { ...statement, Action },
    })),
    ...(isAlready || statement.Effect === "Deny"
      ? []
      : [{ title: `actions widened to ${everything.join(", ")}`, statement: { ...statement, Action: everything } }]),
  ];
}

/** Each principal removed, if it is not the only one; and everyone. */
export function principalChanges(statement: Statement): Change[] {
  const { Principal } = statement;
  if (Principal === undefined || Principal === "*") return [];
  const kinds = Object.entries(Principal) as [keyof Exclude<Principals, "*">, OneOrMany][];
  const left = kinds.flatMap(([kind, named]) =>
    without(listed(named)).map(([principal, others]) => ({
      title: `principal ${principal} left out`,
      statement: { ...statement, Principal: { ...Principal, [kind]: others } },
    })),
  );
  return [...left, { title: 'principal widened to "*"', statement: { ...statement, Principal: "*" as const } }];
}

/** Each resource removed, if it is not the only one; each resource of an Allow widened, of a Deny narrowed. */
export function resourceChanges(statement: Statement, place: PolicyPlace): Change[] {
  const resources = listed(statement.Resource);
  return [
    ...without(resources).map(([resource, Resource]) => ({
      title: `resource ${resource} left out`,
      statement: { ...statement, Resource },
    })),
    ...resources.flatMap((resource) => {
      const denies = statement.Effect === "Deny";
      const others = denies ? narrowerResources(resource) : widerResources(resource, place);
      return others.map((other) => ({
        title: `resource ${resource} ${denies ? "narrowed" : "widened"} to ${other}`,
        statement: { ...statement, Resource: resources.map((one) => (one === resource ? other : one)) },
      }));
    }),
  ];
}

/** The folder of the logs only, or another folder only. */
function narrowerResources(resource: string): string[] {
  const [, folder] = /^(arn:[a-z-]+:s3:::.+\/)\*$/.exec(resource) ?? [];
  return folder === undefined ? [] : [`${folder}${logsFolder({})}*`, `${folder}elsewhere/*`];
}

/**
 * An identity policy can name every resource. A resource policy applies only to its own resource: at most to all objects
 * of a bucket.
 */
function widerResources(resource: string, place: PolicyPlace): string[] {
  const object = /^(arn:[a-z-]+:s3:::[^/]+)\/(.+)$/.exec(resource);
  const allObjects = object && object[2] !== "*" ? [`${object[1]}/*`] : [];
  const everything = place === "identity" && resource !== "*" ? ["*"] : [];
  return [...allObjects, ...everything];
}

export function listed(values: OneOrMany | undefined): readonly string[] {
  return values === undefined ? [] : [values].flat();
}

/** Each value, and the list without it; empty for a single value. */
export function without(values: readonly string[]): [string, readonly string[]][] {
  return values.length < 2 ? [] : values.map((value) => [value, values.filter((other) => other !== value)]);
}

/** An ARN with a wildcard for the account, and one for the last part of the resource. */
export function widerArns(arn: string): string[] {
  const parts = parseArn(arn);
  if (!parts) return [];
  const { partition, service, region, account, resource } = parts;
  const join = (...rest: string[]) => ["arn", partition, service, region, ...rest].join(":");
  const kind = /^.*[/:](?=[^/:]+$)/.exec(resource)?.[0] ?? "";
  return [...(account === "" ? [] : [join("*", resource)]), join(account, `${kind}*`)].filter((wider) => wider !== arn);
}
