import { deadLettersName } from "../../modules/derived-names";
import { LARGEST_EVENT_PATTERN } from "../../modules/limits/numbers";
import { parseArn } from "../../modules/policy";
import { arrivalPattern } from "../../modules/siem/arrivals";
import { recordedIds } from "./audited";
import { takenNames } from "./name-spaces";
import type { Rule } from "./rule";
import { subscribersWithPaths } from "./subscribers";

/** The names are those of queues, and each queue has another for dead letters. */
const subscribersDiffer: Rule = (environment) => {
  const all = subscribersWithPaths(environment);
  return all.flatMap(({ path, subscriber: { name } }, index) => {
    if (name === undefined) return [];
    const same = all.slice(0, index).find(({ subscriber }) => subscriber.name === name);
    const owner = all.find(({ subscriber }) => subscriber.name && deadLettersName(subscriber.name) === name);
    return [
      same && { path: `${path}.name`, message: `must differ from ${same.path}.name, got "${name}"` },
      owner && {
        path: `${path}.name`,
        message: `must not be that of the dead-letter queue of ${owner.path}, got "${name}"`,
      },
    ];
  });
};

/** A third party's account, or a role of one, is trusted only with an external id. */
const subscribersAreTrusted: Rule = (environment) => {
  const archive = environment.accounts?.archive?.id;
  return subscribersWithPaths(environment).flatMap(({ path, subscriber }) => {
    const { existingRole, trustedPrincipals, externalId, maxSessionHours } = subscriber;
    if (existingRole !== undefined) {
      const others = Object.entries({ trustedPrincipals, externalId, maxSessionHours });
      return others.map(
        ([option, value]) =>
          value !== undefined && {
            path: `${path}.${option}`,
            message: "must be left out with existingRole, whose owner decides who takes it, got a value",
          },
      );
    }
    const parts = (trustedPrincipals ?? []).map((arn) => (arn === undefined ? undefined : parseArn(arn)));
    const foreign = parts.find((arn) => archive !== undefined && arn !== undefined && arn.account !== archive);
    return [
      trustedPrincipals === undefined && {
        path: `${path}.trustedPrincipals`,
        message: "must name who takes the role, or existingRole a role that reads, got neither",
        unless: `${path}.`,
      },
      ...parts.map(
        (arn, at) =>
          arn?.resource === "root" &&
          arn.account === archive && {
            path: `${path}.trustedPrincipals[${at}]`,
            message: `must be a user or role of that account: only another account is trusted as a whole, got "${trustedPrincipals![at]}"`,
          },
      ),
      foreign !== undefined &&
        externalId === undefined && {
          path: `${path}.externalId`,
          message: `must be given for principals of account ${foreign.account}: without it, whoever else uses the same SIEM can have it read these logs, got none`,
          unless: `${path}.externalId`,
        },
    ];
  });
};

const waysHaveTheirOptions: Rule = (environment) => {
  const archive = environment.accounts?.archive?.id;
  const { logs } = environment;
  return subscribersWithPaths(environment).flatMap(({ path, subscriber }) => {
    const { via = "queue", accounts, subscribers, existingRole, visibilityTimeoutSeconds } = subscriber;
    if (via === "queue") {
      return [
        subscribers !== undefined && {
          path: `${path}.subscribers`,
          message: 'must be left out unless via is "topic": nobody subscribes to a queue, got a list',
          unless: `${path}.via`,
        },
      ];
    }
    const isOwnRole = existingRole !== undefined && parseArn(existingRole)?.account === archive;
    return [
      accounts === undefined && {
        path: `${path}.accounts`,
        message: 'must be listed via "topic": S3 announces by prefix, and would announce digests too, got none',
        unless: `${path}.accounts`,
      },
      subscribers === undefined &&
        !isOwnRole && {
          path: `${path}.subscribers`,
          message: `must name who subscribes via "topic", unless existingRole is of account ${archive}, got none`,
          unless: `${path}.subscribers`,
        },
      visibilityTimeoutSeconds !== undefined && {
        path: `${path}.visibilityTimeoutSeconds`,
        message: `must be left out via "topic": the subscriber has the queue, got ${visibilityTimeoutSeconds}`,
      },
      logs !== undefined &&
        "existing" in logs && {
          path: `${path}.via`,
          message: 'must be "queue" with logs.existing: the owner of the bucket configures its topics, got "topic"',
        },
    ];
  });
};

/** The log files that are announced are those that arrive. */
const subscribersReadWhatIsRecorded: Rule = (environment) => {
  const { trail, region } = environment;
  const recorded = recordedIds(environment);
  return subscribersWithPaths(environment).flatMap(({ path, subscriber: { accounts = [], regions = [] } }) => [
    ...accounts.map((account, at) => {
      const isRecorded = recorded === undefined || account === undefined || recorded.includes(account);
      const message = `must be an account that the environment records (${(recorded ?? []).join(", ")}), got "${account}"`;
      return !isRecorded && { path: `${path}.accounts[${at}]`, message, unless: "trail.ofOrganization" };
    }),
    ...regions.map((one, at) => {
      const isRecorded = trail?.multiRegion !== false || region === undefined || one === undefined || one === region;
      const message = `must be "${region}", the one Region that the trail records, got "${one}"`;
      return !isRecorded && { path: `${path}.regions[${at}]`, message };
    }),
  ]);
};

/** The folders of an organization are below those of accounts: a pattern for all accounts would match both. */
const formerOrganizationIsApart: Rule = (environment) => {
  const { trail, logs } = environment;
  const recorded = recordedIds(environment) ?? [];
  const former = (trail?.formerly ?? []).findIndex(
    (one) => one?.ofOrganization === true && (one.prefix ?? logs?.prefix) === logs?.prefix,
  );
  if (trail?.ofOrganization === true || former < 0 || recorded.length < 2) return [];
  return subscribersWithPaths(environment).map(
    ({ path, subscriber }) =>
      subscriber.accounts === undefined && {
        path: `${path}.accounts`,
        message: `must be listed while trail.formerly[${former}] is of an organization, which delivers under the same prefix, got none`,
        unless: `${path}.accounts`,
      },
  );
};

const bucketSendsEvents: Rule = ({ siem, logs }) => {
  if (siem === undefined || logs === undefined) return [];
  const { eventBridge } = logs;
  const isExisting = "existing" in logs;
  const whose = isExisting ? ", once the owner of the existing bucket has switched it on" : "";
  const message = `must be true with siem, whose rules select log files in EventBridge${whose}, got ${eventBridge ?? "none"}`;
  return [
    (eventBridge === false || (isExisting && eventBridge === undefined)) && {
      path: "logs.eventBridge",
      message,
      unless: "logs.eventBridge",
    },
  ];
};

/** The policies of this deployment would name a role that does not exist yet. */
const existingRolesExist: Rule = (environment) => {
  const roles = takenNames(environment).filter(({ space }) => space.startsWith("role in "));
  return subscribersWithPaths(environment).map(({ path, subscriber: { existingRole } }) => {
    const { account, resource = "" } = (existingRole === undefined ? undefined : parseArn(existingRole)) ?? {};
    const name = resource.slice(resource.lastIndexOf("/") + 1).toLowerCase();
    const made = roles.find((role) => role.space === `role in ${account}` && role.name.toLowerCase() === name);
    const message = `must exist already, and not be ${made?.of ?? `that of ${made?.path}`}, which the environment creates, got "${existingRole}"`;
    return made && { path: `${path}.existingRole`, message };
  });
};

const patternFits: Rule = (environment) => {
  const { region = "", logs, organization, trail, accounts: { archive } = {} } = environment;
  const organizationId = trail?.ofOrganization ? organization?.id : undefined;
  return subscribersWithPaths(environment).map(({ path, subscriber }) => {
    const accounts = (subscriber.accounts ?? []).filter((account) => account !== undefined);
    const regions = (subscriber.regions ?? []).filter((one) => one !== undefined);
    const scope = {
      prefix: logs?.prefix,
      organizationId,
      accounts: accounts.length > 0 ? accounts : ("all" as const),
      regions: regions.length > 0 ? regions : ("all" as const),
    };
    const bucket = { bucketName: logs?.bucketName ?? "", location: { account: archive?.id ?? "", region } };
    const { length } = JSON.stringify(arrivalPattern(bucket, scope));
    return (
      subscriber.via !== "topic" &&
      length > LARGEST_EVENT_PATTERN && {
        path,
        message: `must name fewer accounts or regions: its EventBridge pattern may have ${LARGEST_EVENT_PATTERN} characters, got ${length}`,
      }
    );
  });
};

/** Rules of the feed for a SIEM. */
export const SIEM_RULES: readonly Rule[] = [
  subscribersDiffer,
  subscribersAreTrusted,
  waysHaveTheirOptions,
  subscribersReadWhatIsRecorded,
  formerOrganizationIsApart,
  bucketSendsEvents,
  existingRolesExist,
  patternFits,
];
