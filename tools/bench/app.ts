import { multiply } from "./environments";
import { checkEnvironments } from "../../environments/check";
import { environments } from "../../__tests__/fixtures/environments";
import { synthesizeEnvironments } from "../../stacks";

/** main.ts with BENCH_ENVIRONMENTS environments instead of the shipped ones. */
const many = multiply(environments, Number(process.env["BENCH_ENVIRONMENTS"]));
checkEnvironments(many);
synthesizeEnvironments(many, { registry: [] });
