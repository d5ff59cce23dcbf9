import * as fc from "fast-check";

/**
 * The same random data in every run, because a pull request must not fail by chance. PROPERTY_SEED gives other data: any
 * whole number, or the seed that the report of a failure names.
 */
fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? 1) });
