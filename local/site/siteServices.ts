import type { AccountRecord } from "../account/model";
import { text, texts } from "../account/types/read";
import type { ServiceStatus } from "../api/ecsServices";
import { desiredCountOf, nameOf } from "../services/ecs/serviceSettings";
import { deregistrationDelayOf } from "../services/elb/healthCheck";
import type { DeploymentState } from "../services/events";
import type { World } from "../services/world";
import { answers } from "./answers";
import type { SiteTask, SiteTasks } from "./siteTasks";
import type { Targets } from "./targets";

export const SERVICE = "aws:ecs/service:Service";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

export interface SiteServicesOptions {
  world: World;
  tasks: SiteTasks;
  targets: Targets;
  onLine: (source: string, line: string) => void;
}

/** The tasks of a service that run here, all of one revision. */
interface Running {
  record: AccountRecord;
  /** ARN of the revision. */
  taskDefinition: string;
  deployment: string;
  tasks: SiteTask[];
  isUpdating: boolean;
}

/**
 * The services' tasks on this machine. One whose revision is changed gets a rolling update: all of its new tasks at once, because
 * there is room for them here; the old ones go when the new ones answer. A deployment whose tasks do not come to answer is
 * rolled back, as by the circuit breaker, at the first of them that fails:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export class SiteServices {
  private readonly services = new Map<AccountRecord, Running>();

  constructor(private readonly options: SiteServicesOptions) {
    options.world.bus.subscribe("change", ({ record, name }) => {
      const service = this.services.get(record);
      if (service && name === "taskDefinition") this.update(service);
    });
  }

  /**
   * Starts the tasks of every service.
   *
   * @throws Error where one does not come to answer
   */
  async start(): Promise<void> {
    await Promise.all(
      this.options.world.records(SERVICE).map(async (record) => {
        const taskDefinition = revisionOf(record);
        const tasks = await this.launch(record, taskDefinition);
        const deployment = this.deploymentId();
        this.services.set(record, { record, taskDefinition, deployment, tasks, isUpdating: false });
      }),
    );
  }

  /** What runs of a service; its deployments are not told. */
  status(record: AccountRecord): ServiceStatus {
    const { tasks = [] } = this.services.get(record) ?? {};
    const running = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
    return { running, pending: Math.max(0, desiredCountOf(record) - running) };
  }

  /** Deploys what the service says, until it says nothing else. No virtual time passes while tasks start. */
  private update(service: Running): void {
    if (service.isUpdating) return;
    service.isUpdating = true;
    this.options.world.simulation.perform(async () => {
      while (revisionOf(service.record) !== service.taskDefinition) await this.deploy(service);
      service.isUpdating = false;
    });
  }

  private async deploy(service: Running): Promise<void> {
    const { world, targets } = this.options;
    const { record, tasks: before } = service;
    const taskDefinition = revisionOf(record);
    const deployment = this.deploymentId();
    this.announce(service, deployment, "IN_PROGRESS", `ECS deployment ${deployment} in progress.`);
    try {
      service.tasks = await this.launch(record, taskDefinition);
    } catch (error) {
      this.options.onLine(`service:${nameOf(record)}`, `fails: ${(error as Error).message}`);
      this.rollBack(service, deployment);
      return;
    }
    Object.assign(service, { taskDefinition, deployment });
    for (const { arn } of before) targets.remove(arn);
    // Requests that are on their way have this time.
    await world.simulation.sleep(this.deregistrationDelay(record));
    await Promise.all(before.map(({ process }) => process.stop()));
    if (revisionOf(record) !== taskDefinition) return;
    this.announce(service, deployment, "COMPLETED", `ECS deployment ${deployment} completed.`);
  }

  /** The tasks from before have never left. */
  private rollBack(service: Running, failed: string): void {
    const { record, taskDefinition, deployment } = service;
    this.announce(service, failed, "FAILED", "ECS deployment circuit breaker: tasks failed to start.");
    const reason = `ECS deployment circuit breaker: rolling back to deploymentId ${deployment}.`;
    this.announce(service, deployment, "IN_PROGRESS", reason);
    this.options.world.set(record, "taskDefinition", taskDefinition);
    this.announce(service, deployment, "COMPLETED", `ECS deployment ${deployment} completed.`);
  }

  /**
   * Starts as many tasks as a service wants, and is done when all of them answer their load balancer. If one does not, none is
   * left.
   */
  private async launch(record: AccountRecord, taskDefinition: string): Promise<SiteTask[]> {
    const { tasks, targets } = this.options;
    const groups = texts(record.inputs, "loadBalancers[*].targetGroupArn");
    const paths = groups.map((arn) => text(this.group(arn)?.outputs ?? {}, "healthCheck.path") ?? "/");
    const started: SiteTask[] = [];
    const launches = Array.from({ length: desiredCountOf(record) }, async () => {
      const task = await tasks.start(taskDefinition, `service:${nameOf(record)}`);
      started.push(task);
      // One that nobody calls never listens.
      return { task, port: groups.length === 0 ? 0 : await answers(task, paths) };
    });
    try {
      for (const { task, port } of await Promise.all(launches)) {
        for (const group of groups) targets.add(group, { task: task.arn, port });
        void task.process.exited.then(() => targets.remove(task.arn));
      }
      return started;
    } catch (error) {
      await Promise.all(started.map(({ process }) => process.stop()));
      // One that was still to start then, too.
      await Promise.allSettled(launches);
      await Promise.all(started.map(({ process }) => process.stop()));
      throw error;
    }
  }

  private group(arn: string): AccountRecord | undefined {
    return this.options.world.records(TARGET_GROUP).find(({ outputs }) => outputs.arn === arn);
  }

  /** Seconds. */
  private deregistrationDelay({ inputs }: AccountRecord): number {
    const groups = texts(inputs, "loadBalancers[*].targetGroupArn").flatMap((arn) => this.group(arn) ?? []);
    return Math.max(0, ...groups.map(deregistrationDelayOf));
  }

  private deploymentId(): string {
    return `ecs-svc/${BigInt(`0x${this.options.world.hex(15)}`)
      .toString()
      .padStart(19, "0")}`;
  }

  private announce({ record }: Running, id: string, state: DeploymentState, reason: string): void {
    this.options.world.bus.publish("deployment", { service: nameOf(record), id, state, reason });
  }
}

function revisionOf({ inputs }: AccountRecord): string {
  return text(inputs, "taskDefinition") ?? "";
}
