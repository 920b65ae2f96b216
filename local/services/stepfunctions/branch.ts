import type { Caller } from "../../account/actions/caller";
import type { World } from "../world";
import type { Json } from "./asl";
import { RuntimeError } from "./errors";
import type { Bindings, Expressions } from "./expressions";
import type { Fiber } from "./fiber";
import type { History } from "./history";

/** Does what a task is for. Throws a {@link TaskError}, or an `AwsError` that is given the service's name. */
export type TaskHandler = (caller: Caller, args: Json) => Promise<Json> | Json;

/** Handlers by the ARN in a task's `Resource`, for example `arn:aws:states:::sns:publish`. */
export type TaskHandlers = Readonly<Record<string, TaskHandler>>;

/** What all branches of an execution share. */
export interface Run {
  world: World;
  arn: string;
  /** As whom the tasks call. */
  caller: Caller;
  tasks: TaskHandlers;
  expressions: Expressions;
  history: History;
  /** The fields of `$states.context` that stay. */
  context: { Execution: Record<string, Json>; StateMachine: Record<string, Json> };
}

/** The most bytes of a state's input or output, and of what one Assign stores: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MOST_BYTES = 256 * 1024;
/** The most bytes of all variables of an execution. */
const MOST_VARIABLE_BYTES = 10 * 1024 * 1024;

/** States that run one after the other: those of the machine itself, of a Parallel state's branch, or of a Map state's item. */
export class Branch {
  /** The newest event of this branch. */
  last: number;
  private own: Bindings = {};

  constructor(
    readonly run: Run,
    readonly fiber: Fiber,
    /** The branch in which the Parallel or Map state is; its variables are seen here, and not changed. */
    private readonly outer?: Branch,
    /** The item, of a Map state's. */
    readonly item?: { Index: number; Value: Json },
  ) {
    this.last = outer?.last ?? 0;
    this.item ??= outer?.item;
  }

  /** The variables that are seen here. */
  get variables(): Bindings {
    return { ...this.outer?.variables, ...this.own };
  }

  /** Stores variables: docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
  assign(variables: Bindings): void {
    requireSize(variables, MOST_BYTES, "The variables that the state assigns exceed");
    const own = { ...this.own, ...variables };
    requireSize(own, MOST_VARIABLE_BYTES, "The variables of the execution exceed");
    this.own = own;
  }

  /** Adds an event to the history. */
  record(type: string, details?: Record<string, Json>): number {
    this.last = this.run.history.add(type, this.last, details);
    return this.last;
  }
}

/** Throws States.DataLimitExceeded for what is too large as JSON, in UTF-8. @param exceeds Who does. */
export function requireSize(value: Json, most: number, exceeds: string): void {
  if (Buffer.byteLength(JSON.stringify(value)) <= most) return;
  throw new RuntimeError("States.DataLimitExceeded", `${exceeds} the maximum number of bytes service limit.`);
}

/** Throws States.DataLimitExceeded where a state's input, output or result is too large. */
export function requirePayload(value: Json, exceeds: string): void {
  requireSize(value, MOST_BYTES, exceeds);
}
