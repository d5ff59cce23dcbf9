import type { TerraformStack } from "cdktf";
import { Alerts, type AlertsProps } from "../../modules/alerts";
import { synthStack, type Synthesized } from "./synth";

export const ALERTS: AlertsProps = {
  name: "audit-alerts",
  account: "111122223333",
  region: "eu-central-1",
  emails: ["security@example.com"],
  watch: { trails: ["arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit"] },
};

/** Alerts with the fewest options, then what else the stack shall hold. */
export function synthAlerts(
  options: Partial<AlertsProps> = {},
  more: (alerts: Alerts, stack: TerraformStack) => void = () => undefined,
): Synthesized {
  return synthStack((stack) => more(new Alerts(stack, "Alerts", { ...ALERTS, ...options }), stack));
}
