import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Ran } from "./run-tool";

export const SCRIPTS = join(__dirname, "..", "..", ".github", "scripts");

/** What a fake `gh` was asked to change, with files in place of their names. */
export interface Written {
  readonly method: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A folder in which the scripts of the workflows run, with fakes of `gh` and `terraform` before the real ones. */
export class Sandbox {
  /** RUNNER_TEMP of the job. */
  readonly work = mkdtempSync(join(tmpdir(), "audit-trail-workflow-"));
  private readonly fakes = join(this.work, "fakes");

  constructor() {
    this.write("bin/gh", FAKE_GH, 0o755);
    this.write("bin/terraform", FAKE_TERRAFORM, 0o755);
    this.write("fakes/answers.json", "{}");
  }

  remove(): void {
    rmSync(this.work, { recursive: true });
  }

  write(path: string, content: string | object, mode = 0o644): void {
    const file = join(this.work, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    chmodSync(file, mode);
  }

  read(path: string): string {
    return readFileSync(join(this.work, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.work, path));
  }

  /** What the fake `gh api` answers, by the path asked for. */
  answers(byPath: Readonly<Record<string, unknown>>): void {
    this.write("fakes/answers.json", byPath);
  }

  /** Takes the place of `audit-trail review`, which takes its time: the digest is that of the plans' text. */
  fakeReview(): void {
    this.fakeTool("review", FAKE_REVIEW);
  }

  /** Puts a script in the place of one command of the tool. */
  fakeTool(name: string, script: string): void {
    const real = `exec '${process.execPath}' "$@"`;
    const head = `#!/usr/bin/env bash\n# A fake of audit-trail ${name}, for tests.\nset -euo pipefail\n`;
    this.write("bin/node", `${head}if [ "\${2:-}" != ${name} ]; then ${real}; fi\n${script}`, 0o755);
  }

  /** What the fake `gh` was asked to change, in order. */
  written(): Written[] {
    return this.lines("fakes/written").map((line) => JSON.parse(line) as Written);
  }

  /** Command lines of the fake `terraform`: `apply prod-archive`. */
  terraformCalls(): string[] {
    return this.lines("fakes/calls");
  }

  run(script: string, env: Readonly<Record<string, string>> = {}, cwd = this.work): Ran {
    const { PATH, HOME } = process.env;
    const { status, stdout, stderr } = spawnSync("bash", [join(SCRIPTS, script)], {
      cwd,
      encoding: "utf8",
      env: { PATH: `${join(this.work, "bin")}:${PATH}`, HOME, RUNNER_TEMP: this.work, FAKES: this.fakes, ...env },
    });
    return { status: status ?? -1, out: stdout, err: stderr };
  }

  lines(path: string): string[] {
    return this.has(path) ? this.read(path).split("\n").slice(0, -1) : [];
  }
}

const FAKE_GH = `#!/usr/bin/env node
// A fake of gh, for tests: answers from answers.json, and writes down what it is asked to change.
const { appendFileSync, cpSync, existsSync, readFileSync } = require("node:fs");
const { FAKES } = process.env;
const args = process.argv.slice(2);
const option = (name) => args[args.indexOf(name) + 1];
const note = (entry) => appendFileSync(FAKES + "/written", JSON.stringify(entry) + "\\n");
if (args[0] === "label") {
  note({ method: "LABEL", path: args[2], fields: {} });
} else if (args[0] === "run") {
  const artifact = FAKES + "/artifacts/" + args[2] + "/" + option("--name");
  if (!existsSync(artifact)) process.exit(1);
  cpSync(artifact, option("--dir"), { recursive: true });
} else {
  const path = args.find((arg) => arg.startsWith("repos/"));
  if (args.includes("--method")) {
    const fields = {};
    args.forEach((arg, index) => {
      if (arg !== "-f" && arg !== "-F") return;
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(args[index + 1]);
      fields[name] = arg === "-F" && value.startsWith("@") ? readFileSync(value.slice(1), "utf8") : value;
    });
    note({ method: option("--method"), path, fields });
  } else {
    const answer = JSON.parse(readFileSync(FAKES + "/answers.json", "utf8"))[path];
    if (answer === undefined) {
      console.error("no such thing: " + path);
      process.exit(1);
    }
    console.log(JSON.stringify(answer));
  }
}
`;

const FAKE_REVIEW = `
plans=()
while [ $# -gt 0 ]; do
  case $1 in
    *.json) plans+=("$1") ;;
    --accept) shift ;;
    --output) output=$2; shift ;;
  esac
  shift
done
digest=$(cat "\${plans[@]}" | sha256sum | cut -c 1-64)
printf '{"environments":[{"environment":"dev","digest":"%s"}]}\\n' "$digest" > "$output"
`;

const FAKE_TERRAFORM = `#!/usr/bin/env bash
# A fake of terraform, for tests. FAKES/terraform/STACK holds what a plan comes to: \`plan.json\` for show, and in its
# place \`error\`; \`unchanged\` where nothing changes. After an apply, \`after/OTHER\` takes the place of OTHER.
set -euo pipefail
stack=$(basename "\${1#-chdir=}")
state="$FAKES/terraform/$stack"
printf '%s %s\\n' "$2" "$stack" >> "$FAKES/calls"
case $2 in
  init) ;;
  plan)
    for arg in "$@"; do case $arg in -out=*) file=\${arg#-out=} ;; esac; done
    if [ -f "$state/error" ]; then cat "$state/error" >&2; exit 1; fi
    cp "$state/plan.json" "$file"
    [ -f "$state/unchanged" ] || exit 2
    ;;
  show) cat "\${!#}" ;;
  apply)
    cmp -s "\${!#}" "$state/plan.json" || { echo "Error: Saved plan is stale" >&2; exit 1; }
    if [ -d "$state/after" ]; then
      for other in "$state"/after/*; do rm -rf "$FAKES/terraform/$(basename "$other")"; cp -r "$other" "$FAKES/terraform/"; done
    fi
    ;;
esac
`;
