import { environments } from "../../environments";
import { checkEnvironments, selectEnvironments } from "../../environments/schema";

/**
 * Prints the environments as a JSON list for a job matrix, in the order of environments/index.ts. ENVIRONMENT selects
 * some of them. Exit status 2 if one is unknown or invalid.
 */
try {
  checkEnvironments(environments);
  const selected = selectEnvironments(environments, process.env["ENVIRONMENT"]);
  console.log(JSON.stringify(selected.map(({ name }) => name)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
