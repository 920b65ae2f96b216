import type { PolicyResource } from "@pulumi/policy";
import { wasGiven } from "../given";
import { isObject } from "../json";
import { stackRule } from "../rule";
import {
  bucketNotification,
  eventTarget,
  functionEventInvokeConfig,
  lambdaFunction,
  lambdaPermission,
  schedule,
  snsTopicSubscription,
} from "../types";
import { UNKNOWN } from "../values";
import { asynchronousFunctions, type FunctionResource, functionsOf } from "./asynchronous";

const settings = {
  ofTargets: {
    type: "boolean",
    description: "Whether the targets of rules need a dead-letter queue too, for events that cannot be delivered.",
    default: false,
  },
} as const;

/** Whether a property holds a destination of failed events; one that is not known yet is one. */
function holds(resource: PolicyResource, property: string, value: unknown, ...path: string[]): boolean {
  if (!wasGiven(resource, property, value)) return false;
  const below = (object: unknown, key: string) => (isObject(object) ? object[key] : undefined);
  const found = path.reduce((object, key) => (object === UNKNOWN ? object : below(object, key)), value);
  return found === UNKNOWN || (typeof found === "string" && found !== "");
}

/** Refuses functions that lose the events which they fail at. */
export const eventsDeadLetter = stackRule(
  {
    name: "events-dead-letter",
    area: "events",
    description:
      "Checks that functions which are invoked without anybody waiting put failed events where somebody finds them.",
    why:
      "Of an event that a function fails at three times nothing is left: nobody waits for an answer, so nobody gets the error, and " +
      "what the event should have started does not happen.",
    severity: "medium",
    remediationSteps:
      "Make an SQS queue, and name it in the function's `deadLetterConfig.targetArn`, or better as `destinationConfig.onFailure` of " +
      "a FunctionEventInvokeConfig, whose messages say why it failed. Let the function's role send there. Watch the queue by an alarm.",
    settings,
  },
  [
    bucketNotification,
    eventTarget,
    functionEventInvokeConfig,
    lambdaFunction,
    lambdaPermission,
    schedule,
    snsTopicSubscription,
  ],
  (context) => {
    const { all, config, refuse, leaveOpen } = context;
    const functions = all(lambdaFunction);
    const withDestination = new Set<FunctionResource["resource"]>();
    let isOpen = false;
    for (const { resource, props } of all(functionEventInvokeConfig)) {
      if (!holds(resource, "destinationConfig", props.destinationConfig, "onFailure", "destination")) continue;
      const meant = functionsOf({ resource, property: "functionName", values: [props.functionName] }, functions);
      for (const one of meant) withDestination.add(one.resource);
      if (meant.length > 0 || props.functionName !== UNKNOWN) continue;
      // It may be any function's.
      leaveOpen(resource, "functionName");
      isOpen = true;
    }
    for (const [{ resource, props }, service] of asynchronousFunctions(context)) {
      if (withDestination.has(resource) || isOpen) continue;
      if (holds(resource, "deadLetterConfig", props.deadLetterConfig, "targetArn")) continue;
      refuse(resource, {
        property: "deadLetterConfig",
        so: `so an event of ${service} that the function fails at is lost after two more attempts`,
        allowed: "a queue or a topic for failed events is required",
        fix: "Set it, or destinationConfig.onFailure of a FunctionEventInvokeConfig.",
      });
    }
    if (!config.ofTargets) return;
    for (const { resource, props } of all(eventTarget)) {
      if (holds(resource, "deadLetterConfig", props.deadLetterConfig, "arn")) continue;
      refuse(resource, {
        property: "deadLetterConfig",
        so: "so an event that cannot be delivered is lost",
        allowed: "a queue is required",
        fix: "Set deadLetterConfig.arn.",
      });
    }
  },
);
