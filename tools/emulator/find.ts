import { onPath } from "../process/on-path";

/** One way to run moto. */
export interface Launcher {
  /** For people: `moto_server`, `uvx moto_server`. */
  readonly label: string;
  readonly command: string;
  /** Arguments that make it listen on this port of 127.0.0.1 only. */
  args(port: number): string[];
  /** Limit for its start; the first time, the other ways download moto. */
  readonly patienceSeconds: number;
}

export const HOW_TO_GET =
  "install moto (pip install 'moto[server]'), uv (https://docs.astral.sh/uv) or Docker, or name one that runs: --endpoint URL";

/** The ways that work on this machine, best first. */
export function findLaunchers(path: string | undefined): Launcher[] {
  const moto = onPath("moto_server", path);
  const uvx = onPath("uvx", path);
  const docker = onPath("docker", path);
  const here = (port: number) => ["-H", "127.0.0.1", "-p", String(port)];
  const launchers: (Launcher | false)[] = [
    moto !== undefined && { label: "moto_server", command: moto, args: here, patienceSeconds: 60 },
    uvx !== undefined && {
      label: "uvx moto_server",
      command: uvx,
      args: (port) => ["--from", "moto[server]", "moto_server", ...here(port)],
      patienceSeconds: 180,
    },
    docker !== undefined && {
      label: "docker motoserver/moto",
      command: docker,
      args: (port) => ["run", "--rm", "--init", "--publish", `127.0.0.1:${port}:5000`, "motoserver/moto"],
      patienceSeconds: 300,
    },
  ];
  return launchers.filter((launcher) => launcher !== false);
}
