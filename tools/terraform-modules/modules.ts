import { archive } from "./archive";
import { auditTrail } from "./audit-trail";
import type { ModuleDefinition } from "./definition";
import { trail } from "./trail";

/** Each becomes a folder of `terraform/`. */
export const MODULES: readonly ModuleDefinition[] = [auditTrail, archive, trail];
