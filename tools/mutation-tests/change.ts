import type { Statement } from "../../modules/policy";

/** One way to weaken a statement, or to break it. */
export interface Change {
  /** `condition key aws:SourceArn removed` */
  readonly title: string;
  /** The changed statement; `undefined` if it is removed. */
  readonly statement: Statement | undefined;
}
