/** A requirement of the benchmark that a metric filter and an alarm meet. */
export interface CisFilter {
  /** In version 7.0 and 6.0; 4.x in the versions before. */
  readonly id: string;
  readonly title: string;
  /** Security Hub's control, which fails if the first pattern differs in one term. @default none */
  readonly securityHub?: string;
  /** The exact filter that Security Hub asks for, then what the benchmark asks for beyond it. */
  readonly patterns: readonly string[];
}

/**
 * Section 5 of the CIS AWS Foundations Benchmark 7.0. Where Security Hub checks the requirement, its pattern comes first,
 * word for word: "additional fields or terms cannot be added".
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const CIS_FILTERS: readonly CisFilter[] = [
  {
    id: "5.1",
    title: "unauthorized API calls",
    securityHub: "CloudWatch.2",
    patterns: [
      '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
      '{ (($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*")) && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
    ],
  },
  {
    id: "5.2",
    title: "management console sign-in without MFA",
    securityHub: "CloudWatch.3",
    patterns: [
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    ],
  },
  {
    id: "5.3",
    title: "usage of the 'root' account",
    securityHub: "CloudWatch.1",
    patterns: [
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    ],
  },
  {
    id: "5.4",
    title: "IAM policy changes",
    securityHub: "CloudWatch.4",
    patterns: [
      "{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}",
    ],
  },
  {
    id: "5.5",
    title: "CloudTrail configuration changes",
    securityHub: "CloudWatch.5",
    patterns: [
      "{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}",
    ],
  },
  {
    id: "5.6",
    title: "AWS Management Console authentication failures",
    securityHub: "CloudWatch.6",
    patterns: ['{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}'],
  },
  {
    id: "5.7",
    title: "disabling or scheduled deletion of customer created CMKs",
    securityHub: "CloudWatch.7",
    patterns: [
      "{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}",
    ],
  },
  {
    id: "5.8",
    title: "S3 bucket policy changes",
    securityHub: "CloudWatch.8",
    patterns: [
      "{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}",
    ],
  },
  {
    id: "5.9",
    title: "AWS Config configuration changes",
    securityHub: "CloudWatch.9",
    patterns: [
      "{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}",
    ],
  },
  {
    id: "5.10",
    title: "security group changes",
    securityHub: "CloudWatch.10",
    patterns: [
      "{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}",
      "{ ($.eventName = ModifySecurityGroupRules) }",
    ],
  },
  {
    id: "5.11",
    title: "Network Access Control List (NACL) changes",
    securityHub: "CloudWatch.11",
    patterns: [
      "{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}",
    ],
  },
  {
    id: "5.12",
    title: "changes to network gateways",
    securityHub: "CloudWatch.12",
    patterns: [
      "{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}",
    ],
  },
  {
    id: "5.13",
    title: "route table changes",
    securityHub: "CloudWatch.13",
    patterns: [
      "{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}",
    ],
  },
  {
    id: "5.14",
    title: "VPC changes",
    securityHub: "CloudWatch.14",
    patterns: [
      "{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}",
    ],
  },
  {
    id: "5.15",
    title: "AWS Organizations changes",
    patterns: [
      "{ ($.eventSource = organizations.amazonaws.com) && (($.eventName = AcceptHandshake) || ($.eventName = AttachPolicy) || ($.eventName = CancelHandshake) || ($.eventName = CreateAccount) || ($.eventName = CreateOrganization) || ($.eventName = CreateOrganizationalUnit) || ($.eventName = CreatePolicy) || ($.eventName = DeclineHandshake) || ($.eventName = DeleteOrganization) || ($.eventName = DeleteOrganizationalUnit) || ($.eventName = DeletePolicy) || ($.eventName = DetachPolicy) || ($.eventName = DisablePolicyType) || ($.eventName = EnableAllFeatures) || ($.eventName = EnablePolicyType) || ($.eventName = InviteAccountToOrganization) || ($.eventName = LeaveOrganization) || ($.eventName = MoveAccount) || ($.eventName = RemoveAccountFromOrganization) || ($.eventName = UpdateOrganizationalUnit) || ($.eventName = UpdatePolicy)) }",
    ],
  },
];
