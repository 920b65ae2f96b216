/*
 * AWS's list prices in us-east-1, in dollars, without free tier and tax; the one table of prices, for the pack's ceiling and
 * for the estimates of the account on this machine. What is billed by use alone (traffic, load balancer capacity units,
 * log lines, image storage) is listed but not part of an estimate: it is nothing while nobody does anything. us-west-2
 * costs the same; other regions cost up to half as much again. Data only, so that anything may import it.
 */

/** Hours in AWS's month, by which it turns monthly prices into hourly ones. */
export const HOURS_PER_MONTH = 730;

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

/** A gateway load balancer, an hour: aws.amazon.com/elasticloadbalancing/pricing */
export const GATEWAY_LOAD_BALANCER = 0.0125;

/** A classic load balancer, an hour: aws.amazon.com/elasticloadbalancing/pricing */
export const CLASSIC_LOAD_BALANCER = 0.025;

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

/** Instances by family and size, an hour on demand with Linux: aws.amazon.com/ec2/pricing/on-demand */
const INSTANCE_HOUR: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  m3: { medium: 0.067, large: 0.133, xlarge: 0.266, "2xlarge": 0.532 },
  c3: { large: 0.105, xlarge: 0.21 },
  r3: { large: 0.166, xlarge: 0.333 },
  m4: { large: 0.1, xlarge: 0.2, "2xlarge": 0.4, "4xlarge": 0.8, "10xlarge": 2, "16xlarge": 3.2 },
  c4: { large: 0.1, xlarge: 0.199, "2xlarge": 0.398, "4xlarge": 0.796, "8xlarge": 1.591 },
  r4: { large: 0.133, xlarge: 0.266, "2xlarge": 0.532, "4xlarge": 1.064, "8xlarge": 2.128, "16xlarge": 4.256 },
  i3: { large: 0.156, xlarge: 0.312, "2xlarge": 0.624, "4xlarge": 1.248, "8xlarge": 2.496, "16xlarge": 4.992 },
  t2: { nano: 0.0058, micro: 0.0116, small: 0.023, medium: 0.0464, large: 0.0928, xlarge: 0.1856, "2xlarge": 0.3712 },
  t3: { nano: 0.0052, micro: 0.0104, small: 0.0208, medium: 0.0416, large: 0.0832, xlarge: 0.1664, "2xlarge": 0.3328 },
  t4g: { nano: 0.0042, micro: 0.0084, small: 0.0168, medium: 0.0336, large: 0.0672, xlarge: 0.1344, "2xlarge": 0.2688 },
  m5: {
    large: 0.096,
    xlarge: 0.192,
    "2xlarge": 0.384,
    "4xlarge": 0.768,
    "8xlarge": 1.536,
    "12xlarge": 2.304,
    "16xlarge": 3.072,
    "24xlarge": 4.608,
  },
  m5a: { large: 0.086, xlarge: 0.172 },
  c5: {
    large: 0.085,
    xlarge: 0.17,
    "2xlarge": 0.34,
    "4xlarge": 0.68,
    "9xlarge": 1.53,
    "12xlarge": 2.04,
    "18xlarge": 3.06,
    "24xlarge": 4.08,
  },
  c5a: { large: 0.077, xlarge: 0.154 },
  r5: {
    large: 0.126,
    xlarge: 0.252,
    "2xlarge": 0.504,
    "4xlarge": 1.008,
    "8xlarge": 2.016,
    "12xlarge": 3.024,
    "16xlarge": 4.032,
    "24xlarge": 6.048,
  },
  r5a: { large: 0.113, xlarge: 0.226 },
  m6i: { large: 0.096, xlarge: 0.192, "2xlarge": 0.384, "4xlarge": 0.768, "8xlarge": 1.536 },
  c6i: { large: 0.085, xlarge: 0.17, "2xlarge": 0.34, "4xlarge": 0.68, "8xlarge": 1.36 },
  r6i: { large: 0.126, xlarge: 0.252, "2xlarge": 0.504, "4xlarge": 1.008, "8xlarge": 2.016 },
  m6g: { large: 0.077, xlarge: 0.154 },
  c6g: { large: 0.068, xlarge: 0.136 },
  r6g: { large: 0.1008, xlarge: 0.2016 },
  m7i: { large: 0.1008, xlarge: 0.2016 },
};

/** What an instance of a type costs an hour on demand, or undefined where the table does not have it. */
export function instanceHour(type: string): number | undefined {
  const [family = "", size = ""] = type.split(".");
  const sizes = Object.hasOwn(INSTANCE_HOUR, family) ? INSTANCE_HOUR[family] : undefined;
  return sizes && Object.hasOwn(sizes, size) ? sizes[size] : undefined;
}
