/** A range of IP addresses: the first bits of an address, as a number. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly bits: bigint;
  readonly length: number;
}

const WIDTH = { 4: 32, 6: 128 } as const;

/**
 * Reads `203.0.113.0/24`, `2001:db8::/32`, or one address. `undefined` for anything else.
 *
 * An address without a length is one address. AWS's page names /32 as the default for IPv4 and IPv6 alike, which for
 * IPv6 would be the network of a whole provider.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function parseRange(text: string): AddressRange | undefined {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!address) return undefined;
  const width = WIDTH[address.version];
  const suffix = slash < 0 ? String(width) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(suffix) || Number(suffix) > width) return undefined;
  const length = Number(suffix);
  return { version: address.version, bits: address.value >> BigInt(width - length), length };
}

export function isInRange({ version, bits, length }: AddressRange, address: AddressRange): boolean {
  return (
    address.version === version && address.length >= length && address.bits >> BigInt(address.length - length) === bits
  );
}

/** Whether S3 considers a range broad, such as most of the internet. */
export function isBroad({ version, bits, length }: AddressRange): boolean {
  const isPrivate = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].some((range) =>
    isInRange(parseRange(range)!, { version, bits, length }),
  );
  return length < (version === 4 ? 8 : 32) && !isPrivate;
}

function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  if (text.length > 45) return undefined;
  if (text.includes(":")) return parseVersion6(text);
  const numbers = text.split(".");
  if (numbers.length !== 4 || !numbers.every((number) => /^\d{1,3}$/.test(number) && Number(number) < 256)) return;
  return { version: 4, value: numbers.reduce((value, number) => (value << 8n) | BigInt(number), 0n) };
}

function parseVersion6(text: string): { version: 6; value: bigint } | undefined {
  const halves = text.split("::");
  const [left = [], right = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const gap = 8 - left.length - right.length;
  if (halves.length > 2 || (halves.length === 2 ? gap < 1 : gap !== 0)) return undefined;
  const groups = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { version: 6, value: groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}
