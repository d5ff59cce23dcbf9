import { terminalOf } from "../../cli/render/terminal";
import { OUTPUT_FOLDER, OutputError, readStacks } from "../terraform/output-folder";
import { summaryLines } from "./stack-table";

/** Tells what has been synthesized. */
try {
  console.log(summaryLines(readStacks(OUTPUT_FOLDER), OUTPUT_FOLDER, terminalOf(process.stdout)).join("\n"));
} catch (error) {
  if (!(error instanceof OutputError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
