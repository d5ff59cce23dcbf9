/** A value that a query asks for. */
export interface QueryParameter {
  /** As an option of the command line: `access-key`. */
  readonly name: string;
  readonly about: string;
  readonly example: string;
}

/** A question of an incident, as SQL that DuckDB and Athena both run. */
export interface IncidentQuery {
  /** Lower-case letters and dashes. */
  readonly name: string;
  readonly title: string;
  /** When somebody asks it, and what the answer says. */
  readonly why: string;
  /** One for each `?`, in the order of the text. */
  readonly parameters: readonly QueryParameter[];
  /** One SELECT that reads the view only. */
  readonly sql: string;
}

const ACCESS_KEY: QueryParameter = {
  name: "access-key",
  about: "access key id of a user or a session",
  example: "ASIAIOSFODNN7EXAMPLE",
};

/**
 * The questions that responders ask first. Their texts keep to what DuckDB and Athena share: text columns, LIKE, CASE,
 * joins, WITH, GROUP BY with the columns' names. Each value is asked once, in `asked`, which counts as its literal.
 */
export const INCIDENT_QUERIES: readonly IncidentQuery[] = [
  {
    name: "key-use",
    title: "Who used a KMS key",
    why: "A key or the data under it is in doubt: who encrypted, decrypted or changed the key, from where, how often. With S3 Bucket Keys, S3 asks for a key once for many objects: ask object-access for single objects.",
    parameters: [
      {
        name: "key",
        about: "id, ARN or alias of the key, or a part of it",
        example: "0f0e0d0c-1111-4222-a333-0123456789ab",
      },
    ],
    sql: `WITH asked AS (SELECT ? AS kms_key)
SELECT
  ct.principal_arn,
  ct.event_name,
  ct.source_ip,
  count(*) AS calls,
  count(ct.error_code) AS failed,
  min(ct.event_time) AS first_time,
  max(ct.event_time) AS last_time
FROM ct
CROSS JOIN asked
WHERE ct.kms_key LIKE '%' || asked.kms_key || '%'
  OR ct.resource_arns LIKE '%' || asked.kms_key || '%'
GROUP BY ct.principal_arn, ct.event_name, ct.source_ip
ORDER BY last_time DESC`,
  },
  {
    name: "object-access",
    title: "Who touched an object",
    why: "Somebody may have read, changed or deleted an object. Data events of S3 tell, where a trail records them; without an S3 Bucket Key, the calls of KMS tell too.",
    parameters: [
      { name: "bucket", about: "name of the bucket", example: "example-customer-data" },
      { name: "object", about: "key of the object; % stands for any text", example: "picture.jpg" },
    ],
    sql: `WITH asked AS (SELECT ? AS bucket, ? AS object_key)
SELECT
  ct.event_time,
  ct.principal_arn,
  ct.event_name,
  coalesce(ct.object_key, ct.encrypted_arn) AS object_key,
  ct.source_ip,
  ct.user_agent,
  ct.access_key,
  ct.error_code,
  ct.event_id
FROM ct
CROSS JOIN asked
WHERE (ct.bucket = asked.bucket AND ct.object_key LIKE asked.object_key)
  OR ct.encrypted_arn LIKE 'arn:%:s3:::' || asked.bucket || '/' || asked.object_key
ORDER BY ct.event_time`,
  },
  {
    name: "access-key-calls",
    title: "What an access key did",
    why: "An access key leaked: each call that it signed, and the calls that issued it.",
    parameters: [ACCESS_KEY],
    sql: `WITH asked AS (SELECT ? AS access_key)
SELECT
  ct.event_time,
  ct.event_source,
  ct.event_name,
  ct.aws_region,
  ct.principal_arn,
  ct.source_ip,
  ct.user_agent,
  ct.error_code,
  ct.requested_role,
  ct.issued_access_key,
  ct.event_id
FROM ct
CROSS JOIN asked
WHERE ct.access_key = asked.access_key
  OR ct.issued_access_key = asked.access_key
ORDER BY ct.event_time`,
  },
  {
    name: "assume-role-chain",
    title: "Which sessions an access key opened, and what these opened",
    why: "An attacker moves on: from a key to sessions of roles, and from these to further ones. Three steps; run it again with a key of the last step.",
    parameters: [ACCESS_KEY],
    sql: `WITH asked AS (SELECT ? AS access_key),
opened AS (
  SELECT access_key, issued_access_key, event_name, requested_role, event_time, source_ip, event_id
  FROM ct
  WHERE issued_access_key IS NOT NULL AND error_code IS NULL
),
first_step AS (
  SELECT opened.* FROM opened JOIN asked ON opened.access_key = asked.access_key
),
second_step AS (
  SELECT opened.* FROM opened JOIN first_step ON opened.access_key = first_step.issued_access_key
),
third_step AS (
  SELECT opened.* FROM opened JOIN second_step ON opened.access_key = second_step.issued_access_key
)
SELECT '1' AS step, event_time, access_key, event_name, requested_role, issued_access_key, source_ip, event_id
FROM first_step
UNION
SELECT '2' AS step, event_time, access_key, event_name, requested_role, issued_access_key, source_ip, event_id
FROM second_step
UNION
SELECT '3' AS step, event_time, access_key, event_name, requested_role, issued_access_key, source_ip, event_id
FROM third_step
ORDER BY step, event_time`,
  },
  {
    name: "denied-calls",
    title: "Who was denied what",
    why: "Somebody tries permissions that they do not have: denied calls by principal, call and address, the most frequent first.",
    parameters: [],
    sql: `SELECT
  principal_arn,
  event_source,
  event_name,
  source_ip,
  error_code,
  count(*) AS calls,
  min(event_time) AS first_time,
  max(event_time) AS last_time
FROM ct
WHERE error_code LIKE '%AccessDenied%'
  OR error_code LIKE '%UnauthorizedOperation%'
  OR error_code LIKE '%Forbidden%'
GROUP BY principal_arn, event_source, event_name, source_ip, error_code
ORDER BY calls DESC, last_time DESC`,
  },
  {
    name: "trail-tampering",
    title: "Who stopped, narrowed or hid the trail",
    why: "Logs are missing, or somebody may have prepared an attack: calls on trails, and on what keeps their log files, failed ones too.",
    parameters: [],
    sql: `SELECT
  event_time,
  principal_arn,
  event_source,
  event_name,
  source_ip,
  error_code,
  request,
  event_id
FROM ct
WHERE (
    event_source = 'cloudtrail.amazonaws.com'
    AND event_name IN (
      'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors',
      'DeregisterOrganizationDelegatedAdmin'
    )
  )
  OR (
    event_source = 'kms.amazonaws.com'
    AND event_name IN ('DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy', 'CreateGrant', 'DisableKeyRotation')
    AND invoked_by IS NULL
  )
  OR (
    event_source = 's3.amazonaws.com'
    AND event_name IN (
      'DeleteBucket', 'DeleteBucketPolicy', 'PutBucketPolicy', 'PutBucketVersioning', 'PutBucketLifecycle',
      'PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock',
      'PutBucketReplication', 'DeleteBucketReplication'
    )
  )
ORDER BY event_time`,
  },
  {
    name: "console-without-mfa",
    title: "Console sign-ins without MFA",
    why: "Passwords alone opened the console. Sign-ins through an identity provider also say No: their MFA happens there.",
    parameters: [],
    sql: `SELECT
  event_time,
  principal_type,
  principal_arn,
  user_name,
  source_ip,
  user_agent,
  login_result,
  event_id
FROM ct
WHERE event_name = 'ConsoleLogin'
  AND coalesce(login_mfa, 'No') <> 'Yes'
ORDER BY event_time`,
  },
  {
    name: "access-key-addresses",
    title: "Access keys used from several addresses",
    why: "A copied key is used from elsewhere: keys with more than one address that is not a service, the most addresses first.",
    parameters: [],
    sql: `SELECT
  access_key,
  principal_arn,
  count(DISTINCT source_ip) AS addresses,
  count(DISTINCT user_agent) AS agents,
  count(*) AS calls,
  min(source_ip) AS one_address,
  max(source_ip) AS another_address,
  min(event_time) AS first_time,
  max(event_time) AS last_time
FROM ct
WHERE access_key IS NOT NULL
  AND source_ip NOT LIKE '%.amazonaws.com%'
  AND source_ip <> 'AWS Internal'
GROUP BY access_key, principal_arn
HAVING count(DISTINCT source_ip) > 1
ORDER BY addresses DESC, last_time DESC`,
  },
];
