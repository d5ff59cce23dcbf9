import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../cli/framework/is-object";

/** Where the app writes: the folder that CDKTF itself takes. */
export const OUTPUT_FOLDER = process.env["CDKTF_OUTDIR"] || "cdktf.out";

type Json = Readonly<Record<string, unknown>>;

/** A stack as it lies in the output folder. */
export interface SynthesizedStack {
  readonly name: string;
  /** Holds cdk.tf.json. */
  readonly folder: string;
  readonly terraform: Json;
}

/** Output that is missing or broken. */
export class OutputError extends Error {}

/** Every stack that the manifest of an output folder names. Throws an `OutputError` where one cannot be read. */
export function readStacks(outputFolder: string): SynthesizedStack[] {
  const manifestPath = join(outputFolder, "manifest.json");
  const { stacks } = readJson(manifestPath);
  if (!isObject(stacks) || Object.keys(stacks).length === 0) throw new OutputError(`${manifestPath} names no stack`);
  return Object.keys(stacks).map((name) => {
    const { workingDirectory } = isObject(stacks[name]) ? stacks[name] : {};
    if (typeof workingDirectory !== "string") throw new OutputError(`${manifestPath} names no folder for ${name}`);
    const folder = join(outputFolder, workingDirectory);
    return { name, folder, terraform: readJson(join(folder, "cdk.tf.json")) };
  });
}

function readJson(path: string): Json {
  const json = parseJson(readText(path));
  if (!isObject(json)) throw new OutputError(`${path} is no JSON object: run npm run synth again`);
  return json;
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new OutputError(`${path} ${existsSync(path) ? "cannot be read" : "is missing"}: run npm run synth first`);
  }
}

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
