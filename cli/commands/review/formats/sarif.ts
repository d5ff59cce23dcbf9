import { toJson } from "../../../render/escape";
import type { Finding } from "../finding";
import type { Review } from "../review";

const LEVELS: Readonly<Record<Finding["level"], string>> = {
  weakened: "error",
  gained: "error",
  undecided: "warning",
  changed: "note",
};

/** SARIF 2.1.0 for code scanning. An accepted finding is suppressed, with its reason. */
export function asSarif(reviews: readonly Review[]): string {
  const findings = reviews.flatMap((review) => review.findings);
  const rules = [...new Set(findings.map(ruleOf))].sort();
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "audit-trail review", rules: rules.map((id) => ({ id })) } },
        results: findings.map((finding) => ({
          ruleId: ruleOf(finding),
          level: LEVELS[finding.level],
          message: { text: `${finding.address}: ${finding.what}` },
          locations: [
            {
              // A plan has no lines, so the finding points to the file of the stack.
              physicalLocation: {
                artifactLocation: { uri: `cdktf.out/stacks/${stackOf(finding)}/cdk.tf.json` },
                region: { startLine: 1 },
              },
              logicalLocations: [{ fullyQualifiedName: finding.address }],
            },
          ],
          partialFingerprints: { finding: `${ruleOf(finding)} ${finding.address} ${finding.what}` },
          ...(finding.accepted && {
            suppressions: [{ kind: "external", justification: finding.accepted.reason }],
          }),
        })),
      },
    ],
  };
  return toJson(document);
}

function ruleOf({ kind, protection, level }: Finding): string {
  return protection === undefined ? `${kind}-${level}` : `protection-${protection}`;
}

function stackOf({ address }: Finding): string {
  return encodeURIComponent(address.split("/")[0]!);
}
