import { idFor } from "../../cli/model/ids";
import { arnsIn } from "../../modules/policy";
import type { Facts } from "./access-facts";
import { everyone, idsOf, like, only, type Axes, type Claim, type ExpectedCell } from "./expected-cells";
import type { SiemFacts } from "./siem-facts";

/** Who owns the archive's account. */
const OWNERS = ["root", "administrator"];

/** Roles of other accounts that read: their own IAM and their organization decide, too. */
export function openReaders({ siem }: Pick<Facts, "siem">): string[] {
  return (siem?.subscribers ?? []).filter(({ isOpen }) => isOpen).map(({ role }) => role);
}

/** Rows of a queue or of the topic. At least one. */
function rows(axes: Axes, { archive, region }: SiemFacts, what: string, name: string, ...cases: readonly string[]) {
  const found = like(axes, new RegExp(`^alerts-${what}-${archive}-${region}-${idFor(name)}-(${cases.join("|")})$`));
  if (found.length < cases.length) throw new Error(`no rows ${cases.join()} of ${name}`);
  return found;
}

/** The service that acts for exactly this. */
function service({ subjects }: Axes, name: string, sourceArn: string): string[] {
  const found = subjects.filter(
    ({ id, caller }) =>
      caller.kind === "service" &&
      caller.service === name &&
      caller.sourceArn === sourceArn &&
      !/-(no-account|foreign)$/.test(id),
  );
  if (found.length === 0) throw new Error(`no subject for ${sourceArn}`);
  return found.map(({ id }) => id);
}

const claim = (
  text: string,
  cells: (axes: Axes, siem: SiemFacts, facts: Facts) => readonly ExpectedCell[],
  when: (siem: SiemFacts) => boolean = ({ subscribers }) => subscribers.some(({ queue }) => queue !== undefined),
): Claim => ({
  claim: text,
  when: ({ siem }) => siem !== undefined && when(siem),
  cells: (axes, facts) => cells(axes, facts.siem!, facts),
});

/** The subscribers with a queue. */
const queued = ({ subscribers }: SiemFacts) =>
  subscribers.flatMap(({ queue, ...one }) => (queue === undefined ? [] : [{ ...one, queue }]));

const hasTopic = ({ topicAccounts }: SiemFacts) => topicAccounts !== undefined;

/** Who announces log files to a SIEM, and who hears of them. That its roles read them is in the claims of all readers. */
export const EXPECTED_SIEM: readonly Claim[] = [
  claim(
    "a subscriber's rule alone fills its queue and its dead-letter queue, beside who owns the account",
    (axes, siem) =>
      queued(siem).flatMap(({ queue }) => {
        const rule = arnsIn({ account: siem.archive, region: siem.region }).eventRule(queue);
        const senders = [...service(axes, "events.amazonaws.com", rule), ...OWNERS];
        return [queue, `${queue}-failed`].flatMap((name) => [
          ...only(axes, rows(axes, siem, "queue", name, "send"), senders),
          ...everyone(axes, rows(axes, siem, "queue", name, "send-plain", "receive-plain"), "explicit deny"),
          ...only(axes, rows(axes, siem, "queue", name, "send-elsewhere", "remove", "policy", "delete"), OWNERS),
        ]);
      }),
  ),
  claim(
    "a subscriber processes the messages of its queue, and nobody those of another's or of dead letters",
    (axes, siem) =>
      queued(siem).flatMap(({ queue, role, isOpen }) => {
        return [
          ...only(
            axes,
            rows(axes, siem, "queue", queue, "receive", "consume"),
            [...(isOpen ? [] : [role]), ...OWNERS],
            isOpen ? [role] : [],
          ),
          ...only(axes, rows(axes, siem, "queue", `${queue}-failed`, "receive", "consume"), OWNERS),
        ];
      }),
  ),
  claim(
    "S3 announces files of the log bucket on the topic, to which only queues of the named principals subscribe",
    (axes, siem) => {
      const s3 = service(axes, "s3.amazonaws.com", siem.logBucketArn);
      const named = [...siem.topicSubscribers, ...OWNERS];
      const ofTheirAccounts = idsOf(axes).filter((id) => {
        const { caller } = axes.subjects.find((one) => one.id === id)!;
        return (
          caller.kind === "principal" && siem.topicAccounts!.some((account) => caller.arn.includes(`:${account}:`))
        );
      });
      return [
        ...only(axes, rows(axes, siem, "topic", siem.name, "publish"), [...s3, ...OWNERS]),
        ...everyone(axes, rows(axes, siem, "topic", siem.name, "publish-plain"), "explicit deny"),
        ...only(axes, rows(axes, siem, "topic", siem.name, "subscribe"), named, ofTheirAccounts),
        ...only(
          axes,
          rows(
            axes,
            siem,
            "topic",
            siem.name,
            "subscribe-address",
            "publish-elsewhere",
            "unsubscribe",
            "policy",
            "delete",
          ),
          OWNERS,
        ),
      ];
    },
    hasTopic,
  ),
  claim(
    "under the key of the logs, S3 encrypts announcements for this topic alone",
    (axes, siem, { iamDecides, trails, otherTrails, namedByStatements = [] }) => {
      const s3 = service(axes, "s3.amazonaws.com", siem.logBucketArn);
      const open = iamDecides ? OWNERS : [];
      const known = [...trails, ...otherTrails, ...namedByStatements];
      return [
        ...only(axes, like(axes, /^key-encrypt-announcement-/), s3, open),
        ...only(axes, like(axes, /^key-decrypt-announcement-/), s3, [...open, ...known]),
        ...only(axes, like(axes, /^key-encrypt-(other|foreign)-announcement-/), [], open),
        // CloudTrail decrypts in any context, for its Bucket Key.
        ...only(axes, like(axes, /^key-decrypt-(other|foreign)-announcement-/), [], [...open, ...known]),
      ];
    },
    hasTopic,
  ),
];
