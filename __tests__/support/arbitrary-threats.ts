import * as fc from "fast-check";
import { detectorAccounts } from "../../environments/schema/detectors";
import type { EnvironmentConfig } from "../../environments/schema";
import { isBucketName } from "../../modules/limits/formats";
import { RUNTIME_AGENTS, THREAT_FEATURES } from "../../modules/threats";
import { maybe, optional, type TestContext } from "./arbitraries";

type ThreatsConfig = NonNullable<EnvironmentConfig["threats"]>;
type Export = NonNullable<ThreatsConfig["export"]>;

const bucketPrefix = fc
  .stringMatching(/^[a-z0-9][a-z0-9-]{0,34}$/)
  .filter((prefix) => isBucketName(`${prefix}-111122223333`));
const roleName = fc.stringMatching(/^[A-Za-z0-9+=,.@_-]{1,64}$/);

/** The environment with GuardDuty, sometimes, where alerts send its findings. */
export function withThreats(
  on: TestContext,
  environment: EnvironmentConfig,
  lifecycle: fc.Arbitrary<NonNullable<Export["lifecycle"]>>,
): fc.Arbitrary<EnvironmentConfig> {
  if (environment.alerts === undefined) return fc.constant(environment);
  // A stack for each account and Region takes its time.
  return fc
    .option(threats(on, environment, lifecycle), { freq: 2, nil: undefined })
    .map((given) => (given === undefined ? environment : { ...environment, threats: given }));
}

function threats(
  on: TestContext,
  environment: EnvironmentConfig,
  lifecycle: fc.Arbitrary<NonNullable<Export["lifecycle"]>>,
): fc.Arbitrary<ThreatsConfig> {
  const { regions, partition, organization, archive } = on;
  return fc.boolean().chain((enrolls) => {
    const ofOrganization = enrolls && organization !== undefined;
    const mayDelegate = ofOrganization && organization.managementAccount !== archive;
    const role = roleName.map((name) => `arn:${partition}:iam::${organization?.managementAccount}:role/${name}`);
    const own = detectorAccounts({ ...environment, threats: { organization: ofOrganization } }).map(({ id }) => id);
    const reader = fc
      .tuple(fc.constantFrom(...own), fc.constantFrom("role/", "user/", "role/team/"), roleName)
      .map(([account, kind, name]) => `arn:${partition}:iam::${account}:${kind}${name}`);
    return fc.subarray([...THREAT_FEATURES]).chain((features) =>
      optional<ThreatsConfig>({
        regions: fc.shuffledSubarray([...regions], { minLength: 1 }),
        features: features.length === 0 ? maybe(fc.constant([])) : fc.constant(features),
        agents: features.includes("RUNTIME_MONITORING")
          ? maybe(fc.subarray([...RUNTIME_AGENTS]))
          : maybe(fc.constant([])),
        organization: ofOrganization ? fc.constant(true) : maybe(fc.constant(false)),
        delegatedAdministrator: mayDelegate ? maybe(optional({ assumeRole: maybe(role) })) : fc.constant(undefined),
        export: maybe(
          optional<Export>({
            bucketPrefix,
            readers: maybe(fc.uniqueArray(reader, { minLength: 1, maxLength: 3 })),
            lifecycle: maybe(lifecycle),
          }),
        ),
      }),
    );
  });
}
