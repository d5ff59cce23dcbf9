import type { Bucket, Environment } from "./environment";
import type { StackResource } from "./stack";

type Resources = Pick<Environment, "resources">;

/** The environment's resources of a type. */
export function ofType({ resources }: Resources, type: string): StackResource[] {
  return resources.filter((resource) => resource.type === type);
}

/** The resource of a type that belongs to a bucket. */
export function partOf({ resources }: Resources, type: string, bucket: Bucket): StackResource | undefined {
  return resources.find((one) => one.type === type && one.values["bucket"] === bucket.name);
}

/** The resource of the trail that is looked at. */
export function trailResource(environment: Pick<Environment, "resources" | "trail">): StackResource {
  const { name, account, region } = environment.trail;
  return ofType(environment, "aws_cloudtrail").find(
    (one) => one.values["name"] === name && one.account === account && one.region === region,
  )!;
}

/** The role that Terraform assumes in an account, if any. */
export function terraformRole({ stacks }: Pick<Environment, "stacks">, account: string): string | undefined {
  const providers = stacks.flatMap((stack) => Object.values(stack.providers));
  return providers.find((one) => one.account === account && one.roleArn !== undefined)?.roleArn;
}
