import { arnsIn, parseArn } from "../../modules/policy";
import type { Environment } from "../model/environment";
import { policiesIn } from "../model/policies-in";
import { FOREIGN_ACCOUNT } from "./calls";
import { idFor } from "../model/ids";
import type { Subject } from "./subject";

/** The source for which a service acts, as a policy names it. */
interface Source {
  readonly arn: string | undefined;
  readonly account: string | undefined;
}

/** The services other than CloudTrail that policies allow: for each named source, and for others. */
export function serviceSubjects(environment: Environment): Subject[] {
  const { logBucket } = environment;
  const unnamed = arnsIn({ account: FOREIGN_ACCOUNT, region: logBucket.region }).bucket("somebody-elses-bucket");
  return [...sourcesByService(environment)].flatMap(([service, sources]) =>
    sources.flatMap(({ arn, account }) => {
      const name = arn === undefined ? undefined : nameOf(arn, sources);
      const short = service.replace(/\.amazonaws\.com(\.cn)?$/, "");
      const id = [idFor(short.replaceAll(".", "-")), name && idFor(name)];
      const subject = (suffix: string, title: string, source: Source): Subject => ({
        id: `${id.filter((part) => part !== undefined).join("-")}${suffix}`,
        title: `${short} ${title}`,
        caller: { kind: "service", service, sourceArn: source.arn, sourceAccount: source.account },
      });
      return [
        subject("", name === undefined ? "without a source" : `for ${name}`, { arn, account }),
        // Bucket names can change owners: the same ARN in another account is the classic confused deputy. Other ARNs
        // hold the account themselves, and where no statement asks for it besides, only that of another tells them apart.
        subject("-foreign", name === undefined ? "for an outsider" : `for an outsider's ${name}`, {
          arn: arn === undefined ? unnamed : account === undefined ? inForeignAccount(arn) : arn,
          account: FOREIGN_ACCOUNT,
        }),
        // A condition on the source must not match a request without one.
        ...(arn === undefined
          ? []
          : [subject("-no-arn", `for ${name} without a source ARN`, { arn: undefined, account })]),
        ...(arn !== undefined && account !== undefined
          ? [subject("-no-account", `for ${name} without a source account`, { arn, account: undefined })]
          : []),
        ...(arn !== undefined && hasAccount(arn) && service !== ANOTHER_SERVICE
          ? [anotherService(id[1] ?? "", name ?? arn, arn, parseArn(arn)!.account)]
          : []),
        ...(arn !== undefined && (account !== undefined || hasAccount(arn))
          ? [subject("-other", `for a source other than ${name}`, { arn: anotherThan(arn), account })]
          : []),
      ];
    }),
  );
}

const ANOTHER_SERVICE = "config.amazonaws.com";

/** A service that claims to act for something that another service owns. */
export function anotherService(id: string, title: string, sourceArn: string, sourceAccount: string): Subject {
  return {
    id: `other-service-${id}`,
    title: `another AWS service for ${title}`,
    caller: { kind: "service", service: ANOTHER_SERVICE, sourceArn, sourceAccount },
  };
}

/** Accounts and Regions may have resources with the same name. */
function nameOf(arn: string, sources: readonly Source[]): string {
  const resourceOf = (one: string | undefined) => one && (parseArn(one)?.resource ?? one);
  const name = resourceOf(arn)!;
  const isAlone = sources.filter((source) => resourceOf(source.arn) === name).length === 1;
  const { account, region } = parseArn(arn) ?? {};
  return isAlone ? name : `${name} of ${account} in ${region}`;
}

/** An ARN that a pattern of a beginning does not match either. */
function anotherThan(arn: string): string {
  return arn.endsWith("*") ? arn.replace(/[^:/]+$/, "other-$&") : `${arn}-other`;
}

function hasAccount(arn: string): boolean {
  return inForeignAccount(arn) !== arn;
}

/** The same for an ARN without an account, such as that of a bucket. */
function inForeignAccount(arn: string): string {
  return arn.replace(/:\d{12}:/, `:${FOREIGN_ACCOUNT}:`);
}

function sourcesByService(environment: Environment): Map<string, Source[]> {
  const found = new Map<string, Source[]>();
  for (const { Principal, Condition } of policiesIn(environment).flatMap(({ policy }) => policy.statements)) {
    const names = typeof Principal === "object" ? [Principal.Service ?? []].flat() : [];
    const condition = (key: string) => Object.values(Condition ?? {}).flatMap((keys) => [keys?.[key] ?? []].flat());
    const [account] = condition("aws:SourceAccount");
    const arns = condition("aws:SourceArn");
    const sources = (arns.length > 0 ? arns : [undefined]).map((arn) => ({ arn, account }));
    for (const name of names.filter((service) => service !== "cloudtrail.amazonaws.com")) {
      found.set(name, [...(found.get(name) ?? []), ...sources]);
    }
  }
  return new Map([...found].map(([service, sources]) => [service, distinct(sources)]));
}

/** Each named source once, with its account if a statement has it; without any, the service without a source. */
function distinct(sources: readonly Source[]): Source[] {
  const accountOf = (arn: string | undefined) =>
    sources.find((source) => source.arn === arn && source.account !== undefined)?.account;
  const arns = [...new Set(sources.map(({ arn }) => arn))];
  const named = arns.filter((arn) => arn !== undefined);
  return (named.length > 0 ? named : arns).map((arn) => ({ arn, account: accountOf(arn) }));
}
