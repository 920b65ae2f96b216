import { isObject } from "../../account/values";
import {
  type Check,
  fields,
  list,
  number,
  oneOf,
  orExpression,
  resourceArn,
  schemaError,
  template,
  text,
  variables,
  whole,
  yes,
} from "./schema";

/** The longest delay of a retry, in seconds, is shorter: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const MAX_DELAY = 31_622_400;

const common = { Type: text, Comment: text, QueryLanguage: oneOf("JSONata") };
const leavings = { Output: template(), Assign: variables() };
const onward = { Next: text, End: yes };
const handling = { Retry: list(retrier), Catch: list(catcher) };

/** What each type of state has: the required fields and the others. */
const STATES: Record<string, Check> = {
  Pass: fields({}, { ...common, ...leavings, ...onward }),
  Task: fields(
    { Resource: resourceArn },
    {
      ...common,
      ...leavings,
      ...onward,
      ...handling,
      Arguments: template(),
      TimeoutSeconds: orExpression(whole(1)),
      HeartbeatSeconds: orExpression(whole(1)),
    },
  ),
  Choice: fields({ Choices: list(rule, 1) }, { ...common, ...leavings, Default: text }),
  Wait: fields(
    {},
    {
      ...common,
      ...leavings,
      ...onward,
      Seconds: orExpression(whole(0)),
      Timestamp: orExpression(text),
    },
  ),
  Succeed: fields({}, { ...common, Output: template() }),
  Fail: fields({}, { ...common, Error: orExpression(text), Cause: orExpression(text) }),
  Parallel: fields(
    { Branches: list(states, 1) },
    { ...common, ...leavings, ...onward, ...handling, Arguments: template() },
  ),
  Map: fields(
    { ItemProcessor: processor },
    {
      ...common,
      ...leavings,
      ...onward,
      ...handling,
      Items: template(),
      ItemSelector: template(),
      MaxConcurrency: orExpression(whole(0)),
    },
  ),
};

/** One state. */
export const state: Check = (value, at, report) => {
  const type = isObject(value) ? value.Type : undefined;
  const check = typeof type === "string" && Object.hasOwn(STATES, type) ? STATES[type] : undefined;
  if (!isObject(value) || !check) {
    const known = Object.keys(STATES).join(", ");
    report(schemaError(`Type is ${JSON.stringify(type)}, expected one of ${known}`), at);
    return;
  }
  check(value, at, report);
  const isOne = (...names: string[]): boolean => names.filter((name) => name in value).length === 1;
  if (!["Choice", "Succeed", "Fail"].includes(String(type)) && !isOne("Next", "End")) {
    report(schemaError("Exactly one of the fields 'Next' and 'End' is required"), at);
  }
  if (type === "Wait" && !isOne("Seconds", "Timestamp")) {
    report(schemaError("Exactly one of the fields 'Seconds' and 'Timestamp' is required"), at);
  }
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = value;
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    report(schemaError("HeartbeatSeconds must be smaller than TimeoutSeconds"), at);
  }
};

function states(...[value, at, report]: Parameters<Check>): void {
  fields({ StartAt: text, States: allStates }, { Comment: text })(value, at, report);
}

function processor(...[value, at, report]: Parameters<Check>): void {
  const config = fields({}, { Mode: oneOf("INLINE") });
  fields({ StartAt: text, States: allStates }, { Comment: text, ProcessorConfig: config })(value, at, report);
}

/** The states of a machine or of a part of it, by their names. */
export function allStates(...[value, at, report]: Parameters<Check>): void {
  if (!isObject(value) || Object.keys(value).length === 0) {
    report(schemaError("Value is not an object with at least one state"), at);
    return;
  }
  for (const [name, one] of Object.entries(value)) {
    if (name.length > 80) report(schemaError("The name of a state has at most 80 characters"), `${at}/${name}`);
    state(one, `${at}/${name}`, report);
  }
}

function rule(...[value, at, report]: Parameters<Check>): void {
  const condition = orExpression((literal, where, tell) => {
    if (typeof literal !== "boolean") tell(schemaError("Value is not a boolean or an expression"), where);
  });
  fields({ Condition: condition, Next: text }, { ...leavings, Comment: text })(value, at, report);
}

function catcher(...[value, at, report]: Parameters<Check>): void {
  const own = { Output: template(true), Assign: variables(true), Comment: text };
  fields({ ErrorEquals: errorNames, Next: text }, own)(value, at, report);
}

function retrier(...[value, at, report]: Parameters<Check>): void {
  const optional = {
    IntervalSeconds: whole(1),
    MaxAttempts: whole(0),
    BackoffRate: number(1),
    MaxDelaySeconds: whole(1, MAX_DELAY - 1),
    JitterStrategy: oneOf("FULL", "NONE"),
    Comment: text,
  };
  fields({ ErrorEquals: errorNames }, optional)(value, at, report);
  const { IntervalSeconds: interval = 1, MaxDelaySeconds: most } = isObject(value) ? value : {};
  if (typeof most === "number" && typeof interval === "number" && most <= interval) {
    report(schemaError("MaxDelaySeconds must be greater than IntervalSeconds"), at);
  }
}

function errorNames(...[value, at, report]: Parameters<Check>): void {
  list(text, 1)(value, at, report);
  if (Array.isArray(value) && value.includes("States.ALL") && value.length > 1) {
    report(schemaError("'States.ALL' must be alone"), at);
  }
}
