import type { Context } from "./context";
import type { RawRecord } from "../../logs/log-file";
import { needleIn } from "../../logs/term";
import { readRecord, recordIdOf, type RecordQuery } from "./records";
import { RECORD_TITLES, type ExpectedRecord, type RecordFound, type RecordId } from "../../results/canary";
import { records } from "../../model/event-selectors";
import { objectEvent, type Target } from "./target";

type Delivery = Parameters<typeof readRecord>[1];

/** The records that a run may cause, and those that were found. */
export class Expectations {
  readonly needles: readonly string[];
  private readonly query: RecordQuery;
  private readonly found = new Map<RecordId, RecordFound>();

  constructor(private readonly context: Context) {
    const { target, connection, objectKey, since } = context;
    this.query = {
      bucket: target.bucket,
      bucketArn: target.bucketArn,
      objectKey,
      keyArn: connection.keyArn,
      since: since.getTime(),
    };
    this.needles = [objectKey, connection.keyArn].map((text) => needleIn(text) ?? "");
  }

  /** Finds the expected records among those of a log file. */
  take(records: readonly RawRecord[], delivery: Delivery): void {
    for (const record of records) {
      const id = recordIdOf(record, this.query);
      if (id === undefined || this.found.has(id)) continue;
      this.found.set(id, readRecord(record, delivery));
      this.context.listener.found(this.all().find((one) => one.id === id)!);
    }
  }

  all(): ExpectedRecord[] {
    const { target, objectKey, calledAt } = this.context;
    return (Object.keys(RECORD_TITLES) as RecordId[]).map((id) => {
      const reason = whyNotRequired(id, target, objectKey);
      return {
        id,
        title: RECORD_TITLES[id],
        required: reason === undefined,
        reason,
        calledAt: calledAt.get(id)?.toISOString(),
        found: this.found.get(id),
      };
    });
  }

  /** The required records that were not found. */
  missing(): ExpectedRecord[] {
    return this.all().filter(({ required, found }) => required && !found);
  }

  requiredFound(): boolean {
    return this.missing().length === 0;
  }

  allFound(): boolean {
    return this.all().every(({ found, reason }) => found !== undefined || reason?.startsWith(NOT_SELECTED));
  }
}

const NOT_SELECTED = "not selected";

function whyNotRequired(id: RecordId, { bucketArn, selectors }: Target, objectKey: string): string | undefined {
  const arn = `${bucketArn}/${objectKey}`;
  const readsSelected = records(selectors, objectEvent({ eventName: "GetObject", readOnly: true }, arn));
  switch (id) {
    case "put":
      return undefined;
    case "read":
      return readsSelected ? undefined : `${NOT_SELECTED}: the trail records no reads here`;
    case "anonymous":
      return readsSelected
        ? "CloudTrail does not promise records of refused anonymous calls"
        : `${NOT_SELECTED}: the trail records no reads here`;
    case "dataKey":
      return records(selectors, {
        category: "Management",
        source: "kms.amazonaws.com",
        readOnly: true,
        fields: { eventName: "GenerateDataKey" },
      })
        ? "with a Bucket Key, S3 does not call KMS for each object"
        : `${NOT_SELECTED}: the trail records no uses of keys`;
  }
}
