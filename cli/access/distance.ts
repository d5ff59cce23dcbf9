import type { Subject } from "./subject";

/** What CloudTrail, CloudWatch Logs, SNS and S3 do with every log file, and the roles that they assume for it. */
const DELIVERIES: readonly (readonly [subject: RegExp, accessCase: RegExp])[] = [
  [
    /^this-trail$/,
    /^(log-bucket-(deliver(-digest|-management)?|acl-check)|key-(encrypt-log|describe|topic)|topic-publish)$/,
  ],
  [/^this-trail$/, /^role-.*-take$/],
  [/^logs-[^-]+-[^-]+-\d$/, /^key-log-group$/],
  [/^\d{12}-role-/, /^(log-group-write(-member)?|replication-(copy|write))$/],
];

/** Whether the trail requires this access for delivery. `accessCase` is the row of the first trail that asks the same. */
export function isNeeded({ id, like = id }: Subject, accessCase: string): boolean {
  return DELIVERIES.some(([subject, accessCases]) => subject.test(like) && accessCases.test(accessCase));
}

/** Subjects by their ids, from principals of the environment to those that are farthest from it. */
const DISTANCES = [/^no-|-no-(arn|account)$/, /^(sibling-|other-)|-other$/, /^foreign-|-foreign$/, /^anonymous$/];

/** 0 for who belongs to the environment; the greater, the farther away. */
export function distanceOf({ id }: Subject): number {
  return DISTANCES.findLastIndex((distance) => distance.test(id)) + 1;
}

/** A subject that the audit trail must deny, even on new resources. */
export function isOutsider(subject: Subject): boolean {
  return distanceOf(subject) > 0;
}

/** AWS does not reveal for whom these services act, so no policy can limit it. */
const UNAVOIDABLE: readonly (readonly [subject: RegExp, accessCase: RegExp])[] = [
  [/^logs-.*-foreign$/, /^key-log-group$/],
  [/^s3-foreign$/, /^role-.*-take$/],
];

/** Whether no policy can deny this access without denying the trail's own. */
export function isUnavoidable(subject: Subject, accessCase: string): boolean {
  return UNAVOIDABLE.some(([who, what]) => who.test(subject.id) && what.test(accessCase));
}
