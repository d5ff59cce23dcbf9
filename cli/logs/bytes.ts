/** Whether these bytes are at a place of a file. */
export function isAt(file: Buffer, place: number, bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) if (file[place + at] !== bytes[at]) return false;
  return true;
}
