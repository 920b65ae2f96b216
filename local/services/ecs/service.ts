import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { DeploymentState } from "../events";
import { PLACEMENT_EVENT_REPEAT, PLACEMENT_RETRY } from "../times";
import type { World } from "../world";
import type { Clusters } from "./clusters";
import type { ContainerInstance } from "./containerInstance";
import { boundsOf, type Deployment, failureThreshold, planOf, type Roster, rosterOf } from "./deployment";
import { leavingTasks } from "./leaving";
import { chooseHost, type Demand } from "./placement";
import {
  circuitBreakerOf,
  clusterOf,
  constraintsOf,
  desiredCountOf,
  gracePeriodOf,
  nameOf,
  percentsOf,
  queryOf,
  registrationsOf,
  strategiesOf,
} from "./serviceSettings";
import { draining, started, stopped, whyNot } from "./serviceWords";
import { isCurrent, type Task } from "./task";
import { type TaskSpec, taskSpecOf } from "./taskSpec";
import type { Tasks } from "./tasks";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * One service: as many tasks as desired, of the newest revision, on instances that stay, within its deployment's bounds.
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html; its events are in the words of
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
export class Service {
  readonly tasks = new Set<Task>();
  private readonly group: string;
  private readonly deployments: Deployment[] = [];
  /** The revision that came through last: a rollback returns to it. */
  private proven: string | undefined;
  private planned = false;
  private steady = false;
  private retrying = false;
  /** What was said last of a task that could not be placed, and when. */
  private complaint = { about: "", at: Number.NEGATIVE_INFINITY };
  private ended = false;

  constructor(
    private readonly world: World,
    readonly record: AccountRecord,
    private readonly clusters: Clusters,
    private readonly lives: Tasks,
  ) {
    this.group = `service:${nameOf(record)}`;
    this.deploy(false);
  }

  get name(): string {
    return nameOf(this.record);
  }

  get cluster(): string {
    return clusterOf(this.record);
  }

  get running(): number {
    return [...this.tasks].filter(({ lastStatus }) => lastStatus === "RUNNING").length;
  }

  get pending(): number {
    return [...this.tasks].filter(({ lastStatus }) => lastStatus === "PENDING").length;
  }

  /** Another revision, another number of tasks, or anything else of the record's has changed. */
  changed(name: string): void {
    this.steady = false;
    if (name === "taskDefinition") this.deploy(false);
    else this.plan();
  }

  /** Looks at everything again, once all that happens at this moment has happened. */
  plan(): void {
    if (this.planned || this.ended) return;
    this.planned = true;
    this.world.simulation.after(0, () => {
      this.planned = false;
      if (!this.ended) this.reconcile();
    });
  }

  /** One of its tasks has changed. */
  follow(task: Task): void {
    if (task.lastStatus === "STOPPED") {
      this.tasks.delete(task);
      this.count(task);
    } else if (task.lastStatus === "RUNNING" && isCurrent(task)) {
      this.judge(task);
    }
    this.plan();
  }

  /** Stops everything: the service is deleted. */
  end(): void {
    this.ended = true;
    for (const task of this.tasks) this.lives.stop(task, "Service deleted");
  }

  private get primary(): Deployment {
    const [primary] = this.deployments;
    if (!primary) throw new Error(`The service ${this.name} has no deployment.`);
    return primary;
  }

  private deploy(isRollback: boolean): void {
    const taskDefinition = text(this.record.inputs, "taskDefinition") ?? "";
    const id = `ecs-svc/${this.world.hex(19)}`;
    this.deployments.unshift({ id, taskDefinition, state: "IN_PROGRESS", failures: 0, isRollback });
    this.announce(this.primary, "IN_PROGRESS", `ECS deployment ${id} in progress.`);
    this.plan();
  }

  private reconcile(): void {
    const desired = desiredCountOf(this.record);
    const { minimumHealthy, maximum } = percentsOf(this.record);
    const roster = rosterOf(this.tasks, this.primary);
    const plan = planOf(roster, desired, boundsOf(desired, minimumHealthy, maximum));
    if (plan.stop.length > 0) this.stop(plan.stop, "Scaling activity initiated by deployment");
    if (plan.shrink > 0) this.shrink(roster.staying, plan.shrink);
    // A deployment that has failed starts no more tasks: docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
    if (plan.start > 0 && this.primary.state !== "FAILED") this.start(plan.start);
    if (plan.start === 0 && plan.shrink === 0) this.settle(roster, desired);
  }

  private start(count: number): void {
    const record = this.world.find(TASK_DEFINITION, this.primary.taskDefinition) ?? this.revision();
    if (!record) return;
    const spec = taskSpecOf(record);
    const demand = this.demand(spec);
    const random = this.world.simulation.random(`placement|${this.name}|${this.world.simulation.now}`);
    const registrations = registrationsOf(this.record);
    const tasks: Task[] = [];
    for (let i = 0; i < count; i++) {
      const host = chooseHost(this.clusters.open(this.cluster), demand, (from) => random.pick(from));
      if (!host) {
        this.complain(demand);
        break;
      }
      const task = this.lives.start({ spec, host, group: this.group, deployment: this.primary.id, registrations });
      this.tasks.add(task);
      tasks.push(task);
    }
    if (tasks.length > 0) this.say(started(tasks));
  }

  /** The revision under its ARN: the provider's id of a task definition is its family. */
  private revision(): AccountRecord | undefined {
    const { taskDefinition } = this.primary;
    return this.world.records(TASK_DEFINITION).find(({ outputs }) => text(outputs, "arn") === taskDefinition);
  }

  private demand(spec: TaskSpec): Demand {
    const { distinct, expressions } = constraintsOf(this.record);
    const queries = [...spec.constraints, ...expressions].map(queryOf);
    return {
      group: this.group,
      needs: spec.needs,
      fixedPorts: spec.fixedPorts,
      admits: (host) => queries.every((query) => query(host as ContainerInstance)),
      distinct,
      strategies: strategiesOf(this.record),
    };
  }

  private shrink(staying: readonly Task[], count: number): void {
    const how = { strategies: strategiesOf(this.record), group: this.group };
    const leaving = leavingTasks(staying, count, this.clusters.hosts(this.cluster), how);
    this.stop(leaving, "Scaling activity initiated by service scheduler");
  }

  private stop(tasks: readonly Task[], reason: string): void {
    const targets = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
    for (const task of tasks) this.lives.stop(task, reason);
    if (registrationsOf(this.record).length > 0 && targets.length > 0) {
      this.say(draining(targets));
    }
    this.say(stopped(tasks));
  }

  /** Says why a task cannot be placed, now and then, and tries again. */
  private complain(demand: Demand): void {
    const { now } = this.world.simulation;
    if (!this.retrying) {
      this.retrying = true;
      this.world.simulation.after(PLACEMENT_RETRY, () => {
        this.retrying = false;
        this.plan();
      });
    }
    const why = whyNot(this.clusters.open(this.cluster), demand);
    const about = why.replace(/\(container-instance [^)]*\)/, "");
    if (about === this.complaint.about && now - this.complaint.at < PLACEMENT_EVENT_REPEAT) return;
    this.complaint = { about, at: now };
    this.say(`was unable to place a task because no container instance met all of its requirements. ${why}`);
  }

  /** Says once that nothing is left to do. */
  private settle({ staying, leaving }: Roster, desired: number): void {
    const isSteady = leaving.length === 0 && staying.length === desired && staying.every(({ healthy }) => healthy);
    if (isSteady && !this.steady) {
      this.say("has reached a steady state.");
      this.complaint = { about: "", at: Number.NEGATIVE_INFINITY };
      if (this.primary.state === "IN_PROGRESS") {
        this.announce(this.primary, "COMPLETED", `ECS deployment ${this.primary.id} completed.`);
      }
      this.proven = this.primary.taskDefinition;
      this.deployments.length = 1;
    }
    this.steady = isSteady;
  }

  /** A target that its load balancer finds unhealthy is replaced. */
  private judge(task: Task): void {
    const [registration] = registrationsOf(this.record);
    if (task.healthy && task.deployment === this.primary.id) this.primary.failures = 0;
    if (!registration || task.healthy || !task.host.connected) return;
    if (!this.lives.isUnhealthy(task)) return;
    const grace = gracePeriodOf(this.record) - this.lives.age(task);
    if (grace > 0) {
      // It may still come to answer; if not, nothing else happens then that would say so.
      this.world.simulation.after(grace, () => {
        if (task.lastStatus === "RUNNING" && isCurrent(task)) this.judge(task);
      });
      return;
    }
    this.say(`(port ${[...task.ports.values()][0]}) is unhealthy in (target-group ${registration.targetGroupArn})`);
    this.lives.stop(task, "Task failed ELB health checks");
    this.count(task);
  }

  /** Counts tasks of a deployment that fail before one of it has been healthy. */
  private count(task: Task): void {
    const { primary } = this;
    const failed = task.exitCode !== undefined || task.stoppedReason === "Task failed ELB health checks";
    if (!failed || task.deployment !== primary.id || primary.state !== "IN_PROGRESS") return;
    // A task that fails its health checks is counted when that is found, and stops later.
    if (task.lastStatus === "STOPPED" && task.exitCode === undefined) return;
    primary.failures += 1;
    const { enabled, rollback } = circuitBreakerOf(this.record);
    if (!enabled || primary.failures < failureThreshold(desiredCountOf(this.record))) return;
    this.announce(primary, "FAILED", "tasks failed to start.");
    this.say(`(deployment ${primary.id}) deployment failed: tasks failed to start.`);
    if (!rollback || this.proven === undefined || this.proven === primary.taskDefinition) return;
    this.say(`rolling back to deployment of ${this.proven}.`);
    // The service names the old revision again, which begins a deployment of it.
    this.world.set(this.record, "taskDefinition", this.proven);
  }

  private announce(deployment: Deployment, state: DeploymentState, reason: string): void {
    deployment.state = state;
    this.world.bus.publish("deployment", { service: this.name, id: deployment.id, state, reason });
  }

  private say(message: string): void {
    this.world.bus.publish("service-event", { service: this.name, message: `(service ${this.name}) ${message}` });
  }
}
