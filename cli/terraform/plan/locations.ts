import { parseArn, type Location } from "../../../modules/policy";
import type { Arguments, ProviderJson } from "../../model/stack";
import type { PlannedResource } from "./plan";
import type { ConfiguredProvider } from "./provider-config";

/** An account and a Region, as far as known. */
export type KnownLocation = Partial<Location>;

/** What a data source says about its provider: `aws_caller_identity` and `aws_region`. */
export interface Asked extends KnownLocation {
  /** Alias of its provider. */
  readonly provider: string;
}

/** A resource, with what its own values say about its location. */
interface Located {
  readonly resource: PlannedResource;
  readonly own: KnownLocation;
}

export interface Evidence {
  readonly configured: readonly ConfiguredProvider[];
  readonly resources: readonly PlannedResource[];
  readonly asked: readonly Asked[];
  /** From the command line. */
  readonly told: KnownLocation;
}

/**
 * Finds the account and the Region of each provider and resource: from the resource's ARN, from the provider's
 * configuration, from other resources of the provider, from data sources, and from the command line, in this order.
 * What nothing shows is left out.
 */
export function locate({ configured, resources, asked, told }: Evidence): {
  readonly providers: Readonly<Record<string, ProviderJson>>;
  readonly resources: readonly PlannedResource[];
} {
  const located = resources.map((resource): Located => ({ resource, own: ownLocation(resource) }));
  const shown = [located.map(({ resource, own }) => ({ ...own, provider: resource.provider })), asked.map(named)];
  const aliases = new Set([...configured, ...asked.map(aliased), ...resources.map(aliased)].map(({ alias }) => alias));
  const known = new Map([...aliases].map((alias) => [alias, providerLocation(alias, configured, shown, told)]));
  const anyRegion = shown.flat().find(({ region }) => region !== undefined)?.region;
  return {
    providers: Object.fromEntries([...known].flatMap(([alias, one]) => (isWhole(one) ? [[alias, one] as const] : []))),
    resources: located.map(({ resource, own }) => {
      const ofProvider = known.get(resource.provider)!;
      // Of the others, only the account and the partition matter.
      const fallback = REGIONAL.test(resource.type) || anyRegion === undefined ? {} : { region: anyRegion };
      const location = { ...fallback, ...ofProvider, ...own };
      const isOfProvider = location.account === ofProvider.account && location.region === ofProvider.region;
      return isWhole(location) && !isOfProvider ? { ...resource, location } : resource;
    }),
  };
}

/** Types whose ARNs or settings depend on their Region. */
const REGIONAL =
  /^aws_(cloudtrail|cloudwatch_.+|kms_(key|replica_key|alias)|lambda_function|s3_bucket|sns_topic|sqs_queue)$/;

/** `shown`: what resources and data sources say, the first that says anything counts. */
function providerLocation(
  alias: string,
  configured: readonly ConfiguredProvider[],
  shown: readonly (readonly Asked[])[],
  told: KnownLocation,
): KnownLocation {
  const written = configured.filter((one) => one.alias === alias);
  // Providers that differ only in their Region have the same credentials, and so the same account.
  const siblings = configured
    .filter(({ credentials }) => credentials === written[0]?.credentials)
    .map((one) => one.alias);
  const first = (part: keyof KnownLocation, providers: readonly string[]) =>
    [written, ...shown.map((all) => all.filter(({ provider }) => providers.includes(provider)))]
      .map((all) => onlyOne(all.map((one) => one[part])))
      .find((value) => value !== undefined) ?? told[part];
  return defined({ account: first("account", [alias, ...siblings]), region: first("region", [alias]) });
}

function aliased({ provider }: { readonly provider: string }) {
  return { alias: provider };
}

function named({ account, region, provider }: Asked): Asked {
  return { ...defined({ account, region }), provider };
}

/** Types whose `arn` is that of another resource, which may be elsewhere. */
const WITH_FOREIGN_ARN = ["aws_cloudwatch_event_target", "aws_sns_topic_policy", "aws_sns_topic_subscription"];

function ownLocation({ type, before, after }: PlannedResource): KnownLocation {
  const values: Arguments = { ...after, ...before };
  const arn =
    typeof values["arn"] === "string" && !WITH_FOREIGN_ARN.includes(type) ? parseArn(values["arn"]) : undefined;
  // The ARN of an organization's trail is in the management account, even if a delegated administrator creates it.
  const isOfOrganization = type === "aws_cloudtrail" && values["is_organization_trail"] === true;
  return defined({
    account: isOfOrganization ? undefined : arn?.account,
    // Since version 6 of the provider, every resource has a Region; before, a bucket does.
    region: typeof values["region"] === "string" ? values["region"] : arn?.region,
  });
}

/** Without what is unknown; the ARN of a bucket has neither account nor Region. */
function defined({ account, region }: { readonly account: unknown; readonly region: unknown }): KnownLocation {
  return {
    ...(typeof account === "string" && /^\d{12}$/.test(account) && { account }),
    ...(typeof region === "string" && /^[a-z]{2}[a-z-]*-\d+$/.test(region) && { region }),
  };
}

function isWhole(location: KnownLocation): location is Location {
  return location.account !== undefined && location.region !== undefined;
}

function onlyOne(names: readonly (string | undefined)[]): string | undefined {
  const [first, ...others] = new Set(names.filter((name) => name !== undefined));
  return others.length === 0 ? first : undefined;
}
