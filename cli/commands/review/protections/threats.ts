import { isFalse, isGoneOrOther, isNot } from "./comparators";
import { setting, type Protection } from "./protection";

const DETECTOR = ["aws_guardduty_detector"];
const FEATURES = ["aws_guardduty_detector_feature", "aws_guardduty_member_detector_feature"];
const FILTER = ["aws_guardduty_filter"];
const EXPORT = ["aws_guardduty_publishing_destination"];
const ORGANIZATION = ["aws_guardduty_organization_configuration"];
const ORGANIZATION_FEATURES = ["aws_guardduty_organization_configuration_feature"];

/** From slow to fast. */
const FREQUENCIES = ["SIX_HOURS", "ONE_HOUR", "FIFTEEN_MINUTES"];
/** Whose members are enrolled, from none to all. */
const MEMBERS = ["NONE", "NEW", "ALL"];

/** GuardDuty that sees less, reports later, or hides what it finds. */
export const threats: readonly Protection[] = [
  setting("detector-off", DETECTOR, "enable", isFalse),
  setting("detector-off", FEATURES, "status", isNot("ENABLED")),
  setting("detector-off", FEATURES, "additional_configuration", hasFewerOn),
  setting("detector-off", ORGANIZATION, "auto_enable_organization_members", isLower(MEMBERS)),
  setting("detector-off", ORGANIZATION_FEATURES, "auto_enable", isLower(MEMBERS)),
  setting("detector-off", ORGANIZATION_FEATURES, "additional_configuration", hasFewerOn),
  setting("findings-hidden", FILTER, "action", (after) => after === "ARCHIVE", { alsoNew: true }),
  setting(
    "findings-hidden",
    FILTER,
    "finding_criteria",
    (_after, _before, { after }) => after?.["action"] === "ARCHIVE",
  ),
  setting("findings-late", DETECTOR, "finding_publishing_frequency", isLower(FREQUENCIES)),
  setting("findings-moved", EXPORT, "destination_arn", isGoneOrOther, { mayBeLate: true }),
  setting("findings-moved", EXPORT, "kms_key_arn", isGoneOrOther, { mayBeLate: true }),
];

/** A value that is not in the list counts as the lowest. */
function isLower(order: readonly string[]): (after: unknown, before: unknown) => boolean {
  return (after, before) => order.indexOf(String(after)) < order.indexOf(String(before));
}

/** Agents of a feature by name, each on or off. */
function hasFewerOn(after: unknown, before: unknown): boolean {
  const on = (value: unknown) =>
    ([value ?? []].flat() as Readonly<Record<string, unknown>>[])
      .filter((one) => one["status"] === "ENABLED" || one["auto_enable"] === "ALL")
      .map(({ name }) => name);
  return on(before).some((name) => !on(after).includes(name));
}
