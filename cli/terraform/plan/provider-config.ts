import { parseArn } from "../../../modules/policy";
import type { ExpressionJson, PlanJson, ProviderConfigJson } from "./plan-json";

/** What the configuration says about an AWS provider. */
export interface ConfiguredProvider {
  /** "" for the default provider. */
  readonly alias: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Equal for providers that take the same credentials. */
  readonly credentials: string;
}

/** Arguments of the AWS provider that decide about the account. */
const CREDENTIALS = [
  ...["access_key", "secret_key", "token", "profile", "shared_config_files", "shared_credentials_files"],
  ...["assume_role", "assume_role_with_web_identity", "endpoints"],
];

export function configuredProviders(json: PlanJson): ConfiguredProvider[] {
  const all = Object.values(json.configuration?.provider_config ?? {}).filter(({ name }) => name === "aws");
  return all.map((provider) => ({
    alias: provider.alias ?? "",
    account: text(accountOf(provider, json)),
    region: text(valueOf(provider, "region", json)),
    credentials: JSON.stringify(CREDENTIALS.map((argument) => provider.expressions?.[argument])),
  }));
}

/** The alias in a resource's `provider_config_key`: `aws.archive`, `module.a:aws.archive`. */
export function aliasIn(key: string | undefined): string {
  return key?.split(":").pop()?.split(".")[1] ?? "";
}

/** The account that a provider is limited to, or that of the role that it assumes. */
function accountOf(provider: ProviderConfigJson, json: PlanJson): unknown {
  const allowed = valueOf(provider, "allowed_account_ids", json);
  if (Array.isArray(allowed) && allowed.length > 0) return allowed[0];
  const [role] = [provider.expressions?.["assume_role"] ?? []].flat() as Readonly<Record<string, ExpressionJson>>[];
  const arn = role && valueOf({ name: "aws", expressions: role }, "role_arn", json);
  return typeof arn === "string" ? parseArn(arn)?.account : undefined;
}

/** The value of a provider's argument, also through one variable. */
function valueOf({ expressions }: ProviderConfigJson, argument: string, { variables }: PlanJson): unknown {
  const { constant_value: constant, references }: ExpressionJson = expressions?.[argument] ?? {};
  const variable = references?.length === 1 ? /^var\.([\w-]+)$/.exec(references[0]!)?.[1] : undefined;
  return constant ?? (variable === undefined ? undefined : variables?.[variable]?.value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
