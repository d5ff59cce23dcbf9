import { accessCases, firstCases } from "./access";
import { alarmCases } from "./alarms";
import { archiveCases } from "./archive";
import type { Case } from "./case";
import { refactorings } from "./refactorings";
import { trailCases } from "./trail";

export type { Case } from "./case";

/** Before anything is deployed. */
export const FIRST: readonly Case[] = firstCases;

/** With everything deployed. */
export const LATER: readonly Case[] = [...refactorings, ...accessCases, ...archiveCases, ...trailCases, ...alarmCases];

/** With everything deployed, and the log bucket's policy emptied outside Terraform. */
export const DRIFTED: readonly Case[] = [{ name: "drift", stacks: { "local-archive": () => undefined } }];
