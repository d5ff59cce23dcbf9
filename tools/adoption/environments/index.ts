import type { EnvironmentConfig } from "../../../environments/schema";
import { beijing } from "./beijing";
import { government } from "./government";
import { live } from "./live";
import { sandbox } from "./sandbox";

/** Every environment. Replaces `environments/index.ts` in the copy. */
export const environments: readonly EnvironmentConfig[] = [sandbox, live, government, beijing];
