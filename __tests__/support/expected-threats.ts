import type { Facts, FindingsOf } from "./access-facts";
import { everyone, idsOf, nobody, only, type Axes, type Claim, type ExpectedCell } from "./expected-cells";

/** GuardDuty for the detector of an account and Region. */
const detectorIn = ({ subjects }: Axes, { account, region }: FindingsOf) =>
  subjects
    .filter(({ id, caller }) => {
      if (caller.kind !== "service" || /-(no-arn|no-account|foreign|other)$/.test(id)) return false;
      return (
        /^guardduty\./.test(caller.service) &&
        /^arn:[^:]+:guardduty:([^:]+):(\d+):detector\//
          .exec(caller.sourceArn ?? "")
          ?.slice(1)
          .join() === `${region},${account}`
      );
    })
    .map(({ id }) => id);

const claim = (
  text: string,
  cells: (axes: Axes, findings: FindingsOf, facts: Facts) => readonly ExpectedCell[],
): Claim => ({
  claim: text,
  when: ({ findings }) => findings.length > 0,
  cells: (axes, facts) => facts.findings.flatMap((findings) => cells(axes, findings, facts)),
});

const inBucket = ({ bucketName }: FindingsOf, ...rows: readonly string[]) =>
  rows.map((row) => `findings-bucket-${bucketName}-${row}`);
const onKey = ({ bucketName }: FindingsOf, ...rows: readonly string[]) =>
  rows.map((row) => `findings-key-${bucketName}-${row}`);

/** Who may write and read exported findings. */
export const EXPECTED_FINDINGS: readonly Claim[] = [
  claim("findings come from GuardDuty for their detector alone, under their key", (axes, findings) => [
    ...only(axes, inBucket(findings, "write"), detectorIn(axes, findings)),
    ...nobody(
      axes,
      inBucket(findings, "write-wrong-key", "write-customer-key", "write-plain", "write-sse-s3", "forge-copy"),
    ),
  ]),
  claim("only readers of the account decrypt findings, through S3 in the Region", (axes, findings) => [
    ...only(axes, inBucket(findings, "read", "read-version"), findings.readers),
    ...everyone(axes, inBucket(findings, "read-plain"), "explicit deny"),
    ...nobody(
      axes,
      onKey(findings, "decrypt", "decrypt-via-other-region", "decrypt-foreign-via-s3", "decrypt-no-context", "grant"),
    ),
  ]),
  claim("nobody deletes findings", (axes, findings) =>
    everyone(axes, inBucket(findings, "delete", "delete-version"), "deny"),
  ),
  claim("only who owns the account switches GuardDuty off, or hides findings", (axes, { account, region }, facts) => {
    const rows = ["off", "delete", "hide", "archive", "stop-export"].map(
      (row) => `threats-${account}-${region}-${row}`,
    );
    const owners = facts.alerts.find((alerts) => alerts.account === account)!.owners;
    return only(
      axes,
      rows,
      owners.filter((id) => idsOf(axes).includes(id)),
    );
  }),
];
