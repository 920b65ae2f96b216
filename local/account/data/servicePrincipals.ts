/**
 * Services that may be named as principals of a role's trust policy, as the part before `.amazonaws.com`. IAM refuses
 * a service that it does not know. The list holds the services around ECS, Spot, Lambda and the developer tools; add
 * one when a program needs it.
 */
const NAMES: readonly string[] = [
  ...["apidestinations.events", "apigateway", "application-autoscaling", "autoscaling", "backup", "batch"],
  ...["cloudformation", "cloudtrail", "codebuild", "codedeploy", "codepipeline", "config", "delivery.logs", "dlm"],
  ...["ec2", "ec2.application-autoscaling", "ecr", "ecs", "ecs-tasks", "ecs.application-autoscaling", "edgelambda"],
  ...["eks", "elasticloadbalancing", "events", "firehose", "glue", "kms", "lambda", "logs", "monitoring", "pipes"],
  ...["rds", "route53", "s3", "scheduler", "secretsmanager", "sns", "spot", "spotfleet", "sqs", "ssm", "states"],
  ...["streams.metrics.cloudwatch", "vpc-flow-logs", "xray"],
];

const PRINCIPALS = new Set(NAMES.map((name) => `${name}.amazonaws.com`));

/** Whether IAM knows a service by this name, with or without a region in it (`logs.us-west-2.amazonaws.com`). */
export function isServicePrincipal(name: string): boolean {
  return (
    PRINCIPALS.has(name) || PRINCIPALS.has(name.replace(/\.[a-z]{2}-[a-z]+-\d\.amazonaws\.com$/, ".amazonaws.com"))
  );
}
