import type { Caller } from "../account/actions/caller";
import { getItem, putItem, updateItem } from "../account/actions/dynamodb";
import type { AccountRecord, Props, Value } from "../account/model";
import { cloudwatchHandlers } from "../api/cloudwatch";
import { dynamodbHandlers } from "../api/dynamodb";
import { ecsServiceHandlers, type ServiceStatus } from "../api/ecsServices";
import type { ServiceUpdate } from "../api/ecsServiceUpdate";
import { elasticLoadBalancing } from "../api/elasticLoadBalancing";
import { LocalApi } from "../api/localApi";
import { stepFunctionsHandlers } from "../api/stepFunctions";
import type { Metrics } from "../services/cloudwatch/metrics";
import type { Pipelines } from "../services/codepipeline/pipelines";
import type { Ecs } from "../services/ecs/ecs";
import type { LoadBalancers } from "../services/elb/loadBalancer";
import { type DeliveryOptions, EventRules } from "../services/eventbridge/eventRules";
import { AsyncInvocations } from "../services/lambda/asyncInvocations";
import { Functions, type FunctionsOptions } from "../services/lambda/functions";
import { lambdaTask } from "../services/lambda/tasks";
import { DnsTraffic } from "../services/route53/dnsTraffic";
import { HostedZones } from "../services/route53/hostedZones";
import { route53Tasks } from "../services/route53/tasks";
import { snsTask, Topics } from "../services/sns/topics";
import { Queues } from "../services/sqs/queues";
import type { TaskHandler, TaskHandlers } from "../services/stepfunctions/branch";
import { StateMachines } from "../services/stepfunctions/stateMachines";
import type { World } from "../services/world";

/** The services that releases go through, and what they act on. */
export interface ControlPlaneOptions {
  world: World;
  metrics: Metrics;
  balancers: LoadBalancers;
  ecs: Ecs;
  pipelines: Pipelines;
  /** Done before each invocation of a function. */
  before?: FunctionsOptions["before"];
  taskDeliveries?: DeliveryOptions["taskDeliveries"];
}

/**
 * Those of AWS's services that react to what happens and act on it: EventBridge, Lambda, Step Functions, Route 53, SNS and SQS.
 * Functions are programs of their own, which reach AWS by its endpoint on this machine; it listens from the first of them on.
 */
export class ControlPlane {
  readonly zones: HostedZones;
  /** Visitors who open the site by its name. */
  readonly dns: DnsTraffic;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly functions: Functions;
  readonly machines: StateMachines;
  private readonly api: LocalApi;
  private listening: Promise<string> | undefined;

  constructor({ world, metrics, balancers, ecs, pipelines, before, taskDeliveries }: ControlPlaneOptions) {
    this.zones = new HostedZones(world);
    this.dns = new DnsTraffic(world, this.zones, balancers);
    this.topics = new Topics(world);
    this.queues = new Queues(world, metrics);
    this.functions = new Functions(world, { api: () => this.endpoint(), metrics, ...(before && { before }) });
    this.machines = new StateMachines(world, this.tasks(world), metrics);
    const events = new AsyncInvocations(world, this.functions, this.queues);
    const targets = {
      codepipeline: ({ inputs }: AccountRecord) => pipelines.invoke(String(inputs.arn), String(inputs.roleArn)),
      lambda: ({ inputs }: AccountRecord, event: Props, rule: AccountRecord) =>
        events.take(String(inputs.arn), event, {
          service: "events.amazonaws.com",
          sourceArn: String(rule.outputs.arn),
        }),
      states: ({ inputs }: AccountRecord, event: Props) =>
        this.machines.startBy(String(inputs.roleArn), String(inputs.arn), event),
    };
    new EventRules(world, metrics, targets, {
      deadLetter: (queue, rule, body) =>
        void this.queues.send({ service: "events.amazonaws.com", sourceArn: rule }, queue, body),
      ...(taskDeliveries && { taskDeliveries }),
    });
    const { account, region } = world;
    this.api = new LocalApi({
      account,
      region,
      handlers: {
        ...dynamodbHandlers(account),
        ...stepFunctionsHandlers(this.machines),
        ...cloudwatchHandlers(world, metrics),
        ...ecsServiceHandlers({
          account,
          status: (record) => statusOf(ecs, record),
          update: (record, update) => change(world, ecs, record, update),
        }),
      },
      route53: this.zones,
      query: [elasticLoadBalancing(world, balancers)],
    });
  }

  /** AWS's endpoint. */
  async endpoint(): Promise<{ api: LocalApi; url: string }> {
    this.listening ??= this.api.listen().then(({ url }) => url);
    return { api: this.api, url: await this.listening };
  }

  /** Ends what runs outside of virtual time. */
  async close(): Promise<void> {
    await this.functions.close();
    await this.api.close();
  }

  /** What Step Functions calls, by the task's resource. */
  private tasks(world: World): TaskHandlers {
    const item =
      (operation: (account: World["account"], caller: Caller, input: unknown) => object): TaskHandler =>
      (caller, args) => ({ ...(operation(world.account, caller, args) as Record<string, Value>) });
    return {
      "arn:aws:states:::dynamodb:getItem": item(getItem),
      "arn:aws:states:::dynamodb:putItem": item(putItem),
      "arn:aws:states:::dynamodb:updateItem": item(updateItem),
      "arn:aws:states:::lambda:invoke": lambdaTask(this.functions),
      "arn:aws:states:::sns:publish": snsTask(this.topics),
      ...route53Tasks(this.zones),
    };
  }
}

function statusOf(ecs: Ecs, record: AccountRecord): ServiceStatus {
  const service = ecs.service(record);
  return {
    running: service?.running ?? 0,
    pending: service?.pending ?? 0,
    ...(service && { deployments: service.deployments }),
  };
}

/** As UpdateService does: another revision begins a deployment by itself. */
function change(world: World, ecs: Ecs, record: AccountRecord, update: ServiceUpdate): void {
  const { desiredCount, taskDefinition, forceNewDeployment } = update;
  if (desiredCount !== undefined) world.set(record, "desiredCount", desiredCount);
  if (taskDefinition !== undefined) world.set(record, "taskDefinition", taskDefinition);
  if (forceNewDeployment) ecs.service(record)?.deploy();
}
