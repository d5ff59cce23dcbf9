import { randomUUID } from "node:crypto";
import * as athena from "@aws-sdk/client-athena";
import { makeCall, type SendOptions } from "./call";
import { clientSettings, type AwsOptions } from "./clients";

/** A query to start. */
export interface AthenaQuery {
  readonly sql: string;
  /** A text for each `?`. */
  readonly values: readonly string[];
  readonly workgroup: string;
  readonly database: string;
}

/**
 * Queries of Athena. Each call throws an `AwsFailure`.
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html
 */
export class AthenaQueries {
  private readonly client: athena.AthenaClient;

  constructor(
    options: AwsOptions,
    private readonly timeoutMs: number,
  ) {
    this.client = new athena.AthenaClient(clientSettings(options));
  }

  /** Starts a query and returns its id. Not to be cancelled: a query that nobody knows would run on. */
  async start({ sql, values, workgroup, database }: AthenaQuery): Promise<string> {
    const input: athena.StartQueryExecutionInput = {
      QueryString: sql,
      WorkGroup: workgroup,
      QueryExecutionContext: { Database: database },
      // A repeated attempt starts no second query.
      ClientRequestToken: randomUUID(),
      ...(values.length > 0 && { ExecutionParameters: values.map(literal) }),
    };
    const { QueryExecutionId = "" } = await this.call("StartQueryExecution", undefined, (options) =>
      this.client.send(new athena.StartQueryExecutionCommand(input), options),
    );
    return QueryExecutionId;
  }

  /** What Athena says of a query, while it runs and afterwards. */
  async execution(QueryExecutionId: string, signal?: AbortSignal): Promise<athena.QueryExecution> {
    const { QueryExecution = {} } = await this.call("GetQueryExecution", signal, (options) =>
      this.client.send(new athena.GetQueryExecutionCommand({ QueryExecutionId }), options),
    );
    return QueryExecution;
  }

  /** The pages of a result. */
  async *results(QueryExecutionId: string, signal?: AbortSignal): AsyncGenerator<athena.ResultSet> {
    let NextToken: string | undefined;
    do {
      const page: athena.GetQueryResultsCommandOutput = await this.call("GetQueryResults", signal, (options) =>
        this.client.send(new athena.GetQueryResultsCommand({ QueryExecutionId, NextToken }), options),
      );
      yield page.ResultSet ?? {};
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  }

  async stop(QueryExecutionId: string): Promise<void> {
    await this.call("StopQueryExecution", undefined, (options) =>
      this.client.send(new athena.StopQueryExecutionCommand({ QueryExecutionId }), options),
    );
  }

  close(): void {
    this.client.destroy();
  }

  private call<Answer>(
    operation: string,
    signal: AbortSignal | undefined,
    send: (options: SendOptions) => Promise<Answer>,
  ): Promise<Answer> {
    return makeCall(`athena:${operation}`, { timeoutMs: this.timeoutMs, signal }, send);
  }
}

/**
 * Athena takes values as literals of SQL, and not as plain texts.
 * @see https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html
 */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
