import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { dev } from "../../fixtures/environments/dev";
import { devOnMoto, foundTogether, WITHOUT_FILES } from "../../support/dev-on-moto";
import { describeWithMoto } from "../../support/moto";
import { idsOf, resultOf } from "../../support/verified";

const Name = dev.trail.name;

describeWithMoto("faults of the trail, on moto", () => {
  const world = devOnMoto();
  const trail = () => world.clients().cloudTrail;
  const update = (input: Omit<UpdateTrailCommandInput, "Name">) => () =>
    trail().send(new UpdateTrailCommand({ Name, ...input }));

  test("without a fault every setting passes", async () => {
    await world.deploy();
    const verification = await world.verify();
    expect(idsOf(verification, "fail")).toEqual(WITHOUT_FILES);
    expect(idsOf(verification, "unknown")).toEqual([]);
    expect(idsOf(verification, "pass")).toHaveLength(85);
  });

  describe("made together", () =>
    foundTogether(world, {
      "the trail stopped": {
        make: () => trail().send(new StopLoggingCommand({ Name })),
        failing: ["trail.logging"],
        found: /^no$/,
      },
      "log file validation off": {
        make: update({ EnableLogFileValidation: false }),
        failing: ["trail.validation"],
        found: /^no$/,
      },
      "one Region only": { make: update({ IsMultiRegionTrail: false }), failing: ["trail.regions"], found: /^no$/ },
      "no events of global services": {
        make: update({ IncludeGlobalServiceEvents: false }),
        failing: ["trail.global-events"],
        found: /^no$/,
      },
      "another prefix": { make: update({ S3KeyPrefix: "elsewhere" }), failing: ["trail.prefix"], found: /^elsewhere$/ },
      "another bucket": {
        make: update({ S3BucketName: dev.accessLogs.bucketName }),
        failing: ["trail.bucket"],
        found: new RegExp(`^${dev.accessLogs.bucketName}$`),
      },
      "another key": {
        make: async () => {
          const { KeyMetadata } = await world.clients().kms.send(new CreateKeyCommand({}));
          await update({ KmsKeyId: KeyMetadata!.Arn })();
        },
        failing: ["trail.key"],
        found: /^arn:aws:kms:eu-central-1:111122223333:key\//,
      },
      "the advanced selector narrowed": {
        make: () =>
          trail().send(
            new PutEventSelectorsCommand({
              TrailName: Name,
              AdvancedEventSelectors: [
                {
                  Name: "Management events selector",
                  FieldSelectors: [
                    { Field: "eventCategory", Equals: ["Management"] },
                    { Field: "readOnly", Equals: ["false"] },
                  ],
                },
              ],
            }),
          ),
        failing: ["trail.selectors"],
        found: /^Management events selector: eventCategory is Management, readOnly is false$/,
        details: [
          "missing: Management events selector: eventCategory is Management",
          "added: Management events selector: eventCategory is Management, readOnly is false",
        ],
      },
    }));

  test("the trail deleted, and another in its place", async () => {
    await world.deploy();
    await trail().send(new DeleteTrailCommand({ Name }));
    await trail().send(new CreateTrailCommand({ Name: "another", S3BucketName: dev.logs.bucketName }));
    const verification = await world.verify();
    expect(idsOf(verification, "fail")).toEqual(["trail.arn", "logs.newest"]);
    expect(resultOf(verification, "trail.arn").found).toBe(
      `no trail arn:aws:cloudtrail:eu-central-1:111122223333:trail/${Name}`,
    );
    const ofTrail = verification.results.filter(({ check }) => check.group === "Trail");
    const explained = ofTrail.filter(({ cause }) => cause === "trail.arn");
    expect(explained.length).toBeGreaterThanOrEqual(ofTrail.length - 2);
    expect(explained.map(({ state }) => state)).toEqual(explained.map(() => "skipped"));
  });
});
