import { App } from "cdktf";
import { multiply } from "./environments";
import { checkEnvironments, environments } from "../environments";
import { addStacks, synthesize } from "../stacks";

/** main.ts with BENCH_ENVIRONMENTS environments instead of those that are shipped. */
const many = multiply(environments, Number(process.env["BENCH_ENVIRONMENTS"]));
checkEnvironments(many);
const app = new App({ stackTraces: false });
for (const environment of many) addStacks(app, environment, { localState: false });
synthesize(app);
