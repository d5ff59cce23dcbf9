import * as athena from "@aws-sdk/client-athena";
import { GetTableCommand, type Table } from "@aws-sdk/client-glue";
import type { CallCache } from "./call-cache";
import type { AwsClients } from "./clients";
import { AwsFailure } from "./errors";
import { allPages } from "./pages";

const SERVICE = "Athena";

/** Reads workgroups of Athena and tables of Glue. Each call throws an `AwsFailure`. */
export class QueryReader {
  constructor(
    private readonly calls: CallCache,
    private readonly clients: Pick<AwsClients, "athena" | "glue">,
  ) {}

  /** `undefined` if there is none of this name. */
  async workgroup(WorkGroup: string): Promise<athena.WorkGroup | undefined> {
    try {
      const found = await this.calls.request(SERVICE, new athena.GetWorkGroupCommand({ WorkGroup }), (...request) =>
        this.clients.athena.send(...request),
      );
      return found.WorkGroup;
    } catch (error) {
      // Athena has no error of its own for this: "WorkGroup X is not found."
      const isMissing = error instanceof AwsFailure && error.code === INVALID && /not found/.test(error.message);
      if (isMissing) return undefined;
      throw error;
    }
  }

  /** The saved queries of a workgroup. */
  async savedQueries(WorkGroup: string): Promise<athena.NamedQuery[]> {
    const ids = await allPages(
      (NextToken) =>
        this.calls.request(SERVICE, new athena.ListNamedQueriesCommand({ WorkGroup, NextToken }), (...request) =>
          this.clients.athena.send(...request),
        ),
      ({ NamedQueryIds }) => NamedQueryIds,
      ({ NextToken }) => NextToken,
    );
    const found = await Promise.all(
      ids.map((NamedQueryId) =>
        this.calls.request(SERVICE, new athena.GetNamedQueryCommand({ NamedQueryId }), (...request) =>
          this.clients.athena.send(...request),
        ),
      ),
    );
    return found.flatMap(({ NamedQuery }) => NamedQuery ?? []);
  }

  async table(DatabaseName: string, Name: string): Promise<Table | undefined> {
    const found = await this.calls.request("Glue", new GetTableCommand({ DatabaseName, Name }), (...request) =>
      this.clients.glue.send(...request),
    );
    return found.Table;
  }
}

const INVALID = "InvalidRequestException";
