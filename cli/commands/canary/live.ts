import { StatusLine } from "../../framework/status-line";
import { terminalFor, type Streams } from "../../framework/streams";
import { escapeTerminal } from "../../render/escape";
import type { CanaryValues } from "./command";
import type { Context, Listener } from "./context";
import { Table } from "./formats/table";
import type { CanaryResult } from "../../results/canary";
import { resumeCommand } from "./resume";

/** Shows a run while it runs: the table line by line, and on a terminal the progress of the waiting. */
export class Live implements Listener {
  readonly table: Table;
  /** Whether the table is written to standard output line by line. */
  readonly shown: boolean;
  private readonly status: StatusLine;

  constructor(
    private readonly values: CanaryValues,
    private readonly streams: Streams,
  ) {
    this.status = new StatusLine(streams.err);
    this.table = new Table(terminalFor(values.output, streams));
    this.shown = values.format === "table" && values.output === undefined;
  }

  begin({ target, connection, objectKey }: Context): void {
    const { environment, bucket } = target;
    this.write(
      this.table.head({
        environment: environment.name,
        endpoint: connection.endpoint ?? null,
        trailArn: environment.trail.arn,
        caller: connection.callerArn,
        bucket,
        objectKey,
        keyArn: connection.keyArn,
        logBucket: environment.logBucket.name,
      }),
    );
  }

  step(step: Parameters<Listener["step"]>[0]): void {
    this.write(this.table.step(step));
  }

  found(record: Parameters<Listener["found"]>[0]): void {
    this.write(this.table.record(record));
  }

  progress(text: string): void {
    this.status.show(escapeTerminal(text));
  }

  end(result: CanaryResult): void {
    this.write(this.table.tail(result, this.resume(result)));
  }

  resume(result: CanaryResult): string | undefined {
    return resumeCommand(this.values, result);
  }

  private write(text: string): void {
    this.status.clear();
    if (this.shown) this.streams.out.write(text);
  }
}
