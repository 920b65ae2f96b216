import type { ExecutionStatus } from "../events";
import type { World } from "../world";
import type { Json, Machine } from "./asl";
import { Branch, type TaskHandlers } from "./branch";
import { StateError } from "./errors";
import { Expressions } from "./expressions";
import { Fiber } from "./fiber";
import { History } from "./history";
import { runStates } from "./interpreter";
import { isoTime } from "./visit";

/** What an execution begins with; a later change of its machine does not touch it. */
export interface Beginning {
  arn: string;
  name: string;
  stateMachineArn: string;
  stateMachineName: string;
  roleArn: string;
  machine: Machine;
  /** JSON text. */
  input: string;
}

/** How an execution ends. */
export interface Ending {
  status: Exclude<ExecutionStatus, "RUNNING">;
  /** JSON text. */
  output?: string;
  error?: string;
  cause?: string;
}

/** One execution of a state machine. */
export class Execution {
  readonly startedAt: number;
  readonly history: History;
  status: ExecutionStatus = "RUNNING";
  /** Seconds of virtual time. */
  stoppedAt: number | undefined;
  ending: Ending | undefined;
  private readonly fiber: Fiber;

  /** Starts it. @param ended Called when it has ended. */
  constructor(
    private readonly world: World,
    readonly beginning: Beginning,
    tasks: TaskHandlers,
    private readonly ended: (execution: Execution) => void,
  ) {
    const { simulation } = world;
    this.startedAt = simulation.now;
    this.history = new History(() => simulation.now);
    const { roleArn, input, machine } = beginning;
    this.history.add("ExecutionStarted", 0, { input, inputDetails: { truncated: false }, roleArn });
    this.tell();
    const limit = machine.TimeoutSeconds;
    if (limit !== undefined) simulation.after(limit, () => this.end({ status: "TIMED_OUT" }));
    this.fiber = Fiber.start(simulation, async (fiber) => {
      // So that nothing happens in it before its start is answered.
      await undefined;
      await this.run(fiber, tasks);
    });
  }

  /** Ends it at once, whatever it does; without effect where it has ended. A task that is on its way is not called back. */
  end(ending: Ending): void {
    if (this.status !== "RUNNING") return;
    const { status, output, error, cause } = ending;
    this.status = status;
    this.ending = ending;
    this.stoppedAt = this.world.simulation.now;
    const isCutOff = status === "ABORTED" || status === "TIMED_OUT";
    this.history.end(ENDS[status], isCutOff ? 0 : this.history.last, {
      ...(output !== undefined && { output, outputDetails: { truncated: false } }),
      // Only the history names this error: DescribeExecution has none for it.
      ...(status === "TIMED_OUT" ? { error: "States.Timeout" } : error !== undefined && { error }),
      ...(cause !== undefined && { cause }),
    });
    this.fiber.interrupt();
    this.tell();
    this.ended(this);
  }

  private async run(fiber: Fiber, tasks: TaskHandlers): Promise<void> {
    const { beginning, world } = this;
    const { arn, name, stateMachineArn, stateMachineName, roleArn, machine } = beginning;
    const input = JSON.parse(beginning.input) as Json;
    const StartTime = isoTime(this.startedAt);
    const branch = new Branch(
      {
        world,
        arn,
        caller: { principal: roleArn, region: world.region },
        tasks,
        expressions: new Expressions(world.simulation, arn),
        history: this.history,
        context: {
          Execution: { Id: arn, Input: input, Name: name, RoleArn: roleArn, StartTime, RedriveCount: 0 },
          StateMachine: { Id: stateMachineArn, Name: stateMachineName },
        },
      },
      fiber,
    );
    branch.last = this.history.last;
    try {
      const output = await runStates(branch, machine, input);
      this.end({ status: "SUCCEEDED", output: JSON.stringify(output) });
    } catch (thrown) {
      if (!(thrown instanceof StateError)) throw thrown;
      const { error, cause } = thrown;
      this.end({ status: "FAILED", ...(error !== "" && { error }), ...(cause !== "" && { cause }) });
    }
  }

  private tell(): void {
    const { status, beginning, startedAt, stoppedAt, ending } = this;
    const { arn, stateMachineArn, name, input } = beginning;
    this.world.bus.publish("execution", {
      executionArn: arn,
      stateMachineArn,
      name,
      status,
      startedAt,
      ...(stoppedAt !== undefined && { stoppedAt }),
      ...(ending?.error !== undefined && { error: ending.error }),
      ...(ending?.cause !== undefined && { cause: ending.cause }),
      input,
      ...(ending?.output !== undefined && { output: ending.output }),
    });
  }
}

const ENDS = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
} as const;
