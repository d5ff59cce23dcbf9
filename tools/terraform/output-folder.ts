/** Where the app writes: the folder that CDKTF itself takes. */
export const OUTPUT_FOLDER = process.env["CDKTF_OUTDIR"] || "cdktf.out";

/** Undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
