/** The lines of a section's `sh` blocks in order, without comments. Throws if the section does not exist. */
export function commandsOf(markdown: string, section: string): string[] {
  const text = markdown.split(/^(?=##+ )/m).find((one) => one.split("\n", 1)[0]!.replace(/^##+ /, "") === section);
  if (text === undefined) throw new Error(`the README has no section "${section}"`);
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
  return blocks.flatMap((block) => block.split("\n")).filter((line) => line !== "" && !line.startsWith("#"));
}
