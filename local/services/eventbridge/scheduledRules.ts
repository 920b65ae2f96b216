import { requireRunTask } from "../../account/actions/runTask";
import { type AccountRecord, AwsError } from "../../account/model";
import { number, text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import type { RunTask, RunTaskResult } from "../ecs/standalone";
import type { Timer } from "../kernel/simulation";
import type { World } from "../world";
import { secondsBetween } from "./schedule";
import { EVENT_RULE, invokeTargets, ruleName } from "./targets";

/** Properties of a rule that change when it runs. */
const TIMING: ReadonlySet<string> = new Set(["state", "scheduleExpression"]);

/** What runs tasks. */
export interface TaskRunner {
  runTask(request: RunTask): RunTaskResult;
}

/**
 * EventBridge's rules on a schedule, with ECS tasks as targets. A rule runs when its time has passed for the first time, and
 * again each time; one that is switched off and on again begins anew. (AWS says only that a rate "starts when you create the
 * rule".) What fails is counted and told, and not tried again.
 *
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html and eb-monitoring.html
 */
export class ScheduledRules {
  private readonly timers = new Map<AccountRecord, Timer>();

  /** @throws AwsError `UnsupportedOperation` for a deployed rule whose schedule is not modelled */
  constructor(
    private readonly world: World,
    private readonly runner: TaskRunner,
    private readonly metrics: MetricSink,
  ) {
    for (const record of world.records(EVENT_RULE)) this.schedule(record);
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== EVENT_RULE) return;
      if (change === "created") this.schedule(record);
      else this.cancel(record);
    });
    world.bus.subscribe("change", ({ record, name }) => {
      if (record.type === EVENT_RULE && TIMING.has(name)) this.schedule(record);
    });
  }

  private schedule(record: AccountRecord): void {
    this.cancel(record);
    const expression = text(record.inputs, "scheduleExpression");
    if (expression === undefined || text(record.outputs, "state") === "DISABLED") return;
    const seconds = secondsBetween(ruleName(record), expression);
    const again = () => {
      const timer = this.world.simulation.after(seconds, () => {
        again();
        invokeTargets(this.world, this.metrics, record, (target) => this.invoke(target));
      });
      this.timers.set(record, timer);
    };
    again();
  }

  private cancel(record: AccountRecord): void {
    this.timers.get(record)?.cancel();
    this.timers.delete(record);
  }

  /** Runs a target's tasks by its role. Returns why some could not be run. */
  private invoke({ inputs }: AccountRecord): string[] {
    const { account, region } = this.world;
    const taskDefinition = text(inputs, "ecsTarget.taskDefinitionArn");
    if (taskDefinition === undefined) return ["only ECS tasks are modelled as targets of a schedule"];
    const cluster = text(inputs, "arn") ?? "";
    const count = number(inputs, "ecsTarget.taskCount") ?? 1;
    try {
      requireRunTask(account, { principal: text(inputs, "roleArn") ?? "", region }, { cluster, taskDefinition });
      const { failures } = this.runner.runTask({ cluster, taskDefinition, count });
      return failures.map(({ reason }) => reason);
    } catch (error) {
      if (!(error instanceof AwsError) && !/^[A-Z]\w+Exception: /.test((error as Error).message)) throw error;
      return [(error as Error).message];
    }
  }
}
