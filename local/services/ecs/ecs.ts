import type { AccountRecord } from "../../account/model";
import type { MetricSink } from "../cloudwatch/metricSink";
import type { LoadBalancing } from "../elb/loadBalancing";
import type { World } from "../world";
import { type BehaviourOf, webServer } from "./behaviour";
import { Clusters } from "./clusters";
import { publishReservations, reservation } from "./metrics";
import { Service } from "./service";
import { clusterOf, nameOf } from "./serviceSettings";
import { type RunTask, type RunTaskResult, StandaloneTasks } from "./standalone";
import type { Task } from "./task";
import { Tasks } from "./tasks";

const SERVICE = "aws:ecs/service:Service";

/** Elastic Container Service: clusters, services and tasks of the deployed stack. */
export class Ecs {
  readonly clusters: Clusters;
  private readonly lives: Tasks;
  private readonly services = new Map<AccountRecord, Service>();
  private readonly byGroup = new Map<string, Service>();
  private readonly standalone: StandaloneTasks;

  /** @param behaviourOf What the tasks' images do. Default: web servers that answer. */
  constructor(
    private readonly world: World,
    loadBalancing: LoadBalancing,
    metrics: MetricSink,
    behaviourOf: BehaviourOf = webServer,
  ) {
    this.lives = new Tasks(world, loadBalancing, behaviourOf);
    this.clusters = new Clusters(world, this.lives);
    this.standalone = new StandaloneTasks(world, this.clusters, this.lives);
    publishReservations(world, this.clusters, metrics);
    this.lives.onChange((task, moved) => this.byGroup.get(`${task.host.cluster} ${task.group}`)?.follow(task, moved));
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

  /** Runs tasks that belong to no service; see {@link StandaloneTasks.run}. */
  runTask(request: RunTask): RunTaskResult {
    return this.standalone.run(request);
  }

  /** A task that was run by {@link runTask}, also when it has stopped. */
  standaloneTask(arn: string): Task | undefined {
    return this.standalone.tasks.get(arn);
  }

  /** The task that a target of a load balancer is. */
  taskAt(targetGroupArn: string, instanceId: string, port: number): Task | undefined {
    return this.lives.at(targetGroupArn, instanceId, port);
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
