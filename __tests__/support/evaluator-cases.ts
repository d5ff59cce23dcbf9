import {
  decide,
  type Answer,
  type Decision,
  type Policies,
  type Principal,
  type Request,
  type Settings,
} from "../../cli/policy/evaluate";
import type { Policy } from "../../cli/policy/document";

interface WholeDocument {
  readonly Version?: string;
  readonly Statement: object | readonly object[];
}

/** The statements of a policy of version 2012-10-17, or a whole document. */
export type Document = readonly object[] | WholeDocument;

/** A request to decide, and what a page of AWS's documentation says about it. */
export interface EvaluatorCase {
  /** What the page says, as a sentence. */
  readonly title: string;
  /** Address. */
  readonly page: string;
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
  /** Of the resource. @default "111122223333" */
  readonly account?: string;
  /** All that the request carries; TLS is assumed. @default nothing more */
  readonly context?: Request["context"];
  /** @default every key that `context` does not name */
  readonly absent?: Request["absent"];
  readonly policies: {
    readonly identity?: readonly Document[];
    readonly resource?: Document;
    readonly boundary?: readonly Document[];
    readonly session?: readonly Document[];
    readonly scps?: readonly (readonly Document[])[];
    readonly rcps?: readonly (readonly Document[])[];
    readonly endpoint?: Document;
    readonly grants?: Policies["grants"];
  };
  readonly settings?: Settings;
  readonly expected: Decision;
}

type Asked = Omit<EvaluatorCase, "title" | "page" | "expected">;

export function answerTo(one: Asked): Answer {
  return decide(requestOf(one), policiesOf(one), one.settings);
}

export function requestOf(one: Asked): Request {
  const { principal, action, resource, account = "111122223333", context = {}, absent = "all others" } = one;
  return { principal, action, resource, account, context: { "aws:SecureTransport": "true", ...context }, absent };
}

export function policiesOf({ policies }: Asked): Policies {
  const { identity = [], resource, boundary, session, scps, rcps, endpoint, grants = [] } = policies;
  const all = (documents: readonly Document[] | undefined, source: string) =>
    documents?.map((document) => policyOf(document, source));
  return {
    identity: all(identity, "identity")!,
    resource: resource && policyOf(resource, "resource"),
    boundary: all(boundary, "boundary"),
    session: all(session, "session"),
    scps: scps?.map((level) => all(level, "SCP")!),
    rcps: rcps?.map((level) => all(level, "RCP")!),
    endpoint: endpoint && policyOf(endpoint, "endpoint"),
    grants,
  };
}

export function policyOf(document: Document, source: string): Policy {
  const { Version = "2008-10-17", Statement } =
    "Statement" in document ? document : { Version: "2012-10-17", Statement: document };
  return { source, version: Version, statements: [Statement].flat() as unknown as Policy["statements"] };
}
