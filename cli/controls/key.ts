import type { Control } from "./control";
import * as checks from "./key-checks";

export const keyControls: readonly Control[] = [
  {
    id: "key-rotation",
    requirement: "Customer-managed keys are enabled and rotated automatically",
    modules: ["key"],
    setting: "aws_kms_key: enable_key_rotation = true, is_enabled not false, policy in the key",
    frameworks: { cis: ["4.6"], fsbp: ["KMS.4"], pci: ["3.7.4", "3.7.5"], nist: ["SC-12"], soc2: ["PI1.5"] },
    scanners: ["CKV_AWS_7", "CKV_AWS_227", "CKV2_AWS_64", "kms_cmk_rotation_enabled"],
    check: checks.rotatesKeys,
  },
  {
    id: "key-deletion",
    requirement: "Keys are not deleted by mistake",
    modules: ["key"],
    setting: "aws_kms_key: deletion_window_in_days = 30, lifecycle.prevent_destroy",
    frameworks: { fsbp: ["KMS.3"], pci: ["3.6.1", "3.7.1", "3.7.2", "3.7.4", "3.7.6", "3.7.7"] },
    scanners: ["kms_cmk_not_deleted_unintentionally"],
    choice: "what is not protected may be destroyed, including its keys",
    check: checks.outlivesMistakes,
  },
  {
    id: "key-single-region",
    requirement: "Key material stays in one Region",
    modules: ["key"],
    setting: "aws_kms_key: multi_region = false",
    frameworks: {},
    scanners: ["kms_cmk_not_multi_region"],
    choice: "reading the logs in a second Region with the same key requires a multi-Region key",
    check: checks.staysInOneRegion,
  },
  {
    id: "key-nobody-unnamed",
    requirement: "No key, bucket or topic allows everyone",
    modules: ["key", "bucket", "trail"],
    setting: 'policies of keys, buckets and topics: no Allow for Principal "*" without aws:PrincipalOrgID',
    frameworks: { cis: ["2.21"], fsbp: ["KMS.5", "SNS.4"], pci: ["10.3.2"], nist: ["AC-3"] },
    scanners: [
      "CKV_AWS_33",
      "CKV_AWS_70",
      "CKV_AWS_169",
      "kms_key_not_publicly_accessible",
      "sns_topics_not_publicly_accessible",
      "s3_bucket_policy_public_write_access",
    ],
    check: checks.letsNobodyInUnnamed,
  },
];
