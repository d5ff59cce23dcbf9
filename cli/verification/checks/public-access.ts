import { PUBLIC_ACCESS_FLAGS } from "../../model/public-access";

type Flag = (typeof PUBLIC_ACCESS_FLAGS)[number];

/** The flags that are off, as text. */
export function flagsOff(isOn: (flag: Flag["flag"], argument: Flag["argument"]) => boolean): string {
  const off = PUBLIC_ACCESS_FLAGS.filter(({ flag, argument }) => !isOn(flag, argument));
  return off.length === 0 ? "all four flags on" : `off: ${off.map(({ flag }) => flag).join(", ")}`;
}
