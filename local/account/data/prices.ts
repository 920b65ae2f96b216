/*
 * AWS's prices in us-west-2, in dollars, without free tier and tax. What is billed by use alone (traffic, load balancer
 * capacity units, log lines, image storage) is listed but not part of an estimate: it is nothing while nobody does
 * anything. us-east-1 costs the same; other regions cost up to half as much again.
 */

/** Hours in AWS's month, by which it turns monthly prices into hourly ones. */
export const HOURS_PER_MONTH = 730;

/**
 * What a Spot instance costs, as a share of its on-demand price. An assumption: Spot prices move, and AWS promises "up to 90 %"
 * off (aws.amazon.com/ec2/spot); 65 % off is about the middle for the workshop's instance types.
 */
export const SPOT_SHARE = 0.35;

/** A NAT gateway, an hour: aws.amazon.com/vpc/pricing */
export const NAT_GATEWAY = 0.045;

/** What a NAT gateway carries, a GB: aws.amazon.com/vpc/pricing */
export const NAT_GATEWAY_GB = 0.045;

/** A public IPv4 address, in use or not, an hour: aws.amazon.com/vpc/pricing */
export const PUBLIC_IPV4 = 0.005;

/** An application load balancer, an hour: aws.amazon.com/elasticloadbalancing/pricing */
export const APPLICATION_LOAD_BALANCER = 0.0225;

/** A load balancer capacity unit, an hour: aws.amazon.com/elasticloadbalancing/pricing */
export const LOAD_BALANCER_CAPACITY_UNIT = 0.008;

/** A network load balancer, an hour: aws.amazon.com/elasticloadbalancing/pricing */
export const NETWORK_LOAD_BALANCER = 0.0225;

/** EBS volumes by type, a GiB and month: aws.amazon.com/ebs/pricing */
export const EBS_GIB_MONTH: Readonly<Record<string, number>> = {
  gp3: 0.08,
  gp2: 0.1,
  io1: 0.125,
  io2: 0.125,
  st1: 0.045,
  sc1: 0.015,
  standard: 0.05,
};

/** A metric that a standard-resolution alarm watches, a month: aws.amazon.com/cloudwatch/pricing */
export const ALARM_METRIC_MONTH = 0.1;

/** A metric that an alarm of 10 or 30 seconds watches, a month: aws.amazon.com/cloudwatch/pricing */
export const FAST_ALARM_METRIC_MONTH = 0.3;

/** Log lines taken in, a GB: aws.amazon.com/cloudwatch/pricing */
export const LOG_GB = 0.5;

/** A customer managed key, a month: aws.amazon.com/kms/pricing */
export const KMS_KEY_MONTH = 1;

/** Images in a private repository, a GB and month: aws.amazon.com/ecr/pricing */
export const ECR_GB_MONTH = 0.1;

/** A hosted zone, a month, each of the first 25: aws.amazon.com/route53/pricing */
export const HOSTED_ZONE_MONTH = 0.5;

/** A dashboard, a month; the first three of an account are in its free tier: aws.amazon.com/cloudwatch/pricing */
export const DASHBOARD_MONTH = 3;

/** A provisioned unit of reading from a DynamoDB table, an hour: aws.amazon.com/dynamodb/pricing/provisioned */
export const DYNAMODB_READ_UNIT = 0.00013;

/** A provisioned unit of writing to a DynamoDB table, an hour: aws.amazon.com/dynamodb/pricing/provisioned */
export const DYNAMODB_WRITE_UNIT = 0.00065;
