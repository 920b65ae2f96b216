import type { LoadBalancing } from "../elb/loadBalancing";
import type { TaskStatus } from "../events";
import { AGENT_REPORT, TASK_STOP_TIMEOUT } from "../times";
import type { World } from "../world";
import type { Behaviour, BehaviourOf } from "./behaviour";
import type { ContainerInstance } from "./containerInstance";
import type { Task, TaskOverrides } from "./task";
import type { TaskSpec } from "./taskSpec";

/** A target group that a service's tasks are registered in, with the container's port. */
export interface Registration {
  targetGroupArn: string;
  /** `CONTAINER:PORT`. */
  port: string;
}

export interface StartRequest {
  spec: TaskSpec;
  host: ContainerInstance;
  group: string;
  deployment: string;
  registrations: readonly Registration[];
  overrides?: TaskOverrides;
}

/** A task and what only this file needs of it. */
interface Running extends Task {
  readonly registrations: readonly Registration[];
  readonly behaviour: Behaviour;
  /** When it began to run; seconds of virtual time. */
  startedAt?: number;
  /** Whether a load balancer has found that it does not answer. */
  unhealthy?: boolean;
}

/**
 * The lives of tasks, from PENDING to STOPPED: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 *
 * A task with a load balancer is a target from when it runs until it is told to stop; its containers get SIGTERM when the
 * target's deregistration delay is over.
 */
export class Tasks {
  /** Tasks that are targets, by target group, instance and port. */
  private readonly targets = new Map<string, Running>();
  private readonly listeners: ((task: Task) => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly loadBalancing: LoadBalancing,
    private readonly behaviourOf: BehaviourOf,
  ) {
    world.bus.subscribe("target", ({ targetGroupArn, instanceId, port, state }) => {
      const task = this.targets.get(`${targetGroupArn} ${instanceId}:${port}`);
      if (task) this.follow(task, state);
    });
  }

  /** Calls somebody whenever a task has changed. */
  onChange(listener: (task: Task) => void): void {
    this.listeners.push(listener);
  }

  /** Starts a task on a host that has room for it. */
  start({ spec, host, group, deployment, registrations, overrides = {} }: StartRequest): Task {
    const { region, account } = this.world;
    const task: Running = {
      arn: `arn:aws:ecs:${region}:${account.state.accountId}:task/${host.cluster}/${this.world.hex(32)}`,
      group,
      deployment,
      spec,
      host,
      overrides,
      ports: new Map(),
      lastStatus: "PENDING",
      desiredStatus: "RUNNING",
      healthy: false,
      registrations,
      behaviour: this.behaviourOf(spec, overrides),
    };
    host.add(task);
    this.move(task, "PENDING");
    this.after(task, task.behaviour.startSeconds, () => this.run(task));
    return task;
  }

  /** Stops a task: it leaves its target groups first, then its containers are told to end. */
  stop(given: Task, reason: string): void {
    const task = given as Running;
    if (task.desiredStatus === "STOPPED") return;
    task.desiredStatus = "STOPPED";
    task.stoppedReason = reason;
    const isTarget = task.lastStatus === "RUNNING" && task.registrations.length > 0;
    if (!isTarget) {
      this.end(task);
      return;
    }
    this.move(task, "DEACTIVATING");
    for (const { targetGroupArn, port } of task.registrations) {
      this.loadBalancing.deregister(targetGroupArn, task.host.id, task.ports.get(port) ?? 0);
    }
  }

  /** Its containers end at once, whether or not anybody meant them to; ECS hears of it from the agent. */
  kill(given: Task, reason: string): void {
    const task = given as Running;
    this.silence(task);
    this.after(task, AGENT_REPORT, () => this.stopped(task, reason));
  }

  /** Its instance is gone, and ECS knows it. */
  lose(given: Task, reason: string): void {
    const task = given as Running;
    this.silence(task);
    this.stopped(task, reason);
  }

  /** What it serves no longer answers; ECS knows nothing of it. */
  silence(given: Task): void {
    const task = given as Running;
    for (const { targetGroupArn, port } of task.registrations) {
      this.loadBalancing.setAnswering(targetGroupArn, task.host.id, task.ports.get(port) ?? 0, false);
    }
  }

  /** Seconds since it began to run. */
  age(task: Task): number {
    const { now } = this.world.simulation;
    return now - ((task as Running).startedAt ?? now);
  }

  /** Whether a load balancer has found that it does not answer: more than not having found that it does. */
  isUnhealthy(task: Task): boolean {
    return (task as Running).unhealthy === true;
  }

  private run(task: Running): void {
    const { registrations, behaviour, host } = task;
    // ECS hears nothing from a host that is out of reach, and nothing answers there.
    if (!host.connected) return;
    task.startedAt = this.world.simulation.now;
    task.healthy = registrations.length === 0;
    for (const { targetGroupArn, port } of registrations) {
      const hostPort = task.ports.get(port) ?? 0;
      this.targets.set(`${targetGroupArn} ${host.id}:${hostPort}`, task);
      this.loadBalancing.register(targetGroupArn, host.id, hostPort, behaviour.answers);
    }
    this.move(task, "RUNNING");
    const { exits } = behaviour;
    if (!exits) return;
    this.after(task, exits.afterSeconds, () => {
      if (!host.connected) return;
      task.exitCode = exits.code;
      this.silence(task);
      this.stopped(task, "Essential container in task exited");
    });
  }

  private follow(task: Running, state: string): void {
    if (state === "unused" && task.lastStatus === "DEACTIVATING") this.end(task);
    const [healthy, unhealthy] = [state === "healthy", state === "unhealthy"];
    if (task.lastStatus !== "RUNNING" || (task.healthy === healthy && task.unhealthy === unhealthy)) return;
    task.healthy = healthy;
    task.unhealthy = unhealthy;
    this.tell(task);
  }

  /** SIGTERM, and SIGKILL after the agent's patience. */
  private end(task: Running): void {
    this.move(task, "STOPPING");
    const seconds = Math.min(task.behaviour.stopSeconds, TASK_STOP_TIMEOUT);
    this.after(task, seconds, () => this.stopped(task, task.stoppedReason ?? ""));
  }

  private stopped(task: Running, reason: string): void {
    if (task.lastStatus === "STOPPED") return;
    task.timer?.cancel();
    const { host } = task;
    task.desiredStatus = "STOPPED";
    task.stoppedReason = reason;
    task.healthy = false;
    for (const { targetGroupArn, port } of task.registrations) {
      const hostPort = task.ports.get(port) ?? 0;
      this.targets.delete(`${targetGroupArn} ${host.id}:${hostPort}`);
      this.loadBalancing.deregister(targetGroupArn, host.id, hostPort);
    }
    host.remove(task);
    this.move(task, "STOPPED");
  }

  private move(task: Task, status: TaskStatus): void {
    task.lastStatus = status;
    const { arn, group, spec, host, desiredStatus, stoppedReason } = task;
    this.world.bus.publish("task", {
      arn,
      cluster: host.cluster,
      group,
      taskDefinitionArn: spec.arn,
      instanceId: host.id,
      lastStatus: status,
      desiredStatus,
      ...(stoppedReason !== undefined && { stoppedReason }),
    });
    this.tell(task);
  }

  private tell(task: Task): void {
    for (const listener of this.listeners) listener(task);
  }

  private after(task: Task, seconds: number, action: () => void): void {
    task.timer?.cancel();
    task.timer = this.world.simulation.after(seconds, action);
  }
}
