const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Runs with a signal that the first Ctrl-C sends. The second ends the process as if nobody listened. */
export async function interruptible<Result>(
  told: () => void,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const stop = () => {
    forget();
    told();
    controller.abort();
  };
  const forget = () => SIGNALS.forEach((name) => process.off(name, stop));
  SIGNALS.forEach((name) => process.on(name, stop));
  try {
    return await run(controller.signal);
  } finally {
    forget();
  }
}
