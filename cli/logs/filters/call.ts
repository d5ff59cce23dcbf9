import { BlockList, isIP } from "node:net";
import { textAt, timeOf } from "../fields";
import { anyOf, needlesIn, pattern, type Condition } from "./condition";
import type { Filters } from "./filters";

/** Filters of the call: when, where, which, from where and with which result. */
export function* callConditions(filters: Filters): Generator<Condition> {
  const { from = -Infinity, to = Infinity, accounts = [], regions = [], ips = [], agents = [] } = filters;
  if (from !== -Infinity || to !== Infinity) {
    yield {
      test: (record) => {
        const time = timeOf(record);
        return time >= from && time < to;
      },
    };
  }
  yield* equalTo("recipientAccountId", accounts);
  yield* equalTo("awsRegion", regions);
  yield* like(["eventName", "insightDetails.eventName"], filters.events);
  yield* like(["eventSource", "insightDetails.eventSource"], filters.services?.map(sourceOf));
  if (ips.length > 0) {
    const test = anyOf(ips.map(addressTest));
    yield {
      test: (record) => test(textAt(record, "sourceIPAddress") ?? ""),
      // In a network or an IPv6 address, the characters of an address may be others.
      needles: ips.every((ip) => !/[/:]/.test(ip)) ? needlesIn(ips) : undefined,
    };
  }
  if (agents.length > 0) {
    yield {
      test: (record) => agents.some((agent) => textAt(record, "userAgent")?.includes(agent)),
      needles: needlesIn(agents),
    };
  }
  yield* like(["errorCode"], filters.errors);
  if (filters.denied) {
    yield { test: (record) => DENIED.test(textAt(record, "errorCode") ?? ""), needles: ["errorCode"] };
  }
  if (filters.write) yield { test: (record) => textAt(record, "readOnly") === "false" };
}

/** `Client.UnauthorizedOperation`, `AccessDeniedException`, `VpceAccessDenied`. */
const DENIED = /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError/;

function* equalTo(path: string, values: readonly string[]): Generator<Condition> {
  if (values.length === 0) return;
  yield { test: (record) => values.includes(textAt(record, path) ?? ""), needles: needlesIn(values) };
}

function* like(paths: readonly string[], values: readonly string[] = []): Generator<Condition> {
  if (values.length === 0) return;
  const test = anyOf(values.map(pattern));
  yield { test: (record) => paths.some((path) => test(textAt(record, path))), needles: needlesIn(values) };
}

function sourceOf(service: string): string {
  return service.includes(".") || service.endsWith("*") ? service : `${service}.amazonaws.com`;
}

/** Records may name a service as their source. */
function addressTest(ip: string): (address: string) => boolean {
  const [network = "", bits] = ip.split("/");
  if (isIP(network) === 0) return (address) => address === ip;
  const family = (address: string) => (isIP(address) === 6 ? "ipv6" : "ipv4");
  const list = new BlockList();
  if (bits === undefined) list.addAddress(network, family(network));
  else list.addSubnet(network, Number(bits), family(network));
  return (address) => isIP(address) === isIP(network) && list.check(address, family(address));
}
