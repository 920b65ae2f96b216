import type { Props } from "../model";

const allow = (Action: string[], Resource: string | string[] = "*", Condition?: Props): Props => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});

const onCreation = (...actions: string[]): Props => ({ StringEquals: { "ecs:CreateAction": actions } });

/**
 * What AWS's own policies allow, by the path and name after `arn:aws:iam::aws:policy/`, with the version that was the
 * default in March 2026. Each is on a page of its name under docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
const STATEMENTS: Record<string, Props[]> = {
  // v2
  AmazonSSMManagedInstanceCore: [
    allow([
      ...["ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance", "ssm:GetDocument"],
      ...["ssm:DescribeDocument", "ssm:GetManifest", "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations"],
      ...["ssm:ListInstanceAssociations", "ssm:PutInventory", "ssm:PutComplianceItems"],
      ...["ssm:PutConfigurePackageResult", "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus"],
      "ssm:UpdateInstanceInformation",
    ]),
    allow([
      ...["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel"],
      ...["ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"],
    ]),
    allow([
      ...["ec2messages:AcknowledgeMessage", "ec2messages:DeleteMessage", "ec2messages:FailMessage"],
      ...["ec2messages:GetEndpoint", "ec2messages:GetMessages", "ec2messages:SendReply"],
    ]),
  ],
  // v1
  AmazonSSMReadOnlyAccess: [allow(["ssm:Describe*", "ssm:Get*", "ssm:List*"])],
  // v1
  "service-role/AWSLambdaBasicExecutionRole": [
    allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]),
  ],
  // v3
  "service-role/AmazonEC2ContainerServiceEventsRole": [
    allow(["ecs:RunTask"]),
    allow(["iam:PassRole"], "*", { StringLike: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
    allow(["ecs:TagResource"], "*", onCreation("RunTask")),
  ],
  // v10
  "service-role/AmazonEC2ContainerServiceforEC2Role": [
    allow([
      ...["ec2:DescribeTags", "ecs:CreateCluster", "ecs:DeregisterContainerInstance", "ecs:DiscoverPollEndpoint"],
      ...["ecs:Poll", "ecs:RegisterContainerInstance", "ecs:StartTelemetrySession"],
      ...["ecs:UpdateContainerInstancesState", "ecs:Submit*", "ecr:GetAuthorizationToken"],
      ...["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
      ...["logs:CreateLogStream", "logs:PutLogEvents"],
    ]),
    allow(["ecs:TagResource"], "*", onCreation("CreateCluster", "RegisterContainerInstance")),
    allow(["ecs:ListTagsForResource"], ["arn:aws:ecs:*:*:task/*/*", "arn:aws:ecs:*:*:container-instance/*/*"]),
  ],
  // v5
  "service-role/AmazonEC2SpotFleetTaggingRole": [
    allow([
      ...["ec2:DescribeImages", "ec2:DescribeSubnets", "ec2:RequestSpotInstances", "ec2:TerminateInstances"],
      ...["ec2:DescribeInstanceStatus", "ec2:CreateTags", "ec2:RunInstances"],
    ]),
    allow(["iam:PassRole"], "*", {
      StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] },
    }),
    allow(
      ["elasticloadbalancing:RegisterInstancesWithLoadBalancer"],
      "arn:aws:elasticloadbalancing:*:*:loadbalancer/*",
    ),
    allow(["elasticloadbalancing:RegisterTargets"], "arn:aws:elasticloadbalancing:*:*:*/*"),
  ],
  // v1
  "service-role/AmazonECSTaskExecutionRolePolicy": [
    allow([
      ...["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"],
      ...["ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents"],
    ]),
  ],
};

/** The document of a policy of AWS's, or undefined where it is not known here. */
export function managedPolicyDocument(arn: string): Props | undefined {
  const Statement = STATEMENTS[arn.replace("arn:aws:iam::aws:policy/", "")];
  return Statement && { Version: "2012-10-17", Statement };
}
