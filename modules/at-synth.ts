import { Lazy } from "cdktf";

/**
 * An attribute of a resource, read only at synth, so that apps can call `overrideLogicalId` on the resource first: once
 * an attribute has been read, CDKTF silently keeps the resource's id.
 *
 * It is read once: CDKTF notes on the token itself, while it prepares the stacks, that another stack refers to it.
 */
export function atSynth(attribute: () => string): string {
  let read: string | undefined;
  return Lazy.stringValue({ produce: () => (read ??= attribute()) });
}
