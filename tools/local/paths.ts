import { join } from "node:path";

/** The files of a local environment. All of them can be deleted. */
export function pathsIn(folder: string) {
  return {
    folder,
    /** The synthesized stacks. */
    outdir: join(folder, "cdktf.out"),
    /** What the run has started, for the next run and for `npm run local:down`. */
    record: join(folder, "run.json"),
    /** Shell variables for the user. */
    variables: join(folder, "env"),
    log: join(folder, "emulator.log"),
    providers: join(folder, "providers"),
    stack: (name: string) => join(folder, "cdktf.out", "stacks", name),
    tfstate: (name: string) => join(folder, `terraform.${name}.tfstate`),
  };
}

export type Paths = ReturnType<typeof pathsIn>;
