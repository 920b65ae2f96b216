import type { LoadBalancing } from "../elb/loadBalancing";
import type { Quality } from "../elb/quality";
import type { Events, TargetState, TaskStatus } from "../events";
import { AGENT_REPORT, HEALTHY_UNCHECKED, TASK_STOP_TIMEOUT } from "../times";
import type { World } from "../world";
import type { Behaviour, BehaviourOf } from "./behaviour";
import type { ContainerInstance } from "./containerInstance";
import { runProgram } from "./program";
import type { Registration, Task, TaskOverrides } from "./task";
import type { TaskSpec } from "./taskSpec";

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
  readonly behaviour: Behaviour;
  /** When it began to run; seconds of virtual time. */
  startedAt?: number;
  /** What its targets' states are, by {@link targetKey}. */
  readonly found: Map<string, TargetState>;
}

/** Hears that a task has changed. @param moved Whether it is in another status; else another health was found. */
export type TaskListener = (task: Task, moved: boolean) => void;

/**
 * The lives of tasks, from PENDING to STOPPED: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 *
 * A task with a load balancer is a target from when it runs until it is told to stop; its containers get SIGTERM when the
 * target's deregistration delay is over.
 */
export class Tasks {
  /** Tasks that are targets, by {@link targetKey}. */
  private readonly targets = new Map<string, Running>();
  private readonly listeners: TaskListener[] = [];

  constructor(
    private readonly world: World,
    private readonly loadBalancing: LoadBalancing,
    private readonly behaviourOf: BehaviourOf,
  ) {
    world.bus.subscribe("target", (event) => {
      const key = targetKey(event.targetGroupArn, event.instanceId, event.port);
      const task = this.targets.get(key);
      if (task) this.follow(task, key, event);
    });
  }

  /** Calls somebody whenever a task has changed. */
  onChange(listener: TaskListener): void {
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
      found: new Map(),
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
    for (const target of targetsOf(task)) this.loadBalancing.deregister(...target);
    // Of a target group that is deleted already nobody hears any more.
    const isGone = targetsOf(task).every((target) => (this.loadBalancing.state(...target) ?? "unused") === "unused");
    if (isGone && task.lastStatus === "DEACTIVATING") this.end(task);
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

  /** What it serves no longer answers; ECS knows nothing of it. A target that is leaving gets no requests any more. */
  silence(task: Task): void {
    if (task.lastStatus !== "RUNNING") return;
    for (const target of targetsOf(task)) this.loadBalancing.setAnswering(...target, false);
  }

  /** The task that a target is, or undefined where none is registered there. */
  at(targetGroupArn: string, instanceId: string, port: number): Task | undefined {
    return this.targets.get(targetKey(targetGroupArn, instanceId, port));
  }

  /** Seconds since it began to run. */
  age(task: Task): number {
    const { now } = this.world.simulation;
    return now - ((task as Running).startedAt ?? now);
  }

  private run(task: Running): void {
    const { registrations, behaviour, host } = task;
    // ECS hears nothing from a host that is out of reach, and nothing answers there.
    if (!host.connected) return;
    task.startedAt = this.world.simulation.now;
    for (const target of targetsOf(task)) {
      this.targets.set(targetKey(...target), task);
      this.loadBalancing.register(...target, behaviour.answers, qualityOf(behaviour));
    }
    this.move(task, "RUNNING");
    if (registrations.length === 0) this.world.simulation.after(HEALTHY_UNCHECKED, () => this.find(task, true));
    const { exits, program } = behaviour;
    if (exits) this.after(task, exits.afterSeconds, () => this.exit(task, exits.code));
    if (program) runProgram(this.world, task, program, (code) => this.exit(task, code));
  }

  /** Its essential container has ended by itself. */
  private exit(task: Running, code: number): void {
    if (!task.host.connected || task.lastStatus === "STOPPED") return;
    task.exitCode = code;
    this.silence(task);
    this.stopped(task, "Essential container in task exited");
  }

  /** One of its targets has come into a state; what counts is what all of them say. */
  private follow(task: Running, key: string, { targetGroupArn, state, reason }: Events["target"]): void {
    task.found.set(key, state);
    const all = [...task.found.values()];
    if (task.lastStatus === "DEACTIVATING" && all.every((one) => one === "unused")) this.end(task);
    if (state === "unhealthy") this.find(task, false, { targetGroupArn, reason });
    else if (!all.includes("unhealthy")) {
      const isAll = all.length === task.registrations.length;
      this.find(task, isAll && all.every((one) => one === "healthy"));
    }
  }

  private find(task: Running, healthy: boolean, unhealthy?: Task["unhealthy"]): void {
    const isNews = task.healthy !== healthy || (task.unhealthy === undefined) !== (unhealthy === undefined);
    if (task.lastStatus !== "RUNNING" || !isNews) return;
    task.healthy = healthy;
    task.unhealthy = unhealthy;
    this.tell(task, false);
  }

  /** SIGTERM, and SIGKILL after the agent's patience. An agent out of reach hears nothing: the task ends with its host. */
  private end(task: Running): void {
    this.move(task, "STOPPING");
    if (!task.host.connected) return;
    const seconds = Math.min(task.behaviour.stopSeconds, TASK_STOP_TIMEOUT);
    this.after(task, seconds, () => {
      if (task.host.connected) this.stopped(task, task.stoppedReason ?? "");
    });
  }

  private stopped(task: Running, reason: string): void {
    if (task.lastStatus === "STOPPED") return;
    task.timer?.cancel();
    task.desiredStatus = "STOPPED";
    task.stoppedReason = reason;
    task.healthy = false;
    for (const target of targetsOf(task)) {
      this.targets.delete(targetKey(...target));
      this.loadBalancing.deregister(...target);
    }
    task.host.remove(task);
    this.move(task, "STOPPED");
  }

  private move(task: Task, status: TaskStatus): void {
    task.lastStatus = status;
    const { arn, group, deployment, spec, host, desiredStatus, stoppedReason } = task;
    this.world.bus.publish("task", {
      arn,
      cluster: host.cluster,
      group,
      taskDefinitionArn: spec.arn,
      ...(deployment !== "" && { startedBy: deployment }),
      instanceId: host.id,
      containerInstanceArn: host.arn,
      zone: host.instance.zone,
      lastStatus: status,
      desiredStatus,
      ...(stoppedReason !== undefined && { stoppedReason }),
    });
    this.tell(task, true);
  }

  private tell(task: Task, moved: boolean): void {
    for (const listener of this.listeners) listener(task, moved);
  }

  private after(task: Task, seconds: number, action: () => void): void {
    task.timer?.cancel();
    task.timer = this.world.simulation.after(seconds, action);
  }
}

type Target = [targetGroupArn: string, instanceId: string, port: number];

function qualityOf({ responseSeconds, errors }: Behaviour): Quality {
  return { ...(responseSeconds !== undefined && { responseSeconds }), ...(errors && { errors }) };
}

/** The targets that a task is, or would be if it ran. */
function targetsOf({ registrations, host, ports }: Task): Target[] {
  return registrations.map(({ targetGroupArn, port }) => [targetGroupArn, host.id, ports.get(port) ?? 0]);
}

function targetKey(...[targetGroupArn, instanceId, port]: Target): string {
  return `${targetGroupArn} ${instanceId}:${port}`;
}
