/** What an option of an environment takes and refuses. `allowed` completes "must be". */
export interface Option {
  readonly path: string;
  readonly allowed: string;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
}

type Path = Pick<Option, "path">;

const account = (path: string): Option => ({
  path,
  allowed: "12 digits in quotes",
  taken: ["555555555555"],
  refused: ["55555555555", "5555555555555", "55555555555a", "", 555555555555, null],
});

const assumedRole = (path: string): Option => ({
  path,
  allowed: "an ARN of iam (role/...) without wildcards",
  taken: ["arn:aws:iam::111122223333:role/path/Deploy"],
  refused: [
    ...["Deploy", "arn:aws:iam::111122223333:user/Deploy", "arn:aws:sts::111122223333:role/Deploy"],
    ...["arn:aws:iam:::role/Deploy", 5, null],
  ],
});

const principal = (path: string): Option => ({
  path,
  allowed: "an ARN of iam (user/... or role/...) without wildcards",
  taken: ["arn:aws:iam::999999999999:role/Auditor", "arn:aws:iam::999999999999:user/auditor"],
  // What people write instead of a principal is refused with advice: see the tests of principals.
  refused: ["Auditor", "arn:aws:iam:::role/Auditor", "arn:aws:s3:::role/Auditor", "", 5, null],
});

const region = (path: string): Option => ({
  path,
  allowed: 'a Region listed in environments/regions.ts, like "eu-central-1" (add newer ones there)',
  taken: ["us-east-2", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"],
  refused: ["frankfurt", "eu-iso", "a-b-1", "", 5, null],
});

const bucketName = (path: string): Option => ({
  path,
  allowed: "3 to 63 lower-case letters, digits and dashes, no reserved prefix or suffix",
  taken: ["abc", "a".repeat(63)],
  refused: ["ab", "a".repeat(64), "Test-Logs", "test.logs", "xn--logs", "", 5, null],
});

const keyAlias = (path: string): Option => ({
  path,
  allowed: 'letters, digits, "/", "_" and "-", not beginning with "alias/" or "aws/"',
  taken: ["a", "team/trail_key-2"],
  refused: ["alias/test-key", "aws/s3", "a.b", "", "a".repeat(251), 5, null],
});

const roleName = (path: string): Option => ({
  path,
  allowed: "1 to 64 letters, digits and +=,.@_-",
  taken: ["r", "a+b=c,d.e@f_g-h", "r".repeat(64)],
  refused: ["", "r".repeat(65), "path/role", "a b", 5, null],
});

const flag = (path: string): Option => ({
  path,
  allowed: "true or false",
  taken: [true, false],
  refused: ["true", 1, null],
});

const whole = (path: string, min: number, max: number, unit: string): Option => ({
  path,
  allowed: `a whole number of ${unit} from ${min} to ${max}`,
  taken: [min, max],
  refused: [min - 1, max + 1, min + 0.5, max + 0.5, NaN, Infinity, -Infinity, String(min), null],
});

const oneOf = (path: string, ...options: string[]): Option => ({
  path,
  allowed: `one of ${options.map((option) => `"${option}"`).join(", ")}`,
  taken: options,
  refused: ["", options[0]!.toUpperCase() + options[0]!.toLowerCase(), 5, null],
});

const text = ({ path }: Path): Option => ({ path, allowed: "text", taken: ["", "any text"], refused: [5, true, null] });

const tag = (path: string): Option => ({
  path,
  allowed: 'at most 256 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"',
  taken: ["", "any text", "größe 42", "a".repeat(256)],
  refused: ["R&D", "a, b", "(EU)", "aws:x", "AWS:x", "a".repeat(257), "${local.x}", 5, true, null],
});

const actions = (path: string): Option[] => [
  whole(`${path}.transitions[0].afterDays`, 0, 36500, "days"),
  oneOf(
    `${path}.transitions[0].storageClass`,
    ...["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  ),
  whole(`${path}.expireAfterDays`, 1, 36500, "days"),
  whole(`${path}.noncurrentTransitions[0].afterDays`, 0, 36500, "days"),
  oneOf(
    `${path}.noncurrentTransitions[0].storageClass`,
    ...["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  ),
  whole(`${path}.keepNoncurrentDays`, 1, 36500, "days"),
  whole(`${path}.keepNoncurrentVersions`, 1, 100, "versions"),
];

const lifecycle = (path: string): Option[] => [
  ...actions(path),
  oneOf(`${path}.smallObjects`, "stay", "move"),
  whole(`${path}.abortUploadsAfterDays`, 1, 36500, "days"),
  {
    path: `${path}.rules[0].id`,
    allowed: "1 to 255 letters, digits and dashes",
    taken: ["Digests", "a-2", "a".repeat(255)],
    refused: ["", "a b", "a_b", "a".repeat(256), 5, null],
  },
  {
    path: `${path}.rules[0].prefix`,
    allowed: 'text without "${" or "%{"',
    taken: ["AWSLogs/", "a b"],
    refused: ["", "${local.prefix}", "%{if}", 5, null],
  },
  whole(`${path}.rules[0].largerThan`, 0, 5 * 1024 ** 4, "bytes"),
  whole(`${path}.rules[0].smallerThan`, 0, 5 * 1024 ** 4, "bytes"),
  tag(`${path}.rules[0].tags.Kind`),
  ...actions(`${path}.rules[0]`),
];

const reader = (path: string): Option[] => [
  roleName(`${path}.roleName`),
  principal(`${path}.trustedPrincipals[0]`),
  {
    path: `${path}.externalId`,
    allowed: "2 to 1224 letters, digits and +=,.@:/-",
    taken: ["ab", "_=,.@:/-+", "a".repeat(1224)],
    refused: ["a", "a".repeat(1225), "a b", "größe", "", 5, null],
  },
  account(`${path}.trustedPermissionSets[0].account`),
  {
    path: `${path}.trustedPermissionSets[0].name`,
    allowed: "1 to 32 letters, digits and +=,.@_-",
    taken: ["a", "Security.Audit-2", "a".repeat(32)],
    refused: ["", "a".repeat(33), "AWSReserved/SSO", "Audit*", "a b", 5, null],
  },
  flag(`${path}.requireMfa`),
  whole(`${path}.maxSessionHours`, 1, 12, "hours"),
  account(`${path}.accounts[0]`),
  region(`${path}.regions[0]`),
];

const archiveOptions: readonly Option[] = [
  {
    path: "namePrefix",
    allowed: "1 to 11 lowercase letters, digits and single hyphens, beginning with a letter",
    taken: ["a", "acme-", "acme", "a-b2-", "a".repeat(11)],
    refused: ["", "-a", "2a", "a--b", "A", "acme_", "a".repeat(12), 5, null],
  },
  flag("protected"),
  region("region"),
  ...["accounts.archive.id", "accounts.audited.id", "replica.account.id"].map(account),
  ...["accounts.archive.assumeRole", "accounts.audited.assumeRole", "replica.account.assumeRole"].map(assumedRole),
  assumedRole("organization.delegatedAdministrator.assumeRole"),
  ...["accounts.archive.recordedBy", "replica.account.recordedBy"].map((path) => ({
    path,
    allowed: "a text that says what records the account",
    taken: ["the trail of Control Tower"],
    refused: ["", " ", "${local.name}", true, null],
  })),
  {
    path: "accounts.audited.name",
    allowed: "1 to 24 lowercase letters, digits and single hyphens between them, beginning with a letter",
    taken: ["a", "payments-2", "a".repeat(24)],
    refused: ["", "Payments", "a--b", "-a", "a-", "2a", "a_b", "a".repeat(25), 5, null],
  },
  {
    path: "organization.id",
    allowed: 'an organization id like "o-a1b2c3d4e5"',
    taken: [`o-${"a".repeat(10)}`, `o-${"a".repeat(32)}`],
    refused: ["a1b2c3d4e5", "o-short", `o-${"a".repeat(33)}`, "o-A1B2C3D4E5", "", 5, null],
  },
  account("organization.managementAccount"),
  ...["state.bucketName", "logs.bucketName", "accessLogs.bucketName", "replica.bucketName"].map(bucketName),
  ...["key.alias", "key.otherAliases[0]", "replica.keyAlias"].map(keyAlias),
  ...["key.administrators[0]", "breakGlass.trustedPrincipals[0]"].map(principal),
  oneOf("key.rootAccess", "administers", "iamDecides", "nothing"),
  whole("key.rotationPeriodInDays", 90, 2560, "days"),
  whole("key.deletionWindowInDays", 7, 30, "days"),
  {
    path: "logs.prefix",
    allowed:
      "1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds",
    taken: ["a", "trails/test", "a".repeat(200)],
    refused: ["", "/trails", "trails/", "/", "AWSLogs", "a/AWSLogs/b", "a".repeat(201), 5, null],
  },
  ...["logs.lifecycle", "accessLogs.lifecycle", "replica.lifecycle"].flatMap(lifecycle),
  oneOf("logs.objectLock.mode", "GOVERNANCE", "COMPLIANCE"),
  whole("logs.objectLock.days", 1, 36500, "days"),
  ...["logs.forceDestroy", "logs.onlyReaders", "logs.requireKeyHeader", "logs.eventBridge", "logs.inventory"].map(flag),
  oneOf("logs.minimumTlsVersion", "1.2", "1.3"),
  region("replica.region"),
  oneOf("replica.storageClass", "STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"),
  flag("blockPublicAccessOfAccount"),
  flag("replica.timeControl"),
  flag("replica.metrics"),
  ...["readers[0]", "replica.readers[0]"].flatMap(reader),
  roleName("breakGlass.roleName"),
  {
    path: "iam.path",
    allowed: 'a path like "/audit/" of at most 512 letters, digits and +=,.@_-/, not beginning with "/aws-"',
    taken: ["/", "/audit/", "/division_abc/team.a/"],
    refused: ["", "audit", "/audit", "audit/", "/a*/", "//", "/aws-reserved/", `/${"a".repeat(511)}/`, 5, null],
  },
  {
    path: "iam.permissionsBoundary",
    allowed: 'the name of a managed policy, like "Boundary" or "team/Boundary", or its ARN',
    taken: ["Boundary", "team/Boundary", "arn:aws:iam::aws:policy/PowerUserAccess"],
    refused: ["", "/Boundary", "Bound*", "arn:aws:iam::111122223333:role/Boundary", 5, null],
  },
  tag("tags.Environment"),
];

const DATA_FIELDS = [
  ...["eventName", "eventSource", "eventType", "resources.ARN", "sessionCredentialFromConsole", "userIdentity.arn"],
];

const conditions = (path: string, fields: readonly string[]): Option[] => [
  oneOf(`${path}.where[0].field`, ...fields),
  ...["equals", "startsWith", "endsWith", "notEquals", "notStartsWith", "notEndsWith"].map((operator) => ({
    path: `${path}.where[0].${operator}[0]`,
    allowed: 'text without "${" or "%{"',
    taken: ["PutObject", "arn:aws:iam::111122223333:role/Ops"],
    refused: ["", "${local.x}", 5, null],
  })),
];

const retention = (path: string): Option => ({
  path,
  allowed:
    "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  taken: [1, 365, 3653],
  refused: [0, 2, 364, 3654, 90.5, "90", null],
});

const trailOptions: readonly Option[] = [
  {
    path: "trail.name",
    allowed: "3 to 128 letters, digits, and single periods, underscores or dashes between them, not an IP address",
    taken: ["abc", "a.b_c-d", "a".repeat(128)],
    refused: ["ab", "a".repeat(129), "a..b", "-abc", "a b", "", 5, null],
  },
  {
    path: "trail.formerly[0].name",
    allowed: "the name of a trail",
    taken: ["abc"],
    refused: ["ab", "a..b", "", 5, null],
  },
  account("trail.formerly[0].account"),
  account("trail.formerly[0].managementAccount"),
  region("trail.formerly[0].region"),
  flag("trail.formerly[0].ofOrganization"),
  {
    path: "trail.formerly[0].prefix",
    allowed:
      "1 to 200 letters, digits and !_.'()-/ without a slash at either end or the folder AWSLogs, which CloudTrail adds, " +
      'or "" for none',
    taken: ["", "trails/before"],
    refused: ["/trails", "AWSLogs", "a".repeat(201), 5, null],
  },
  ...["trail.ofOrganization", "trail.multiRegion", "trail.includeGlobalServiceEvents"].map(flag),
  { ...flag("trail.deliveryTopic"), allowed: "true, false or an object with topicArn" },
  oneOf("trail.events.management", "all", "read", "write", "none"),
  oneOf("trail.events.excludeManagementSources[0]", "kms.amazonaws.com", "rdsdata.amazonaws.com"),
  ...[0, 1, 2, 3].map((index) => oneOf(`trail.events.data[${index}].access`, "all", "read", "write")),
  ...[0, 1, 2, 3].flatMap((index) => conditions(`trail.events.data[${index}]`, DATA_FIELDS)),
  ...conditions("trail.events.networkActivity[1]", ["eventName", "errorCode", "vpcEndpointId"]),
  {
    path: "trail.events.networkActivity[1].source",
    allowed: 'an event source like "s3.amazonaws.com"',
    taken: ["s3.amazonaws.com"],
    refused: ["s3", "", 5, null],
  },
  {
    path: "trail.events.data[0].buckets[0]",
    allowed: "a bucket name",
    taken: ["customer-data", "with.periods", "Old_Name"],
    refused: ["", "ab", "a b", "data/*", "*", "${local.name}"],
  },
  {
    path: "trail.events.data[0].buckets[1].bucket",
    allowed: "a bucket name",
    taken: ["customer-data"],
    refused: ["", "data/*", 5, null],
  },
  text({ path: "trail.events.data[0].buckets[1].prefix" }),
  {
    path: "trail.events.data[1].functions[0]",
    allowed: "an ARN of lambda (function:...) without wildcards",
    taken: ["arn:aws:lambda:us-east-1:111122223333:function:pay"],
    refused: ["pay", "arn:aws:lambda:us-east-1:111122223333:layer:pay", "arn:aws:s3:::function:*", 5, null],
  },
  {
    path: "trail.events.data[2].tables[0]",
    allowed: "an ARN of dynamodb (table/...) without wildcards",
    taken: ["arn:aws:dynamodb:us-east-1:111122223333:table/orders"],
    refused: ["orders", "arn:aws:dynamodb:us-east-1:111122223333:backup/orders", 5, null],
  },
  {
    path: "trail.events.data[3].resourceType",
    allowed: 'a resource type like "AWS::SQS::Queue"',
    taken: ["AWS::SNS::Topic"],
    refused: ["SQS", "AWS::SQS", "aws::sqs::queue", "", 5, null],
  },
  {
    path: "trail.events.data[3].arns[0]",
    allowed: "the beginning of an ARN",
    taken: ["arn:aws:sqs:eu-central-1:111122223333:"],
    refused: ["queue", "", "*", 5, null],
  },
  {
    path: "trail.events.networkActivity[0]",
    allowed: 'an event source like "s3.amazonaws.com", or an object with source and where',
    taken: ["kms.amazonaws.com"],
    refused: ["s3", "https://s3.amazonaws.com", "", 5, null],
  },
  oneOf("trail.events.insights[0]", "ApiCallRateInsight", "ApiErrorRateInsight"),
  oneOf("trail.events.selectors", "advanced", "basic"),
  retention("trail.cloudWatchLogs.retentionInDays"),
  {
    path: "trail.cloudWatchLogs.logGroupName",
    allowed: 'letters, digits and "_./#-", not beginning with "aws/"',
    taken: ["/aws/cloudtrail/audit", "a".repeat(512)],
    refused: ["", "aws/audit", "a b", "a*", "a".repeat(513), 5, null],
  },
];

const alertsOptions: readonly Option[] = [
  {
    path: "alerts.emails[0]",
    allowed: 'an e-mail address like "security@example.com"',
    taken: ["a@b.c", "first.last+tag@mail.example.com"],
    refused: ["security", "a@b", "a b@example.com", "${local.x}@example.com", "", 5, null],
  },
  {
    path: "alerts.queues[0]",
    allowed: "the ARN of a standard SQS queue",
    taken: ["arn:aws:sqs:us-east-1:999999999999:security-events"],
    refused: [
      "events",
      "arn:aws:sns:us-east-1:999999999999:events",
      "arn:aws:sqs:us-east-1:999999999999:*",
      "",
      5,
      null,
    ],
  },
  {
    path: "alerts.runbook",
    allowed: 'an address like "https://wiki.example.com/alerts", without "#"',
    taken: ["https://wiki.example.com/alerts?page=1"],
    refused: ["http://wiki.example.com", "https://wiki.example.com/#alerts", "https://a b", "https://", "", 5, null],
  },
  {
    ...assumedRole("alerts.deployRoles[0]"),
    taken: ["arn:aws:iam::444455556666:role/path/Deploy"],
  },
  flag("alerts.cis"),
  retention("alerts.logRetentionInDays"),
  oneOf("alerts.runtime", "nodejs22.x", "nodejs24.x"),
];

const FEATURES = [
  ...["S3_DATA_EVENTS", "EKS_AUDIT_LOGS", "EBS_MALWARE_PROTECTION", "RDS_LOGIN_EVENTS", "LAMBDA_NETWORK_LOGS"],
  "RUNTIME_MONITORING",
];

const threatsOptions: readonly Option[] = [
  region("threats.regions[0]"),
  ...["threats.features[0]", "threats.features[1]"].map((path) => oneOf(path, ...FEATURES)),
  oneOf("threats.agents[0]", "EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"),
  flag("threats.organization"),
  assumedRole("threats.delegatedAdministrator.assumeRole"),
  {
    path: "threats.export.bucketPrefix",
    allowed: "1 to 35 lower-case letters, digits and dashes, no reserved prefix",
    taken: ["a", "example-findings", "a".repeat(35)],
    refused: ["", "-a", "Findings", "a.b", "xn--a", "a".repeat(36), 5, null],
  },
  principal("threats.export.readers[0]"),
  ...lifecycle("threats.export.lifecycle"),
];

const queryOptions: readonly Option[] = [
  bucketName("query.bucketName"),
  whole("query.expireAfterDays", 1, 36500, "days"),
  roleName("query.readers[0]"),
  account("query.accounts[0]"),
  region("query.regions[0]"),
  whole("query.maxScanGigabytes", 1, 1_000_000, "GB"),
];

/** Every option of an environment that holds a single value, `name` and the kinds of data events apart. */
export const OPTIONS: readonly Option[] = [
  ...archiveOptions,
  ...trailOptions,
  ...alertsOptions,
  ...threatsOptions,
  ...queryOptions,
];
