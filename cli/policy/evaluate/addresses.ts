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
 * IPv6 would be the network of a whole provider. Numbers have no leading zeros, which some programs read as octal.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function parseRange(text: string): AddressRange | undefined {
  const match = /^([^/]*)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text);
  const address = match && parseAddress(match[1]!);
  if (!address) return undefined;
  const suffix = match[2];
  const width = WIDTH[address.version];
  const length = suffix === undefined ? width : Number(suffix);
  if (length > width) return undefined;
  return { version: address.version, bits: address.value >> BigInt(width - length), length };
}

export function isInRange({ version, bits, length }: AddressRange, address: AddressRange): boolean {
  return (
    address.version === version && address.length >= length && address.bits >> BigInt(address.length - length) === bits
  );
}

/**
 * Whether S3 considers a range broad, such as most of the internet. No range of private addresses is as broad.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export function isBroad({ version, length }: AddressRange): boolean {
  return length < (version === 4 ? 8 : 32);
}

function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  if (text.includes(":")) return parseVersion6(text);
  const numbers = text.split(".");
  if (numbers.length !== 4 || !numbers.every((number) => /^(0|[1-9]\d{0,2})$/.test(number) && Number(number) < 256)) {
    return undefined;
  }
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
