import { Lazy } from "cdktf";

/**
 * An attribute of a resource, read only at synth, so that apps can call `overrideLogicalId` on the resource first: once
 * an attribute has been read, CDKTF silently keeps the resource's id.
 */
export function atSynth(attribute: () => string): string {
  return Lazy.stringValue({ produce: attribute });
}
