import { multiply } from "./environments";
import { checkEnvironments } from "../../environments/schema/check";
import { environments } from "../../__tests__/fixtures/environments";
import { fleet } from "../samples/fleet";
import { synthesizeEnvironments } from "../../stacks";

/** main.ts with other environments than the shipped ones: BENCH_ENVIRONMENTS of them, or one of BENCH_ACCOUNTS accounts. */
const { BENCH_ENVIRONMENTS, BENCH_ACCOUNTS } = process.env;
const many: unknown[] =
  BENCH_ACCOUNTS === undefined ? multiply(environments, Number(BENCH_ENVIRONMENTS)) : [fleet(Number(BENCH_ACCOUNTS))];
checkEnvironments(many);
synthesizeEnvironments(many, { registry: [] });
