import { readEnvironment } from "../../../cli/model/read";
import { withDetectors } from "../../fixtures/environments";
import { awsError } from "../../support/fake-aws";
import { synthesizedFolder } from "../../support/synthesized-folder";
import { threatsInAws } from "../../support/threats-in-aws";
import { resultOf, idsOf } from "../../support/verified";
import { verifiedWithChanges, type Change } from "../../support/verified-changes";

const HOME = "eu-central-1";
const BUCKET = `example-prod-findings-555555555555-${HOME}`;

const { outdir, remove } = synthesizedFolder(withDetectors);
const environment = readEnvironment(outdir, "prod");
afterAll(remove);

/** GuardDuty is as configured, but for the answers that are changed in the home Region. */
const verifyWith = (changes: Readonly<Record<string, Change>> = {}) =>
  verifiedWithChanges(
    { outdir, answersIn: (place) => threatsInAws(environment, place), isChangedIn: ({ region }) => region === HOME },
    changes,
  );

const NAMES = ["detector", "frequency", "features", "filters", "export", "organization"];

test("GuardDuty as configured passes in each Region, its policies with the ids that AWS assigned", async () => {
  const verification = await verifyWith();
  const ids = [HOME, "us-east-1"].flatMap((region) => [
    ...NAMES.map((name) => `threats.${name}.${region}`),
    `findings-bucket.example-prod-findings-555555555555-${region}.policy`,
    `findings-key.example-prod-findings-555555555555-${region}.policy`,
  ]);
  for (const id of ids) {
    expect([id, resultOf(verification, id)]).toEqual([id, expect.objectContaining({ state: "pass" })]);
  }
  expect(verification.results.filter(({ check }) => check.group === "Threats").length).toBeGreaterThan(ids.length);
});

const features = (name: string, change: object) => (answer: Readonly<Record<string, unknown>>) => ({
  ...answer,
  Features: (answer["Features"] as { Name: string }[]).map((one) => (one.Name === name ? { ...one, ...change } : one)),
});

test.each<[string, Readonly<Record<string, Change>>, string, string[]]>([
  [
    "a detector that is off",
    { GetDetector: (answer) => ({ ...answer, Status: "DISABLED" }) },
    "detector",
    ["missing: status ENABLED", "added: status DISABLED"],
  ],
  [
    "findings repeated later",
    { GetDetector: (answer) => ({ ...answer, FindingPublishingFrequency: "SIX_HOURS" }) },
    "frequency",
    ["missing: FIFTEEN_MINUTES", "added: SIX_HOURS"],
  ],
  [
    "a feature switched off",
    { GetDetector: features("S3_DATA_EVENTS", { Status: "DISABLED" }) },
    "features",
    ["missing: S3_DATA_EVENTS ENABLED", "added: S3_DATA_EVENTS DISABLED"],
  ],
  [
    "a feature switched on, which costs",
    { GetDetector: features("RDS_LOGIN_EVENTS", { Status: "ENABLED" }) },
    "features",
    ["missing: RDS_LOGIN_EVENTS DISABLED", "added: RDS_LOGIN_EVENTS ENABLED"],
  ],
  [
    "an agent switched off",
    {
      GetDetector: features("RUNTIME_MONITORING", {
        AdditionalConfiguration: [{ Name: "EKS_ADDON_MANAGEMENT", Status: "DISABLED" }],
      }),
    },
    "features",
    expect.arrayContaining(["missing: RUNTIME_MONITORING/EKS_ADDON_MANAGEMENT ENABLED"]) as never,
  ],
  ["a filter that hides findings", { ListFilters: () => ({ FilterNames: ["quiet"] }) }, "filters", ["added: quiet"]],
  [
    "an export that is gone",
    { ListPublishingDestinations: () => ({ Destinations: [] }) },
    "export",
    [`missing: arn:aws:s3:::${BUCKET} PUBLISHING, alias/${BUCKET}`],
  ],
  [
    "an export to somebody's bucket",
    {
      DescribePublishingDestination: (answer) => ({
        ...answer,
        DestinationProperties: { DestinationArn: "arn:aws:s3:::elsewhere", KmsKeyArn: "arn:aws:kms:x:1:key/2" },
      }),
    },
    "export",
    [
      `missing: arn:aws:s3:::${BUCKET} PUBLISHING, alias/${BUCKET}`,
      "added: arn:aws:s3:::elsewhere PUBLISHING, arn:aws:kms:x:1:key/2",
    ],
  ],
  [
    "an export that stopped",
    {
      DescribePublishingDestination: (answer) => ({
        ...answer,
        Status: "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY",
      }),
    },
    "export",
    expect.arrayContaining([expect.stringContaining("UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY")]) as never,
  ],
  [
    "new accounts only",
    { DescribeOrganizationConfiguration: (answer) => ({ ...answer, AutoEnableOrganizationMembers: "NEW" }) },
    "organization",
    ["missing: members ALL", "added: members NEW"],
  ],
  [
    "a feature of the accounts switched off",
    { DescribeOrganizationConfiguration: features("S3_DATA_EVENTS", { AutoEnable: "NONE" }) },
    "organization",
    ["missing: S3_DATA_EVENTS ALL", "added: S3_DATA_EVENTS NONE"],
  ],
])("%s fails in its Region", async (_, changes, name, details) => {
  const verification = await verifyWith(changes);
  expect(idsOf(verification, "fail").filter((id) => id.startsWith("threats."))).toEqual([`threats.${name}.${HOME}`]);
  expect(resultOf(verification, `threats.${name}.${HOME}`)).toMatchObject({ state: "fail", details });
});

test("a Region without a detector is reported once", async () => {
  const verification = await verifyWith({ ListDetectors: () => ({ DetectorIds: [] }) });
  expect(resultOf(verification, `threats.detector.${HOME}`)).toMatchObject({
    state: "fail",
    found: `555555555555 has no detector in ${HOME}`,
  });
  const others = NAMES.slice(1).map((name) => resultOf(verification, `threats.${name}.${HOME}`));
  expect(others.map(({ cause }) => cause)).toEqual(others.map(() => `threats.detector.${HOME}`));
});

test("a missing permission is named", async () => {
  const verification = await verifyWith({ ListFilters: () => awsError("AccessDeniedException", 403) });
  expect(resultOf(verification, `threats.filters.${HOME}`)).toMatchObject({
    state: "unknown",
    missingPermission: "guardduty:ListFilters",
  });
});
