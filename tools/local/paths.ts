import { join } from "node:path";

/** Where a local environment keeps what it needs; all of it can be thrown away. */
export function pathsIn(folder: string) {
  return {
    folder,
    /** The synthesized stacks. */
    outdir: join(folder, "cdktf.out"),
    /** What the run has started, for the next one and for `npm run local:down`. */
    record: join(folder, "run.json"),
    /** Shell variables for people. */
    variables: join(folder, "env"),
    log: join(folder, "emulator.log"),
    providers: join(folder, "providers"),
    stack: (name: string) => join(folder, "cdktf.out", "stacks", name),
    tfstate: (name: string) => join(folder, `terraform.${name}.tfstate`),
  };
}

export type Paths = ReturnType<typeof pathsIn>;
