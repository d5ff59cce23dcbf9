import { accessControls } from "./access";
import { alertControls } from "./alerts";
import { bucketControls } from "./bucket";
import type { Control } from "./control";
import { keyControls } from "./key";
import { queryControls } from "./query";
import { threatControls } from "./threats";
import { trailControls } from "./trail";

/** Every control that the modules can meet. */
export const controls: readonly Control[] = [
  ...trailControls,
  ...bucketControls,
  ...keyControls,
  ...accessControls,
  ...alertControls,
  ...threatControls,
  ...queryControls,
];

/** The file whose tests show, under the control's id, that its check passes and that it can fail. */
export function testFile({ modules }: Pick<Control, "modules">): string {
  return `__tests__/cli/controls/${modules[0]}.test.ts`;
}
