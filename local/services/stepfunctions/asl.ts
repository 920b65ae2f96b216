import type { Value } from "../../account/model";

/** What states give each other. */
export type Json = Value;

/** The longest that anything of a state takes, in seconds: docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const MOST_SECONDS = 99_999_999;

/** A state machine in the Amazon States Language, as far as it is modelled: states-language.net/spec.html */
export interface Machine extends States {
  QueryLanguage: "JSONata";
  Comment?: string;
  Version?: string;
  /** Seconds until an execution is timed out. Default: never. */
  TimeoutSeconds?: number;
}

/** States with the one that comes first: a machine, a branch of a Parallel state or what a Map state does with each item. */
export interface States {
  StartAt: string;
  States: Record<string, State>;
}

export type State = Pass | Task | Choice | Wait | Succeed | Fail | Parallel | MapState;

/** What a state leaves behind. */
export interface Leavings {
  Output?: Json;
  Assign?: Record<string, Json>;
}

interface Common {
  Comment?: string;
  QueryLanguage?: "JSONata";
}

interface Onward {
  Next?: string;
  End?: true;
}

/** States whose errors can be handled. */
interface Handling {
  Retry?: Retrier[];
  Catch?: Catcher[];
}

export interface Retrier {
  ErrorEquals: string[];
  /** Seconds before the first retry. Default: 1. */
  IntervalSeconds?: number;
  /** Default: 3. */
  MaxAttempts?: number;
  /** Default: 2. */
  BackoffRate?: number;
  /** Default: as long as it gets. */
  MaxDelaySeconds?: number;
  /** Default: NONE. */
  JitterStrategy?: "FULL" | "NONE";
  Comment?: string;
}

export interface Catcher extends Leavings {
  ErrorEquals: string[];
  Next: string;
  Comment?: string;
}

export interface ChoiceRule extends Leavings {
  Condition: Json;
  Next: string;
  Comment?: string;
}

export interface Pass extends Common, Leavings, Onward {
  Type: "Pass";
}

export interface Task extends Common, Leavings, Onward, Handling {
  Type: "Task";
  Resource: string;
  Arguments?: Json;
  TimeoutSeconds?: Json;
  HeartbeatSeconds?: Json;
}

export interface Choice extends Common, Leavings {
  Type: "Choice";
  Choices: ChoiceRule[];
  Default?: string;
}

export interface Wait extends Common, Leavings, Onward {
  Type: "Wait";
  Seconds?: Json;
  Timestamp?: string;
}

export interface Succeed extends Common {
  Type: "Succeed";
  Output?: Json;
}

export interface Fail extends Common {
  Type: "Fail";
  Error?: string;
  Cause?: string;
}

export interface Parallel extends Common, Leavings, Onward, Handling {
  Type: "Parallel";
  Arguments?: Json;
  Branches: States[];
}

/** A Map state whose items are in the execution itself. */
export interface MapState extends Common, Leavings, Onward, Handling {
  Type: "Map";
  Items?: Json;
  ItemSelector?: Json;
  ItemProcessor: States & { ProcessorConfig?: { Mode: "INLINE" } };
  MaxConcurrency?: Json;
}
