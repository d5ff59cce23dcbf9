import { edit, rename, resource, take, type Arguments } from "../edit";
import { caseOf, type Case } from "./case";

const archive = caseOf("local-archive");

/** Changes that do not weaken the trail, or should not. */
export const refactorings: readonly Case[] = [
  { name: "no-change", stacks: { "local-archive": () => undefined, "local-trail": () => undefined } },
  { name: "no-change-full", stacks: { "full-archive": () => undefined, "full-trail": () => undefined } },
  archive("tags", (stack) => edit(resource(stack, "aws_s3_bucket", "LogBucket"), { tags: { Team: "audit" } })),
  archive("moved", (stack) => rename(stack, "aws_s3_bucket_versioning", "LogBucket", "Renamed")),
  archive("key-moved-alias-forgotten", (stack) => {
    const [id] = take(stack, "aws_kms_alias");
    stack["removed"] = [{ from: `aws_kms_alias.${id}`, lifecycle: { destroy: false } }];
    rename(stack, "aws_kms_key", "", "Moved");
    edit(resource(stack, "aws_kms_key"), { description: "Moved" });
  }),
  {
    name: "remote-state-unknown",
    stacks: {
      "local-trail": (stack) => {
        // Terraform defers reading a data source that depends on a resource to create.
        stack.resource["terraform_data"] = { Later: { input: "x" } };
        const states = (stack["data"] as Record<string, Record<string, Arguments>>)["terraform_remote_state"]!;
        for (const state of Object.values(states)) state["depends_on"] = ["terraform_data.Later"];
      },
    },
  },
];
