import { parsedObject } from "../json";
import { on, resourceRule } from "../rule";
import { stateMachine } from "../types";
import { UNKNOWN } from "../values";

const settings = {
  maxTimeoutSeconds: {
    type: "integer",
    description: "How long an execution may take, in seconds: a day by default.",
    default: 86_400,
    minimum: 1,
    // The most that an execution of a Standard workflow takes: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    maximum: 31_536_000,
  },
} as const;

/** Refuses state machines whose executions nothing ends. */
export const eventsExecutionBounded = resourceRule(
  {
    name: "events-execution-bounded",
    area: "events",
    description: "Checks that executions of Standard state machines time out.",
    why:
      "Without `TimeoutSeconds` an execution that hangs, or that goes round a loop, goes on for a year, and what it holds, such as " +
      "a lock, it holds as long.",
    severity: "medium",
    remediationSteps:
      "Set `TimeoutSeconds` at the top of the definition to more than the longest execution that is meant.",
    settings,
  },
  [
    on(stateMachine, ({ type, definition }, { config, refuse }) => {
      // AWS ends an Express execution after five minutes by itself.
      if (type === UNKNOWN || type === "EXPRESS") return;
      const parsed = parsedObject(definition);
      if (!parsed) return;
      const seconds = parsed.TimeoutSeconds;
      if (typeof seconds === "number" && seconds <= config.maxTimeoutSeconds) return;
      refuse({
        property: "definition: TimeoutSeconds",
        given: seconds === undefined ? undefined : JSON.stringify(seconds),
        so: typeof seconds === "number" ? undefined : "so an execution may take a year",
        allowed: `at most ${config.maxTimeoutSeconds} is allowed`,
        fix: "Set it to more than the longest execution that is meant.",
      });
    }),
  ],
);
