import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import { PLACEMENT_RETRY } from "../times";
import type { World } from "../world";
import type { Clusters } from "./clusters";
import type { ContainerInstance } from "./containerInstance";
import { boundsOf, planOf, type Roster, rosterOf } from "./deployment";
import { type DeploymentStatus, deploymentStatuses } from "./deploymentStatus";
import { leavingTasks } from "./leaving";
import { chooseHost, type Demand } from "./placement";
import { Rollout } from "./rollout";
import { ServiceLog } from "./serviceLog";
import {
  clusterOf,
  constraintsOf,
  desiredCountOf,
  gracePeriodOf,
  nameOf,
  percentsOf,
  queryOf,
  registrationsOf,
  startsDeployment,
  strategiesOf,
} from "./serviceSettings";
import { started, stopped, unhealthy, whyNot } from "./serviceWords";
import { isCurrent, type Task } from "./task";
import { type TaskSpec, taskSpecOf } from "./taskSpec";
import type { Tasks } from "./tasks";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * One service: as many tasks as desired, of the newest revision, on instances that stay, within its deployment's bounds.
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export class Service {
  /** In order of their start. */
  readonly tasks = new Set<Task>();
  private readonly group: string;
  private readonly log: ServiceLog;
  private readonly rollout: Rollout;
  /** Tasks that their load balancer has given up, until they have stopped. */
  private readonly failing = new Set<Task>();
  private planned = false;
  private steady = false;
  private retrying = false;
  private ended = false;

  constructor(
    private readonly world: World,
    readonly record: AccountRecord,
    private readonly clusters: Clusters,
    private readonly lives: Tasks,
  ) {
    this.group = `service:${nameOf(record)}`;
    this.log = new ServiceLog(world, nameOf(record));
    this.rollout = new Rollout(world, record, this.log);
    this.plan();
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

  /** The newest deployment, and older ones of which tasks are left, the newest first. */
  get deployments(): DeploymentStatus[] {
    return deploymentStatuses(this.rollout.all, this.tasks, desiredCountOf(this.record));
  }

  /** Another revision, another number of tasks, or anything else of the record's has changed. */
  changed(name: string): void {
    if (startsDeployment(this.record, name)) this.deploy();
    this.steady = false;
    this.plan();
  }

  /** Begins a deployment, which replaces all tasks, also by others of the same revision. */
  deploy(): void {
    const { id } = this.rollout.current;
    this.rollout.begin([...this.tasks].some(({ deployment }) => deployment === id));
    this.steady = false;
    this.plan();
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

  /** One of its tasks has changed. @param moved Whether it is in another status. */
  follow(task: Task, moved: boolean): void {
    if (task.lastStatus === "STOPPED") {
      this.tasks.delete(task);
      this.failing.delete(task);
      if (task.exitCode !== undefined) this.rollout.fail(task);
    } else if (task.lastStatus === "RUNNING" && isCurrent(task)) {
      if (moved) this.log.register(task);
      this.judge(task);
    }
    this.plan();
  }

  /** Stops everything: the service is deleted. */
  end(): void {
    this.ended = true;
    for (const task of this.tasks) this.lives.stop(task, "Service deleted");
  }

  private reconcile(): void {
    this.log.flush();
    const desired = desiredCountOf(this.record);
    const { minimumHealthy, maximum } = percentsOf(this.record);
    const { current } = this.rollout;
    const roster = rosterOf(this.tasks, current, this.failing);
    const plan = planOf(roster, desired, boundsOf(desired, minimumHealthy, maximum));
    const why = `Scaling activity initiated by (deployment ${current.id})`;
    if (plan.stop.length > 0) this.stop(plan.stop, why);
    if (plan.shrink > 0) this.stop(this.surplus(roster.staying, plan.shrink), why);
    // A deployment that has failed starts no more tasks: docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
    const placed = current.state === "FAILED" ? 0 : this.start(plan.start, plan.replacements);
    if (plan.replaced.length > 0) this.giveUp(plan.replaced);
    else if (placed === 0 && plan.yields && [...this.failing].every(isCurrent)) this.giveUp([plan.yields]);
    if (plan.start === 0 && plan.shrink === 0) this.settle(roster, desired);
  }

  /** Starts so many tasks, or those that can be placed, and tells how many. */
  private start(count: number, replacements: number): number {
    const { current } = this.rollout;
    const record = count === 0 ? undefined : this.revision(current.taskDefinition);
    if (!record) return 0;
    const spec = taskSpecOf(record);
    const demand = this.demand(spec);
    const random = this.world.simulation.random(`placement|${this.name}|${this.world.simulation.now}`);
    const registrations = registrationsOf(this.record);
    const tasks: Task[] = [];
    while (tasks.length < count) {
      const host = chooseHost(this.clusters.open(this.cluster), demand, (from) => random.pick(from));
      if (!host) break;
      const task = this.lives.start({ spec, host, group: this.group, deployment: current.id, registrations });
      this.tasks.add(task);
      tasks.push(task);
    }
    const regular = count - replacements;
    if (tasks.length > 0) this.log.say(started(tasks, Math.max(0, tasks.length - regular)));
    if (tasks.length < count) this.retry(demand);
    return tasks.length;
  }

  /** The revision by the provider's id, or by its ARN: the id of a task definition is its family. */
  private revision(taskDefinition: string): AccountRecord | undefined {
    return (
      this.world.find(TASK_DEFINITION, taskDefinition) ??
      this.world.records(TASK_DEFINITION).find(({ outputs }) => text(outputs, "arn") === taskDefinition)
    );
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

  private surplus(staying: readonly Task[], count: number): Task[] {
    const how = { strategies: strategiesOf(this.record), group: this.group };
    return leavingTasks(staying, count, this.clusters.hosts(this.cluster), how);
  }

  private stop(tasks: readonly Task[], reason: string): void {
    const targets = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING");
    for (const task of tasks) this.lives.stop(task, reason);
    this.log.say(stopped(tasks));
    this.log.deregister(targets);
  }

  /** Stops tasks that do not answer. */
  private giveUp(tasks: readonly Task[]): void {
    for (const task of tasks) {
      if (task.unhealthy) this.log.say(unhealthy(task, task.unhealthy));
    }
    this.stop(tasks, "Task failed ELB health checks");
    for (const task of tasks) this.rollout.fail(task);
  }

  /** Says why a task cannot be placed, and tries again later. */
  private retry(demand: Demand): void {
    this.log.complain(whyNot(this.clusters.open(this.cluster), demand));
    if (this.retrying) return;
    this.retrying = true;
    this.world.simulation.after(PLACEMENT_RETRY, () => {
      this.retrying = false;
      this.plan();
    });
  }

  /** Says once that nothing is left to do. */
  private settle({ staying, failing, leaving }: Roster, desired: number): void {
    const isWhole = leaving.length === 0 && failing.length === 0 && staying.length === desired;
    const isSteady = isWhole && staying.every(({ healthy }) => healthy);
    if (isSteady && !this.steady) {
      this.rollout.complete();
      this.log.steady();
    }
    this.steady = isSteady;
  }

  /** Gives up a task that its load balancer finds unhealthy, when its grace period is over. */
  private judge(task: Task): void {
    if (task.healthy) this.rollout.succeed(task);
    if (!task.unhealthy) {
      this.failing.delete(task);
      return;
    }
    const grace = gracePeriodOf(this.record) - this.lives.age(task);
    if (grace <= 0) {
      this.failing.add(task);
      return;
    }
    // It may still come to answer; if not, nothing else happens then that would say so.
    this.world.simulation.after(grace, () => {
      if (task.lastStatus !== "RUNNING" || !isCurrent(task)) return;
      this.judge(task);
      this.plan();
    });
  }
}
