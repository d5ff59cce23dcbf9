/**
 * Whether an action is one of these. Names of services and actions are case-insensitive.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function isAction(action: string, ...names: readonly string[]): boolean {
  return names.some((name) => name.length === action.length && name.toLowerCase() === action.toLowerCase());
}

/** Whether a service, `kms`, has the action. */
export function isOfService(action: string, service: string): boolean {
  return action[service.length] === ":" && action.slice(0, service.length).toLowerCase() === service;
}
