import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { queriedLogs, queryingRoles } from "../environments/schema/queried";
import type { EnvironmentConfig } from "../environments/schema";
import { nameBase, queryName } from "../modules/derived-names";
import { arnsIn } from "../modules/policy";
import { LogQuery } from "../modules/query";
import { configureBackend } from "./backend";
import type { EmulatorOptions } from "./emulator";
import { EnvironmentStack } from "./environment-stack";
import { OUTPUTS } from "./names";
import { output } from "./outputs";
import { configureProvider } from "./providers";

type QueriedEnvironment = EnvironmentConfig & { readonly query: NonNullable<EnvironmentConfig["query"]> };

/** SQL on the log files with Athena, in the archive account. Its readers are the archive's, so that it comes after it. */
export class QueryStack extends EnvironmentStack {
  constructor(scope: Construct, environment: QueriedEnvironment, archive: TerraformStack, options: EmulatorOptions) {
    super(scope, { environment: environment.name, kind: "query" });
    const { accounts, region, organization, query, logs, trail, iam } = environment;
    configureProvider(this, environment, accounts.archive, options);
    configureBackend(this, environment, "query", options);
    this.addDependency(archive);
    const location = { account: accounts.archive.id, region };
    const { workgroup, databaseName, results } = new LogQuery(this, "Query", {
      ...location,
      name: queryName(nameBase(environment)),
      logs: {
        ...queriedLogs(environment),
        bucketName: logs.bucketName,
        prefix: logs.prefix,
        organizationId: trail.ofOrganization ? organization?.id : undefined,
      },
      results: {
        bucketName: query.bucketName,
        expireAfterDays: query.expireAfterDays,
        forceDestroy: logs.forceDestroy,
        onlyOrganizationId: organization?.id,
      },
      readers: queryingRoles(environment).map((role) => arnsIn(location).role(role, iam?.path)),
      maxScanGigabytes: query.maxScanGigabytes,
      iam: { path: iam?.path },
    });
    output(this, OUTPUTS.query.workgroup, workgroup, "Athena workgroup for queries of the logs");
    output(this, OUTPUTS.query.database, databaseName, "Glue database with the view of events");
    output(this, OUTPUTS.query.resultsBucket, results.bucketName, "Receives what queries found");
  }
}
