const FLAGS = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"] as const;

/** The four flags as one text: those that are off. */
export function flagsOff(isOn: (flag: (typeof FLAGS)[number]) => boolean): string {
  const off = FLAGS.filter((flag) => !isOn(flag));
  return off.length === 0 ? "all four flags on" : `off: ${off.join(", ")}`;
}

/** `BlockPublicAcls` as Terraform spells it. */
export function argumentOf(flag: string): string {
  return flag.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}
