import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import type { LoadBalancing } from "../elb/loadBalancing";
import type { World } from "../world";
import { type BehaviourOf, webServer } from "./behaviour";
import { Clusters } from "./clusters";
import type { ContainerInstance } from "./containerInstance";
import { publishReservations, reservation } from "./metrics";
import { chooseHost, type Demand, obstacle } from "./placement";
import { Service } from "./service";
import { clusterOf, nameOf, queryOf } from "./serviceSettings";
import type { Task, TaskOverrides } from "./task";
import { taskSpecOf } from "./taskSpec";
import { Tasks } from "./tasks";

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** What `RunTask` is asked for. */
export interface RunTask {
  cluster: string;
  /** ARN of a revision. */
  taskDefinition: string;
  /** Default: 1. */
  count?: number;
  /** Default: `family:FAMILY`. */
  group?: string;
  overrides?: TaskOverrides;
}

/** What could be started, and why the rest could not, in the words of `RunTask`'s failures. */
export interface RunTaskResult {
  tasks: Task[];
  failures: { reason: string }[];
}

/** Elastic Container Service: clusters, services and tasks of the deployed stack. */
export class Ecs {
  readonly clusters: Clusters;
  private readonly lives: Tasks;
  private readonly services = new Map<AccountRecord, Service>();
  private readonly byGroup = new Map<string, Service>();

  /** @param behaviourOf What the tasks' images do. Default: web servers that answer. */
  constructor(
    private readonly world: World,
    loadBalancing: LoadBalancing,
    metrics: MetricSink,
    behaviourOf: BehaviourOf = webServer,
  ) {
    this.lives = new Tasks(world, loadBalancing, behaviourOf);
    this.clusters = new Clusters(world, this.lives);
    publishReservations(world, this.clusters, metrics);
    this.lives.onChange((task) => this.byGroup.get(`${task.host.cluster} ${task.group}`)?.follow(task));
    this.clusters.onChange(({ cluster }) => {
      for (const service of this.services.values()) if (service.cluster === cluster) service.plan();
    });
    for (const record of world.records(SERVICE)) this.add(record);
    world.bus.subscribe("change", ({ record, name }) => this.services.get(record)?.changed(name));
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== SERVICE) return;
      if (change === "created") this.add(record);
      else this.remove(record);
    });
  }

  /** The service of a record, or undefined where it is not deployed. */
  service(record: AccountRecord): Service | undefined {
    return this.services.get(record);
  }

  /** Percent of a cluster's memory that tasks reserve, or undefined where it has no instances. */
  memoryReservation(cluster: string): number | undefined {
    return reservation(this.clusters, cluster, "memory");
  }

  /**
   * Runs tasks that belong to no service. They are placed like those of a service that says nothing, at once or not at all.
   *
   * @throws Error for a task definition that is not deployed.
   */
  runTask({ cluster, taskDefinition, count = 1, group, overrides = {} }: RunTask): RunTaskResult {
    const record = this.world.records(TASK_DEFINITION).find(({ outputs }) => text(outputs, "arn") === taskDefinition);
    if (!record) throw new Error(`ClientException: TaskDefinition not found: ${taskDefinition}`);
    const spec = taskSpecOf(record);
    const queries = spec.constraints.map(queryOf);
    const demand: Demand = {
      group: group ?? `family:${spec.family}`,
      needs: spec.needs,
      fixedPorts: spec.fixedPorts,
      admits: (host) => queries.every((query) => query(host as ContainerInstance)),
      distinct: false,
      strategies: [],
    };
    const result: RunTaskResult = { tasks: [], failures: [] };
    for (let i = 0; i < count; i++) {
      const open = this.clusters.open(cluster);
      const host = chooseHost(open, demand, ([first]) => first as ContainerInstance);
      if (host) {
        const start = { spec, host, group: demand.group, deployment: "", registrations: [], overrides };
        result.tasks.push(this.lives.start(start));
      } else {
        result.failures.push({ reason: open.map((one) => REASONS[obstacle(one, demand) ?? ""])[0] ?? "RESOURCE:*" });
      }
    }
    return result;
  }

  private add(record: AccountRecord): void {
    const service = new Service(this.world, record, this.clusters, this.lives);
    this.services.set(record, service);
    this.byGroup.set(`${clusterOf(record)} service:${nameOf(record)}`, service);
  }

  private remove(record: AccountRecord): void {
    this.services.get(record)?.end();
    this.services.delete(record);
  }
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
const REASONS: Record<string, string> = {
  'encountered error "MemberOf placement constraint unsatisfied."': "MemberOf placement constraint unsatisfied.",
  "has insufficient memory available": "RESOURCE:MEMORY",
  "has insufficient CPU units available": "RESOURCE:CPU",
  "is already using a port required by your task": "RESOURCE:PORTS",
};
