import type { Account } from "../account/account";
import { requireRunTask } from "../account/actions/runTask";
import type { AccountRecord } from "../account/model";
import { number, text } from "../account/types/read";
import { secondsBetween } from "../services/eventbridge/schedule";
import { EVENT_RULE, EVENT_TARGET, ruleName } from "../services/eventbridge/targets";
import type { SiteTask, SiteTasks } from "./siteTasks";

export interface ScheduleOptions {
  account: Account;
  region: string;
  tasks: SiteTasks;
  onLine: (source: string, line: string) => void;
}

/** The stack's rules on a schedule, by the clock on the wall. */
export class Schedule {
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: ScheduleOptions) {}

  /** @throws AwsError `UnsupportedOperation` for a rule whose schedule is not modelled */
  start(): void {
    for (const rule of this.options.account.records(EVENT_RULE)) {
      const expression = text(rule.inputs, "scheduleExpression");
      if (expression === undefined || text(rule.outputs, "state") === "DISABLED") continue;
      const seconds = secondsBetween(rule.id, expression);
      this.timers.push(setInterval(() => void this.run(rule), seconds * 1000));
    }
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
  }

  /** Runs a rule's targets now, and returns the tasks. What fails is told, and the schedule goes on. */
  async run(rule: AccountRecord): Promise<SiteTask[]> {
    const started: SiteTask[] = [];
    const { account, region, tasks, onLine } = this.options;
    const name = ruleName(rule);
    for (const { inputs } of account.records(EVENT_TARGET)) {
      if (text(inputs, "rule") !== name) continue;
      const taskDefinition = text(inputs, "ecsTarget.taskDefinitionArn") ?? "";
      try {
        const caller = { principal: text(inputs, "roleArn") ?? "", region };
        requireRunTask(account, caller, { cluster: text(inputs, "arn") ?? "", taskDefinition });
        const count = number(inputs, "ecsTarget.taskCount") ?? 1;
        for (let i = 0; i < count; i += 1) started.push(await tasks.start(taskDefinition));
        onLine(`rule:${name}`, `runs ${count} × ${taskDefinition}`);
      } catch (error) {
        onLine(`rule:${name}`, `fails: ${(error as Error).message}`);
      }
    }
    return started;
  }
}
