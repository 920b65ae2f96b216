import { canonicalToken } from "../types";

/** What a resource type is called by, and how long that may be. */
export interface PhysicalName {
  /** The property that holds it. */
  property: string;
  /** The most characters that AWS takes. */
  most: number;
  /**
   * Whether there can be only one of a name in an account and region, or in the world; else it is unique within what it
   * belongs to, as a service is within its cluster.
   */
  unique: boolean;
}

type Entry = readonly [token: string, property: string, most: number];

/*
 * The lengths are those of AWS's API reference: in each service's Create or Put operation, the length constraint of the
 * name. Types whose names need not differ (task containers, hosted zones, records, APIs) are not here.
 */
const UNIQUE: readonly Entry[] = [
  ["athena/workgroup:Workgroup", "name", 128],
  ["autoscaling/group:Group", "name", 255],
  ["backup/vault:Vault", "name", 50],
  ["cloudfront/function:Function", "name", 64],
  ["cloudtrail/trail:Trail", "name", 128],
  ["cloudwatch/compositeAlarm:CompositeAlarm", "alarmName", 255],
  ["cloudwatch/dashboard:Dashboard", "dashboardName", 255],
  ["cloudwatch/eventBus:EventBus", "name", 256],
  ["cloudwatch/eventRule:EventRule", "name", 64],
  ["cloudwatch/logGroup:LogGroup", "name", 512],
  ["cloudwatch/metricAlarm:MetricAlarm", "name", 255],
  ["codebuild/project:Project", "name", 255],
  ["codecommit/repository:Repository", "repositoryName", 100],
  ["codedeploy/application:Application", "name", 100],
  ["codepipeline/pipeline:Pipeline", "name", 100],
  ["docdb/cluster:Cluster", "clusterIdentifier", 63],
  ["dynamodb/table:Table", "name", 255],
  ["ec2/keyPair:KeyPair", "keyName", 255],
  ["ec2/launchConfiguration:LaunchConfiguration", "name", 255],
  ["ec2/launchTemplate:LaunchTemplate", "name", 128],
  ["ec2/placementGroup:PlacementGroup", "name", 255],
  ["ecr/repository:Repository", "name", 256],
  ["ecs/capacityProvider:CapacityProvider", "name", 255],
  ["ecs/cluster:Cluster", "name", 255],
  ["ecs/taskDefinition:TaskDefinition", "family", 255],
  ["eks/cluster:Cluster", "name", 100],
  ["elasticache/cluster:Cluster", "clusterId", 50],
  ["elasticache/replicationGroup:ReplicationGroup", "replicationGroupId", 40],
  ["elb/loadBalancer:LoadBalancer", "name", 32],
  ["glue/job:Job", "name", 255],
  ["iam/group:Group", "name", 128],
  ["iam/instanceProfile:InstanceProfile", "name", 128],
  ["iam/policy:Policy", "name", 128],
  ["iam/role:Role", "name", 64],
  ["iam/user:User", "name", 64],
  ["kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "name", 64],
  ["kinesis/stream:Stream", "name", 128],
  ["kms/alias:Alias", "name", 256],
  ["lambda/function:Function", "name", 64],
  ["lambda/layerVersion:LayerVersion", "layerName", 140],
  ["lb/loadBalancer:LoadBalancer", "name", 32],
  ["lb/targetGroup:TargetGroup", "name", 32],
  ["msk/cluster:Cluster", "clusterName", 64],
  ["opensearch/domain:Domain", "domainName", 28],
  ["rds/cluster:Cluster", "clusterIdentifier", 63],
  ["rds/instance:Instance", "identifier", 63],
  ["redshift/cluster:Cluster", "clusterIdentifier", 63],
  ["s3/bucket:Bucket", "bucket", 63],
  ["scheduler/schedule:Schedule", "name", 64],
  ["scheduler/scheduleGroup:ScheduleGroup", "name", 64],
  ["secretsmanager/secret:Secret", "name", 512],
  ["sfn/activity:Activity", "name", 80],
  ["sfn/stateMachine:StateMachine", "name", 80],
  ["sns/topic:Topic", "name", 256],
  ["sqs/queue:Queue", "name", 80],
  ["ssm/document:Document", "name", 128],
  ["ssm/parameter:Parameter", "name", 1011],
  ["wafv2/webAcl:WebAcl", "name", 128],
];

const WITHIN_ANOTHER: readonly Entry[] = [
  ["appautoscaling/policy:Policy", "name", 256],
  ["ec2/securityGroup:SecurityGroup", "name", 255],
  ["ecs/service:Service", "name", 255],
  ["iam/groupPolicy:GroupPolicy", "name", 128],
  ["iam/rolePolicy:RolePolicy", "name", 128],
  ["iam/userPolicy:UserPolicy", "name", 128],
];

const tableOf = (entries: readonly Entry[], unique: boolean) =>
  entries.map(([token, property, most]) => [`aws:${token}`, { property, most, unique }] as const);

const NAMES: ReadonlyMap<string, PhysicalName> = new Map([...tableOf(UNIQUE, true), ...tableOf(WITHIN_ANOTHER, false)]);

/** What a type is called by, or undefined where its names do not matter. */
export function physicalNameOf(token: string): PhysicalName | undefined {
  return NAMES.get(canonicalToken(token));
}
