import type { Statement } from "../../modules/policy";

/** One way to weaken a statement, or to break it. */
export interface Change {
  /** `condition key aws:SourceArn removed` */
  readonly title: string;
  /** What the statement becomes; `undefined` where it goes. */
  readonly statement: Statement | undefined;
}
