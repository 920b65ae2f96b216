/** A process of an application, as the load balancer sees it. */
export interface Target {
  /** The ARN of the task that it runs in. */
  task: string;
  /** On this machine. */
  port: number;
}

/** Which processes the target groups have, and whose turn it is. */
export class Targets {
  private readonly groups = new Map<string, Target[]>();
  private turn = 0;

  add(targetGroupArn: string, target: Target): void {
    this.groups.set(targetGroupArn, [...this.of(targetGroupArn), target]);
  }

  remove(task: string): void {
    for (const [arn, targets] of this.groups) {
      this.groups.set(
        arn,
        targets.filter((target) => target.task !== task),
      );
    }
  }

  of(targetGroupArn: string): readonly Target[] {
    return this.groups.get(targetGroupArn) ?? [];
  }

  /** The next target of a group in turn, or undefined where it has none. */
  next(targetGroupArn: string): Target | undefined {
    const targets = this.of(targetGroupArn);
    this.turn += 1;
    return targets[this.turn % targets.length];
  }
}
