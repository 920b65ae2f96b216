import type { AccountRecord, Value } from "../account/model";
import type { Instance } from "./ec2/instance";

/** What services tell each other, and whoever watches: the kind of event, and what it carries. */
export interface Events {
  /** `pulumi up` or `pulumi destroy` has made a resource or deleted it; see World.sync. */
  resource: { record: AccountRecord; change: "created" | "deleted" };
  /** A property of a deployed resource was changed, by a service or by somebody at the console; it has its new value. */
  change: { record: AccountRecord; name: string; before: Value };
  /** An instance has come into a state; see {@link Instance.state}. */
  instance: Instance;
  /** An instance no longer answers anybody, though EC2 does not call it terminated yet. */
  "instance-unreachable": Instance;
  /** EC2's notice to a Spot instance: it will be terminated at `at`. */
  "spot-interruption": { instance: Instance; at: number; reason: InterruptionReason };
  /** What a Spot fleet or an Auto Scaling group writes into its history. */
  capacity: CapacityEvent;
  /** A container instance has come into a state. */
  "container-instance": { cluster: string; instanceId: string; status: ContainerInstanceStatus };
  /** A task has come into a state. */
  task: TaskEvent;
  /** A rule of EventBridge's has invoked a target; `failures` say what came of it, if not all of it did. */
  rule: { rule: string; targetId: string; failures: readonly string[] };
  /** Somebody has uploaded an object. */
  "object-created": { bucket: string; key: string; versionId: string; size: number };
  /** A stage of a pipeline's execution, or with an empty `stage` the execution, has come into a state. */
  pipeline: PipelineEvent;
  /** What ECS writes into a service's events: `(service NAME) …`. */
  "service-event": { service: string; message: string };
  /** A deployment of a service has come into a state. */
  deployment: { service: string; id: string; state: DeploymentState; reason: string };
  /** A target of a target group has come into a state. */
  target: { targetGroupArn: string; instanceId: string; port: number; state: TargetState; reason: string };
  /** Requests that a load balancer got for a target group in a piece of time. */
  requests: RequestsEvent;
  /** A metric has a new datapoint, for the period that begins at `at`. */
  datapoint: { metric: Metric; at: number; period: number; values: StatisticSet };
  /** An alarm has changed its state. */
  alarm: { name: string; state: AlarmState; before: AlarmState; reason: string };
  /** An alarm invokes one of its actions: when it changes its state, and for scaling policies every minute that it stays. */
  "alarm-action": AlarmAction;
  /** What came of a scaling policy's invocation; in the words of AWS's scaling activities. */
  scaling: ScalingEvent;
  /** An execution of a state machine has begun or ended. */
  execution: ExecutionEvent;
  /** An execution has entered a state, once for each time that it comes to it; attempts are not told. */
  "execution-state": { executionArn: string; state: string };
  /** A message was published to a topic. */
  notification: { topicArn: string; subject: string; message: string; attributes: Record<string, string> };
  /** The weights of a name's records in Route 53: as they were asked for, or as the name servers answer from now on. */
  dns: DnsEvent;
}

/** Why a Spot instance goes: its price, EC2's need of the capacity, or its fleet's smaller target. */
export type InterruptionReason = "price" | "no-capacity" | "target-decreased";

export interface CapacityEvent {
  /** Id of the fleet request, or name of the group. */
  id: string;
  kind: "information" | "error" | "fleetRequestChange" | "instanceChange";
  /** AWS's own name for what happened, for example `launched`, `terminated`, `allLaunchSpecsTemporarilyBlacklisted`. */
  subType: string;
  message: string;
}

/** docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html */
export type ContainerInstanceStatus = "REGISTERING" | "ACTIVE" | "DRAINING" | "INACTIVE";

export interface TaskEvent {
  arn: string;
  cluster: string;
  /** `service:NAME`, or another group. */
  group: string;
  taskDefinitionArn: string;
  /** Id of the deployment that has started it; absent for a task that stands alone. */
  startedBy?: string;
  instanceId: string | undefined;
  /** ARN of the container instance that it is on. */
  containerInstanceArn?: string;
  /** Availability Zone of that instance, for example `us-west-2a`. */
  zone?: string;
  lastStatus: TaskStatus;
  desiredStatus: "RUNNING" | "STOPPED";
  stoppedReason?: string;
}

/** The states of a task's life that are modelled: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
export type TaskStatus = "PROVISIONING" | "PENDING" | "RUNNING" | "DEACTIVATING" | "STOPPING" | "STOPPED";

/** docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html `rolloutState`. */
export type DeploymentState = "IN_PROGRESS" | "COMPLETED" | "FAILED";

/** docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export type TargetState = "initial" | "healthy" | "unhealthy" | "draining" | "unused";

export interface RequestsEvent {
  /** Absent where no rule forwards: the listener answered itself. */
  targetGroupArn: string | undefined;
  loadBalancerArn: string;
  /** Seconds of virtual time. */
  from: number;
  to: number;
  /** Answered by a target, and not with an error. */
  served: number;
  /** Answered with an error, the load balancer's or a target's, or not at all: whoever made such a request did not get the page. */
  lost: number;
  /** How many of the lost ones a target itself has answered with 5XX. Default: 0. */
  errors?: number;
}

/** docs.aws.amazon.com/codepipeline/latest/APIReference/API_StageExecution.html `status`. */
export type PipelineState = "InProgress" | "Succeeded" | "Failed" | "Stopped" | "Superseded";

export interface PipelineEvent {
  pipeline: string;
  executionId: string;
  stage: string;
  state: PipelineState;
  /** What has been done, or why it has failed; empty where there is nothing to say. */
  summary: string;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmAction {
  alarm: string;
  state: AlarmState;
  /** The action's ARN, as the alarm names it. */
  arn: string;
  /** The newest datapoint that the alarm evaluated; absent where there was none. */
  value: number | undefined;
  threshold: number;
}

export interface ScalingEvent {
  /** For example `service/CLUSTER/NAME` or `spot-fleet-request/ID`. */
  resourceId: string;
  policy: string;
  from: number;
  to: number;
  cause: string;
  status: "Successful" | "NotScaled";
  /** Why nothing was scaled; AWS's `NotScaledReasons` code. */
  reason?: string;
}

export interface DnsEvent {
  /** As `www.catsndogs.lol`. */
  name: string;
  /** By set identifier, from 0 to 255; none for a name without weights. */
  weights: Record<string, number>;
  /** As `C…`. Absent where `pulumi up` has made the change. */
  changeId?: string;
  status: "PENDING" | "INSYNC";
}

/** docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html `status`; redriving is not modelled. */
export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionEvent {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ExecutionStatus;
  /** Seconds of virtual time. */
  startedAt: number;
  /** Seconds of virtual time; absent while it runs. */
  stoppedAt?: number;
  /** Absent where it has not failed, and where nobody has said one. */
  error?: string;
  cause?: string;
  /** JSON text. */
  input: string;
  /** JSON text; absent unless it has succeeded. */
  output?: string;
}

/** A metric by its namespace, name and dimensions. */
export interface Metric {
  namespace: string;
  name: string;
  dimensions: Readonly<Record<string, string>>;
}

/** What CloudWatch keeps of the values in one period. */
export interface StatisticSet {
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
}
