/**
 * Whether an action is one of these. Names of services and actions are case-insensitive.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function isAction(action: string, ...names: readonly string[]): boolean {
  const lower = action.toLowerCase();
  return names.some((name) => name.toLowerCase() === lower);
}

/** Whether a service, `kms`, has the action. */
export function isOfService(action: string, service: string): boolean {
  return action.toLowerCase().startsWith(`${service}:`);
}
