import type * as pulumi from "@pulumi/pulumi";

/** A text that may not be known before something else exists. It goes into a definition as a value, never into an expression. */
export type Text = pulumi.Input<string>;

/** A state of the Amazon States Language, or a part of one. */
export type State = Readonly<Record<string, unknown>>;

/** States by name. */
export type States = Readonly<Record<string, State>>;

/** The definition of a state machine: states-language.net/spec.html, in JSONata. */
export interface StateMachineDefinition {
  Comment: string;
  QueryLanguage: "JSONata";
  StartAt: string;
  /** Seconds. */
  TimeoutSeconds: number;
  States: States;
}

/** What DynamoDB answers when the condition of a write does not hold. */
export const CONDITION_FAILED = "DynamoDB.ConditionalCheckFailedException";

/** Seconds that a call of AWS may take, a function's included. */
const CALL_SECONDS = 60;

/** An expression in JSONata. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

/** How often a task is tried again. */
export type Patience = "none" | "some" | "long";

/**
 * `some` gives up within half a minute: a release that cannot go on goes back. `long` is for going back: about five minutes.
 * What a condition says is never asked again: nothing is wrong then, but somebody else is there.
 */
const RETRIES: Record<Patience, State[]> = {
  none: [],
  some: [
    { ErrorEquals: [CONDITION_FAILED, "InvalidWeights"], MaxAttempts: 0 },
    { ErrorEquals: ["States.ALL"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 4 },
  ],
  long: [
    { ErrorEquals: [CONDITION_FAILED, "InvalidWeights"], MaxAttempts: 0 },
    { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 8, MaxDelaySeconds: 60 },
  ],
};

export interface TaskArgs {
  comment: string;
  /** ARN of an integration. */
  resource: string;
  args: unknown;
  /** Variables that are set when it succeeds. */
  assign?: Record<string, unknown>;
  next: string;
  patience: Patience;
  /**
   * Where it goes when it fails for good. States.ALL leaves out States.Runtime and States.DataLimitExceeded: those end the
   * execution at once, and the guard comes.
   */
  failed: Catcher;
  /** Where it goes when the condition of its write does not hold. Default: as with any other failure. */
  refused?: Catcher;
}

export interface Catcher {
  next: string;
  assign?: Record<string, unknown>;
}

/** A task with what every task has: a time-out, retries, and a way on for every error. */
export function task({ comment, resource, args, assign, next, patience, failed, refused }: TaskArgs): State {
  return {
    Comment: comment,
    Type: "Task",
    Resource: resource,
    Arguments: args,
    TimeoutSeconds: CALL_SECONDS,
    ...(assign && { Assign: assign }),
    ...(RETRIES[patience].length > 0 && { Retry: RETRIES[patience] }),
    Catch: [...(refused ? [catcher(CONDITION_FAILED, refused)] : []), catcher("States.ALL", failed)],
    Next: next,
  };
}

function catcher(error: string, { next, assign }: Catcher): State {
  return { ErrorEquals: [error], ...(assign && { Assign: assign }), Next: next };
}

/** Why a release fails, for whoever reads its end: a name, and a sentence in JSONata. */
export function reason(error: string, cause: string): Record<string, unknown> {
  return { reason: { error, cause: jsonata(cause) } };
}

/** The error that a catcher has caught, as a reason. */
export const CAUGHT = {
  reason: {
    error: jsonata("$states.errorOutput.Error"),
    cause: jsonata("$exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : 'AWS does not say why'"),
  },
};

/** @param seconds A number, or an expression. */
export function wait(comment: string, seconds: number | string, next: string, assign?: Record<string, unknown>): State {
  return { Comment: comment, Type: "Wait", Seconds: seconds, ...(assign && { Assign: assign }), Next: next };
}

/** One way out of a choice. */
export interface Rule {
  /** In JSONata. */
  when: string;
  next: string;
  assign?: Record<string, unknown>;
}

export function choice(comment: string, rules: readonly Rule[], otherwise: string): State {
  return {
    Comment: comment,
    Type: "Choice",
    Choices: rules.map(({ when, next, assign }) => ({
      Condition: jsonata(when),
      ...(assign && { Assign: assign }),
      Next: next,
    })),
    Default: otherwise,
  };
}

export function pass(comment: string, assign: Record<string, unknown>, next: string): State {
  return { Comment: comment, Type: "Pass", Assign: assign, Next: next };
}

export function fail(comment: string, error: string, cause: string): State {
  return { Comment: comment, Type: "Fail", Error: error, Cause: cause };
}
