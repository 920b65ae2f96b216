import { type Caller, requireAllowed } from "../../account/actions/caller";
import { fieldsOf, flag, requiredText } from "../../account/actions/input";
import { type AccountRecord, AwsError } from "../../account/model";
import { text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import type { MetricSink } from "../cloudwatch/metricSink";
import type { World } from "../world";
import { type Answer, described, epoch, eventDescribed, listed, machineDescribed, pageOf } from "./answers";
import type { Json } from "./asl";
import type { TaskHandlers } from "./branch";
import { Execution } from "./execution";
import { countExecution } from "./executionMetrics";
import { readDefinition } from "./readDefinition";
import { inputOf, RETENTION, requireArn, requireName, shortText } from "./starting";

export const STATE_MACHINE = "aws:sfn/stateMachine:StateMachine";

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"];

/**
 * Step Functions, as far as it is standard state machines in JSONata. Every operation takes the input of AWS's API and gives its
 * output, with times in seconds since 1970: docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html
 */
export class StateMachines {
  /** In order of their start. */
  private executions: Execution[] = [];

  /**
   * @param tasks What tasks do, by their Resource. A machine with another one cannot be started.
   * @param metrics Default: nobody reads them.
   */
  constructor(
    private readonly world: World,
    private readonly tasks: TaskHandlers,
    private readonly metrics: MetricSink = { put: () => {} },
  ) {}

  /**
   * StartExecution. It runs the definition that the machine has now, as the role that it has now.
   *
   * @throws AwsError `ExecutionAlreadyExists`, `InvalidArn`, `InvalidDefinition`, `InvalidExecutionInput`, `InvalidName`,
   *   `StateMachineDoesNotExist`, `AccessDeniedException`; `UnsupportedOperation` for what is not modelled
   */
  start(caller: Caller, given: unknown): Answer {
    const fields = fieldsOf(given);
    const record = this.machine(caller, requiredText(fields, "stateMachineArn"), "StartExecution");
    const stateMachineArn = String(record.outputs.arn);
    const input = inputOf(fields);
    const name = text(fields, "name") ?? uuid((digits) => this.world.hex(digits));
    requireName(name);
    const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
    const known = this.remembered().find(({ beginning }) => beginning.arn === arn);
    if (known && (known.status !== "RUNNING" || known.beginning.input !== input)) {
      throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    }
    const execution = known ?? this.begin(record, { arn, name, stateMachineArn, input });
    return { executionArn: arn, startDate: epoch(execution.startedAt) };
  }

  /** Starts a machine, as a rule's target does. Returns why it could not, or nothing. @param roleArn By whose rights. */
  startBy(roleArn: string, stateMachineArn: string, input: Json): string[] {
    try {
      const caller = { principal: roleArn, region: this.world.region };
      this.start(caller, { stateMachineArn, input: JSON.stringify(input) });
      return [];
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return [error.message];
    }
  }

  /** DescribeExecution. @throws AwsError `ExecutionDoesNotExist`, `InvalidArn`, `AccessDeniedException` */
  describe(caller: Caller, given: unknown): Answer {
    return described(this.execution(caller, requiredText(fieldsOf(given), "executionArn"), "DescribeExecution"));
  }

  /** DescribeStateMachine. @throws AwsError `StateMachineDoesNotExist`, `InvalidArn`, `AccessDeniedException` */
  describeStateMachine(caller: Caller, given: unknown): Answer {
    const arn = requiredText(fieldsOf(given), "stateMachineArn");
    return machineDescribed(this.machine(caller, arn, "DescribeStateMachine"));
  }

  /** ListExecutions, the newest first. @throws AwsError `InvalidToken`, `StateMachineDoesNotExist`, `ValidationException`, … */
  list(caller: Caller, given: unknown): Answer {
    const fields = fieldsOf(given);
    const record = this.machine(caller, requiredText(fields, "stateMachineArn"), "ListExecutions");
    const filter = text(fields, "statusFilter");
    if (filter !== undefined && !STATUSES.includes(filter)) {
      throw new AwsError(
        "ValidationException",
        `1 validation error detected: Value '${filter}' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [${STATUSES.join(", ")}]`,
      );
    }
    const own = this.remembered().filter(({ beginning }) => beginning.stateMachineArn === record.outputs.arn);
    const isAsked = ({ status }: Execution): boolean => filter === undefined || status === filter;
    const { items, nextToken } = pageOf(own.reverse(), fields, ({ beginning }) => beginning.arn, isAsked);
    return { executions: items.map(listed), ...(nextToken !== undefined && { nextToken }) };
  }

  /** StopExecution; what has ended stays as it is. @throws AwsError `ExecutionDoesNotExist`, `InvalidArn`, `AccessDeniedException` */
  stop(caller: Caller, given: unknown): Answer {
    const fields = fieldsOf(given);
    const execution = this.execution(caller, requiredText(fields, "executionArn"), "StopExecution");
    const error = shortText(fields, "error", 256);
    const cause = shortText(fields, "cause", 32_768);
    execution.end({ status: "ABORTED", ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
    return { stopDate: epoch(execution.stoppedAt ?? this.world.simulation.now) };
  }

  /** GetExecutionHistory. @throws AwsError `ExecutionDoesNotExist`, `InvalidArn`, `InvalidToken`, `AccessDeniedException` */
  history(caller: Caller, given: unknown): Answer {
    const fields = fieldsOf(given);
    const { history } = this.execution(caller, requiredText(fields, "executionArn"), "GetExecutionHistory");
    const events = flag(fields, "reverseOrder") ? [...history.events].reverse() : history.events;
    const { items, nextToken } = pageOf(events, fields, ({ id }) => String(id));
    const withData = fields.includeExecutionData !== false;
    return {
      events: items.map((event) => eventDescribed(event, withData)),
      ...(nextToken !== undefined && { nextToken }),
    };
  }

  private begin(
    { inputs }: AccountRecord,
    naming: { arn: string; name: string; stateMachineArn: string; input: string },
  ): Execution {
    const type = text(inputs, "type") ?? "STANDARD";
    if (type !== "STANDARD") {
      throw new AwsError(
        "UnsupportedOperation",
        `State machines of type ${type} are not modelled, only STANDARD ones.`,
      );
    }
    const machine = readDefinition(text(inputs, "definition") ?? "", Object.keys(this.tasks));
    const roleArn = text(inputs, "roleArn") ?? "";
    const stateMachineName = naming.stateMachineArn.split(":").pop() ?? "";
    const count = (execution: Execution): void => countExecution(this.metrics, this.world.simulation.now, execution);
    const execution = new Execution(this.world, { ...naming, stateMachineName, roleArn, machine }, this.tasks, count);
    this.executions.push(execution);
    count(execution);
    return execution;
  }

  /** Those that Step Functions still knows. */
  private remembered(): Execution[] {
    const { now } = this.world.simulation;
    this.executions = this.executions.filter(({ stoppedAt }) => stoppedAt === undefined || now < stoppedAt + RETENTION);
    return [...this.executions];
  }

  private machine(caller: Caller, arn: string, operation: string): AccountRecord {
    requireArn(arn, "stateMachine");
    requireAllowed(this.world.account, caller, { action: `states:${operation}`, resource: arn });
    const record = this.world.records(STATE_MACHINE).find(({ outputs }) => outputs.arn === arn);
    if (!record) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return record;
  }

  private execution(caller: Caller, arn: string, operation: string): Execution {
    requireArn(arn, "execution");
    requireAllowed(this.world.account, caller, { action: `states:${operation}`, resource: arn });
    const execution = this.remembered().find(({ beginning }) => beginning.arn === arn);
    if (!execution) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return execution;
  }
}
