import type { ContainerInstance } from "./containerInstance";
import { chooseLeaving, type Host, type Strategy } from "./placement";
import type { Task } from "./task";

/**
 * The tasks that a service gives up when it has too many: first those that have not started yet, for they serve nobody, then one
 * after another from where the strategies would have fewest.
 *
 * @param staying Tasks that count, in order of their start.
 * @param hosts Of the cluster, in order of registration.
 */
export function leavingTasks(
  staying: readonly Task[],
  count: number,
  hosts: readonly ContainerInstance[],
  { strategies, group }: { strategies: readonly Strategy[]; group: string },
): Task[] {
  const leaving = staying.filter(({ lastStatus }) => lastStatus === "PENDING").slice(0, count);
  const left = new Set(staying.filter((task) => !leaving.includes(task)));
  while (leaving.length < count) {
    const occupied = hosts.map((host) => new Occupied(host, left)).filter((host) => host.tasksOf() > 0);
    const host = chooseLeaving(occupied, strategies, group)?.host;
    const task = [...left].findLast((one) => one.host === host);
    if (!task) break;
    left.delete(task);
    leaving.push(task);
  }
  return leaving;
}

/** A host as it will be when the tasks that leave are gone. */
class Occupied implements Host {
  private readonly tasks: number;

  constructor(
    readonly host: ContainerInstance,
    staying: ReadonlySet<Task>,
  ) {
    let tasks = 0;
    for (const task of host.tasks) if (staying.has(task)) tasks += 1;
    this.tasks = tasks;
  }

  get id(): string {
    return this.host.id;
  }

  get free() {
    return this.host.free;
  }

  attribute(name: string): string | undefined {
    return this.host.attribute(name);
  }

  usesPort(port: number): boolean {
    return this.host.usesPort(port);
  }

  tasksOf(): number {
    return this.tasks;
  }
}
