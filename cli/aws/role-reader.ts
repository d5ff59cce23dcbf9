import * as iam from "@aws-sdk/client-iam";
import type { CallCache } from "./call-cache";
import { allPages } from "./pages";

/** Reads the roles of an account. Policies are as IAM returns them, percent-encoded. Each call throws an `AwsFailure`. */
export class RoleReader {
  constructor(
    private readonly calls: CallCache,
    private readonly client: iam.IAMClient,
  ) {}

  role = (RoleName: string) =>
    this.calls.request("IAM", new iam.GetRoleCommand({ RoleName }), (...request) => this.client.send(...request));

  inlinePolicyNames = (RoleName: string) =>
    allPages(
      (Marker) =>
        this.calls.request("IAM", new iam.ListRolePoliciesCommand({ RoleName, Marker }), (...request) =>
          this.client.send(...request),
        ),
      ({ PolicyNames }) => PolicyNames,
      ({ Marker }) => Marker,
    );

  inlinePolicy = (RoleName: string, PolicyName: string) =>
    this.calls.request("IAM", new iam.GetRolePolicyCommand({ RoleName, PolicyName }), (...request) =>
      this.client.send(...request),
    );

  attachedPolicies = (RoleName: string) =>
    allPages(
      (Marker) =>
        this.calls.request("IAM", new iam.ListAttachedRolePoliciesCommand({ RoleName, Marker }), (...request) =>
          this.client.send(...request),
        ),
      ({ AttachedPolicies }) => AttachedPolicies,
      ({ Marker }) => Marker,
    );

  /** The default version of a managed policy. */
  async managedPolicy(PolicyArn: string): Promise<string | undefined> {
    const { Policy } = await this.calls.request("IAM", new iam.GetPolicyCommand({ PolicyArn }), (...request) =>
      this.client.send(...request),
    );
    const version = new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const { PolicyVersion } = await this.calls.request("IAM", version, (...request) => this.client.send(...request));
    return PolicyVersion?.Document;
  }
}
