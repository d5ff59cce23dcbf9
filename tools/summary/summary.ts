import { terminalOf } from "../../cli/render/terminal";
import { UserError } from "../../cli/framework/user-error";
import { readFolder } from "../../cli/model/folder";
import { OUTPUT_FOLDER } from "../terraform/output-folder";
import { summaryLines } from "./stack-table";

/** Prints the synthesized stacks. */
try {
  console.log(
    summaryLines(readFolder(OUTPUT_FOLDER, "run npm run synth"), OUTPUT_FOLDER, terminalOf(process.stdout)).join("\n"),
  );
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
