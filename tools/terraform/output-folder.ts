/** The app's output folder, which CDKTF chooses in the same way. */
export const OUTPUT_FOLDER = process.env["CDKTF_OUTDIR"] || "cdktf.out";

/** Undefined if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
