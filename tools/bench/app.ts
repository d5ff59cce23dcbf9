import { multiply } from "./environments";
import { checkEnvironments } from "../../environments/schema/check";
import { dev, operated, prod, staging } from "../../__tests__/fixtures/environments";
import { fleet } from "../samples/fleet";
import { synthesizeEnvironments } from "../../stacks";

/**
 * main.ts with other environments than the shipped ones: BENCH_ENVIRONMENTS of them, one of BENCH_ACCOUNTS accounts, or
 * the one that BENCH_FIXTURE names.
 */
const { BENCH_ENVIRONMENTS, BENCH_ACCOUNTS, BENCH_FIXTURE } = process.env;

function chosen(): unknown[] {
  if (BENCH_FIXTURE !== undefined) return [{ prod, operated }[BENCH_FIXTURE]];
  return BENCH_ACCOUNTS === undefined
    ? multiply([dev, staging, prod], Number(BENCH_ENVIRONMENTS))
    : [fleet(Number(BENCH_ACCOUNTS))];
}

const many = chosen();
checkEnvironments(many);
synthesizeEnvironments(many, { registry: [] });
