import { arnsIn, type Location, type Statement } from "../policy";
import { queryNames } from "./names";

/**
 * What somebody who reads the logs needs in addition to query them: Athena reads log files and writes results with its
 * caller's own rights. The key of the results names the readers itself.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/workgroups-iam-policy.html
 * @see https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html
 */
export function queryStatements(name: string, location: Location, bucketName: string): Statement[] {
  const { workgroupArn, catalogArns, defaultDatabaseArn } = queryNames(name, location);
  const arns = arnsIn(location);
  return [
    { Sid: "RunQueries", Effect: "Allow", Action: ATHENA, Resource: workgroupArn },
    { Sid: "ReadCatalog", Effect: "Allow", Action: GLUE, Resource: catalogArns },
    { Sid: "LookAtDefaultDatabase", Effect: "Allow", Action: "glue:GetDatabase", Resource: defaultDatabaseArn },
    {
      Sid: "FindResults",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: arns.bucket(bucketName),
    },
    {
      Sid: "WriteAndReadResults",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      Resource: arns.objects(bucketName, "*"),
    },
  ];
}

/** Not those that save or delete queries: saved queries are those of this app. */
const ATHENA = [
  "athena:BatchGetNamedQuery",
  "athena:BatchGetQueryExecution",
  "athena:GetNamedQuery",
  "athena:GetQueryExecution",
  "athena:GetQueryResults",
  "athena:GetQueryResultsStream",
  "athena:GetQueryRuntimeStatistics",
  "athena:GetWorkGroup",
  "athena:ListNamedQueries",
  "athena:ListQueryExecutions",
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
];

const GLUE = [
  "glue:BatchGetPartition",
  "glue:GetDatabase",
  "glue:GetPartition",
  "glue:GetPartitions",
  "glue:GetTable",
  "glue:GetTables",
];
