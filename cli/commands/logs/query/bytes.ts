const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** `1.2 GB`, as AWS bills it. */
export function bytesText(bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const number = bytes / 1000 ** power;
  return `${number.toFixed(power === 0 || Number.isInteger(number) ? 0 : 1)} ${UNITS[power]}`;
}

/** What Athena charges for a terabyte in most Regions. */
const DOLLARS_PER_TB = 5;

/** `1.2 GB, about $0.01` */
export function costText(bytes: number): string {
  return `${bytesText(bytes)}, about $${((bytes / 1e12) * DOLLARS_PER_TB).toFixed(2)}`;
}
