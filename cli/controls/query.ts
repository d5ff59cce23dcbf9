import { at } from "../model/blocks";
import type { Environment } from "../model/environment";
import { sourceOf } from "../model/policies";
import { ofType } from "../model/resources";
import type { StackResource } from "../model/stack";
import type { Control } from "./control";
import { forEach, unless } from "./rule";

const workgroups = (environment: Environment) => ofType(environment, "aws_athena_workgroup");
const of = ({ values }: StackResource, path: string) => at(values, `configuration.${path}`);

export const queryControls: readonly Control[] = [
  {
    id: "query-enforced",
    requirement: "Who queries cannot choose where results go, how they are encrypted and how much a query reads",
    modules: ["query"],
    setting:
      "aws_athena_workgroup: enforce_workgroup_configuration, bytes_scanned_cutoff_per_query, expected_bucket_owner",
    frameworks: {},
    scanners: ["CKV_AWS_82", "athena_workgroup_enforce_configuration"],
    check: forEach(workgroups, (workgroup) => [
      ...unless(
        of(workgroup, "enforce_workgroup_configuration") !== false,
        `${sourceOf(workgroup)}: enforce_workgroup_configuration is false`,
      ),
      ...unless(
        of(workgroup, "bytes_scanned_cutoff_per_query") !== undefined,
        `${sourceOf(workgroup)}: has no bytes_scanned_cutoff_per_query`,
      ),
      ...unless(
        of(workgroup, "result_configuration.expected_bucket_owner") !== undefined,
        `${sourceOf(workgroup)}: has no expected_bucket_owner`,
      ),
    ]),
  },
  {
    id: "query-logging",
    requirement: "Athena workgroups publish metrics of their queries",
    modules: ["query"],
    setting: "aws_athena_workgroup: publish_cloudwatch_metrics_enabled",
    frameworks: { fsbp: ["Athena.4"] },
    scanners: ["athena_workgroup_logging_enabled"],
    check: forEach(workgroups, (workgroup) =>
      unless(
        of(workgroup, "publish_cloudwatch_metrics_enabled") !== false,
        `${sourceOf(workgroup)}: publish_cloudwatch_metrics_enabled is false`,
      ),
    ),
  },
  {
    id: "query-encryption",
    requirement: "Results of queries are encrypted with a customer key",
    modules: ["query"],
    setting: "aws_athena_workgroup: encryption_configuration with SSE_KMS and kms_key_arn",
    frameworks: { fsbp: ["Athena.1"], pci: ["3.5.1", "8.3.2"] },
    scanners: ["CKV_AWS_159", "athena_workgroup_encryption"],
    check: forEach(workgroups, (workgroup) =>
      unless(
        /_KMS$/.test(String(of(workgroup, "result_configuration.encryption_configuration.encryption_option"))) &&
          of(workgroup, "result_configuration.encryption_configuration.kms_key_arn") !== undefined,
        `${sourceOf(workgroup)}: results are not encrypted with a customer key`,
      ),
    ),
  },
];
