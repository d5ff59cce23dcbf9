import { Lazy } from "cdktf";

/**
 * An attribute of a resource that is read at synth, so that apps may call `overrideLogicalId` on the resource before:
 * once an attribute is read, CDKTF no longer changes the resource's id, and does not say so.
 */
export function atSynth(attribute: () => string): string {
  return Lazy.stringValue({ produce: attribute });
}
