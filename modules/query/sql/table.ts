/** A column of the table on the log files, with its type in Hive's words. */
export interface TableColumn {
  readonly name: string;
  readonly type: string;
}

const text = (...names: readonly string[]): TableColumn[] => names.map((name) => ({ name, type: "string" }));

const USER_IDENTITY = struct({
  type: "string",
  principalid: "string",
  arn: "string",
  accountid: "string",
  invokedby: "string",
  accesskeyid: "string",
  username: "string",
  onbehalfof: struct({ userid: "string", identitystorearn: "string" }),
  sessioncontext: struct({
    attributes: struct({ mfaauthenticated: "string", creationdate: "string" }),
    sessionissuer: struct({
      type: "string",
      principalid: "string",
      arn: "string",
      accountid: "string",
      username: "string",
    }),
    ec2roledelivery: "string",
    webidfederationdata: struct({ federatedprovider: "string", attributes: "map<string,string>" }),
  }),
});

/**
 * The columns of the table on the log files. What differs from service to service is text: a typed column would fail on
 * the first record of another form.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const TABLE_COLUMNS: readonly TableColumn[] = [
  ...text("eventversion"),
  { name: "useridentity", type: USER_IDENTITY },
  ...text("eventtime", "eventsource", "eventname", "awsregion", "sourceipaddress", "useragent", "errorcode"),
  ...text("errormessage", "requestparameters", "responseelements", "additionaleventdata", "requestid", "eventid"),
  ...text("readonly"),
  { name: "resources", type: `array<${struct({ arn: "string", accountid: "string", type: "string" })}>` },
  ...text("eventtype", "apiversion", "recipientaccountid", "serviceeventdetails", "sharedeventid", "vpcendpointid"),
  ...text("vpcendpointaccountid", "eventcategory"),
  {
    name: "addendum",
    type: struct({ reason: "string", updatedfields: "string", originalrequestid: "string", originaleventid: "string" }),
  },
  ...text("sessioncredentialfromconsole", "edgedevicedetails"),
  {
    name: "tlsdetails",
    type: struct({ tlsversion: "string", ciphersuite: "string", clientprovidedhostheader: "string" }),
  },
];

/** Each is a folder of the log files' keys. `timestamp` and `date` are reserved words. */
export const PARTITION_COLUMNS: readonly TableColumn[] = text("account", "region", "day");

function struct(fields: Readonly<Record<string, string>>): string {
  return `struct<${Object.entries(fields)
    .map(([name, type]) => `${name}:${type}`)
    .join(",")}>`;
}
