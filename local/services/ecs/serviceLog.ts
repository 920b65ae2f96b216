import { PLACEMENT_EVENT_REPEAT } from "../times";
import type { World } from "../world";
import { deregistered, draining, registered, unplaced } from "./serviceWords";
import type { Task } from "./task";

/**
 * The events of one service: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html
 *
 * What happens to several targets at one moment is one event.
 */
export class ServiceLog {
  /** Targets that were registered since the last event about it, by target group. */
  private readonly targets = new Map<string, number>();
  /** What was said last of a task that could not be placed, and when. */
  private complaint = { about: "", at: Number.NEGATIVE_INFINITY };

  constructor(
    private readonly world: World,
    private readonly service: string,
  ) {}

  say(message: string): void {
    this.publish(`(service ${this.service}) ${message}`);
  }

  /** A task's targets have been registered; {@link flush} says so. */
  register({ registrations }: Task): void {
    for (const { targetGroupArn } of registrations) add(this.targets, targetGroupArn);
  }

  flush(): void {
    for (const [targetGroupArn, count] of this.targets) this.say(registered(count, targetGroupArn));
    this.targets.clear();
  }

  /** Says of tasks that were targets that they are no longer. */
  deregister(tasks: readonly Task[]): void {
    const [targets, deployments] = [new Map<string, number>(), new Map<string, number>()];
    for (const { registrations, deployment } of tasks) {
      for (const { targetGroupArn } of registrations) add(targets, targetGroupArn);
      if (registrations.length > 0) add(deployments, deployment);
    }
    for (const [targetGroupArn, count] of targets) this.say(deregistered(count, targetGroupArn));
    for (const [id, count] of deployments) {
      this.publish(`(service ${this.service}, taskSet ${id}) ${draining(count)}`);
    }
  }

  /** Says why a task cannot be placed, unless that was said of the same cause not long ago. */
  complain(why: string): void {
    const { now } = this.world.simulation;
    const about = why.replace(/\(container-instance [^)]*\)/, "");
    if (about === this.complaint.about && now - this.complaint.at < PLACEMENT_EVENT_REPEAT) return;
    this.complaint = { about, at: now };
    this.say(unplaced(why));
  }

  /** The service is steady: whatever kept its tasks from being placed is resolved. */
  steady(): void {
    this.say("has reached a steady state.");
    this.complaint = { about: "", at: Number.NEGATIVE_INFINITY };
  }

  private publish(message: string): void {
    this.world.bus.publish("service-event", { service: this.service, message });
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
