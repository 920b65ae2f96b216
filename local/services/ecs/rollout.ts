import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { DeploymentState } from "../events";
import type { World } from "../world";
import { type Deployment, failureThreshold } from "./deployment";
import type { ServiceLog } from "./serviceLog";
import { circuitBreakerOf, desiredCountOf, nameOf } from "./serviceSettings";
import type { Task } from "./task";

/**
 * The newest deployment of a service, and the circuit breaker that ends one whose tasks keep failing:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export class Rollout {
  private deployment: Deployment;
  /** Those that were the newest before, the last one first; tasks of theirs may still be about to leave. */
  private before: Deployment[] = [];
  /** The deployment that came through last: a rollback returns to it. */
  private proven: Deployment | undefined;
  /** Set while the circuit breaker changes the service. */
  private isRollback = false;

  constructor(
    private readonly world: World,
    private readonly record: AccountRecord,
    private readonly log: ServiceLog,
  ) {
    this.deployment = this.next();
    this.announce("IN_PROGRESS", `ECS deployment ${this.deployment.id} in progress.`);
  }

  get current(): Readonly<Deployment> {
    return this.deployment;
  }

  /** All deployments, the newest first: also those whose tasks are gone. */
  get all(): readonly Readonly<Deployment>[] {
    return [this.deployment, ...this.before];
  }

  /**
   * The service was updated. What is changed by one update is one deployment.
   *
   * @param hasTasks Whether the newest deployment has started tasks already.
   */
  begin(hasTasks: boolean): void {
    const { id, startedAt, reason } = this.deployment;
    if (this.isRollback) return;
    const isSame = startedAt === this.world.simulation.now && !hasTasks;
    if (!isSame) this.before.unshift(this.deployment);
    this.deployment = isSame ? { ...this.next(), id, reason } : this.next();
    if (!isSame) this.announce("IN_PROGRESS", `ECS deployment ${this.deployment.id} in progress.`);
  }

  /** All its tasks run and are healthy, and no others are left. */
  complete(): void {
    const { id, state } = this.deployment;
    this.proven = this.deployment;
    if (state !== "IN_PROGRESS") return;
    this.announce("COMPLETED", `ECS deployment ${id} completed.`);
    this.log.say(`(deployment ${id}) deployment completed.`);
  }

  /** One of the service's tasks has become healthy. */
  succeed(task: Task): void {
    if (task.deployment === this.deployment.id) this.deployment.failures = 0;
  }

  /** One of the service's tasks ended by itself, or was stopped because it does not answer. */
  fail(task: Task): void {
    const { deployment, proven, log } = this;
    if (task.deployment !== deployment.id || deployment.state !== "IN_PROGRESS") return;
    deployment.failures += 1;
    const { enabled, rollback } = circuitBreakerOf(this.record);
    if (!enabled || deployment.failures < failureThreshold(desiredCountOf(this.record))) return;
    this.announce("FAILED", "ECS deployment circuit breaker: tasks failed to start.");
    log.say(`(deployment ${deployment.id}) deployment failed: tasks failed to start.`);
    if (!rollback || proven === undefined || proven.id === deployment.id) return;
    log.say(`rolling back to deployment ${proven.id}.`);
    this.return(proven);
  }

  /** The old deployment is in charge once more: its tasks that are left stay. */
  private return(to: Deployment): void {
    this.before = [this.deployment, ...this.before.filter(({ id }) => id !== to.id)];
    this.deployment = { ...to, state: "IN_PROGRESS", failures: 0 };
    this.announce("IN_PROGRESS", `ECS deployment circuit breaker: rolling back to deploymentId ${to.id}.`);
    this.isRollback = true;
    this.world.set(this.record, "taskDefinition", to.taskDefinition);
    this.isRollback = false;
  }

  private next(): Deployment {
    const taskDefinition = text(this.record.inputs, "taskDefinition") ?? "";
    const { now } = this.world.simulation;
    const number = BigInt(`0x${this.world.hex(15)}`);
    const id = `ecs-svc/${number.toString().padStart(19, "0")}`;
    return { id, taskDefinition, startedAt: now, changedAt: now, state: "IN_PROGRESS", reason: "", failures: 0 };
  }

  private announce(state: DeploymentState, reason: string): void {
    Object.assign(this.deployment, { state, reason, changedAt: this.world.simulation.now });
    this.world.bus.publish("deployment", { service: nameOf(this.record), id: this.deployment.id, state, reason });
  }
}
