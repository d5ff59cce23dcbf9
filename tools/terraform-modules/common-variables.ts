import { ROLE_PATH, ROLE_PATH_FORMAT } from "../../modules/limits/formats";
import { MAX_TAGS, TAG_KEY, TAG_KEY_FORMAT, TAG_VALUE, TAG_VALUE_FORMAT } from "../../modules/limits/tags";
import { arnFormat, eachOf, hasFormat, mustBe, unlessNull } from "./checks";
import type { Variable } from "./definition";

const BOUNDARY = arnFormat("iam", "policy/");

/** Of every module. */
export const COMMON_VARIABLES: readonly Variable[] = [
  {
    name: "iam_path",
    type: "string",
    default: "/",
    description: `Path of all roles and policies: ${ROLE_PATH}.`,
    validations: [mustBe("iam_path", ROLE_PATH, hasFormat("var.iam_path", ROLE_PATH_FORMAT))],
  },
  {
    name: "permissions_boundary",
    type: "string",
    default: null,
    description: "ARN of the managed policy that is the permissions boundary of all roles. It must allow what they do.",
    validations: [
      mustBe(
        "permissions_boundary",
        "the ARN of a managed policy",
        unlessNull("var.permissions_boundary", hasFormat("var.permissions_boundary", BOUNDARY)),
      ),
      mustBe(
        "permissions_boundary",
        "a managed policy of the roles' account or of AWS",
        unlessNull(
          "var.permissions_boundary",
          'contains([local.account_id, "aws"], try(split(":", var.permissions_boundary)[4], ""))',
        ),
      ),
    ],
  },
  {
    name: "tags",
    type: "map(string)",
    default: {},
    description: "Tags of all resources that take tags, in addition to the provider's default tags.",
    validations: [
      mustBe("tags", `at most ${MAX_TAGS}`, `length(var.tags) <= ${MAX_TAGS}`),
      mustBe("keys of tags", TAG_KEY, eachOf("keys(var.tags)", "key", hasFormat("key", TAG_KEY_FORMAT))),
      mustBe("values of tags", TAG_VALUE, eachOf("values(var.tags)", "value", hasFormat("value", TAG_VALUE_FORMAT))),
      {
        condition: "length(distinct([for key in keys(var.tags) : lower(key)])) == length(var.tags)",
        message: "keys of tags must differ in more than upper and lower case.",
      },
    ],
  },
];
