export type Progress = (text: string) => void;

/** What a run changed, and how long it waited. */
export interface TerraformRun {
  readonly resources: number;
  /** Resources that took ten seconds or more: Terraform polls AWS until a setting takes effect. */
  readonly waited: readonly { readonly type: string; readonly seconds: number }[];
}

/** Parses Terraform's progress lines, such as `NAME: Still creating... [50s elapsed]`. */
export function watchLines(progress: Progress) {
  let planned = 0;
  const done = new Set<string>();
  const waited: { type: string; seconds: number }[] = [];
  const show = (waitsFor?: string) =>
    progress(`${done.size} of ${planned} resources${waitsFor ? `, Terraform waits for ${waitsFor}` : ""}`);
  const onLine = (line: string) => {
    const [, toAdd, toChange, toDestroy] = /^Plan: (\d+) to add, (\d+) to change, (\d+) to destroy/.exec(line) ?? [];
    if (toAdd !== undefined) planned = Number(toAdd) + Number(toChange) + Number(toDestroy);
    const [, address, time] = /^(\S+): (?:Creation|Destruction|Modifications) complete after (\w+)/.exec(line) ?? [];
    const [, waiting, elapsed] = /^(\S+): Still \w+\.\.\. \[(?:id=.*, )?(\w+) elapsed/.exec(line) ?? [];
    if (address !== undefined) {
      done.add(address);
      if (secondsOf(time!) >= 10) waited.push({ type: typeOf(address), seconds: secondsOf(time!) });
      show();
    } else if (waiting !== undefined) show(`${typeOf(waiting)} (${secondsOf(elapsed!)} s)`);
  };
  return { onLine, result: (): TerraformRun => ({ resources: done.size, waited }) };
}

function typeOf(address: string): string {
  return address.split(".")[0]!;
}

/** `55s`, `1m5s`, `00m50s` */
function secondsOf(text: string): number {
  const [, minutes = "0", seconds = "0"] = /^(?:(\d+)m)?(?:(\d+)s)?/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
