import { dependenciesOf } from "../given";
import { type Reference, referredTo } from "../references";
import type { StackContext, StackResource } from "../rule";
import {
  bucketNotification,
  eventTarget,
  lambdaFunction,
  lambdaPermission,
  schedule,
  snsTopicSubscription,
} from "../types";
import { isKnown, items, type Seen, UNKNOWN } from "../values";

type Context = Pick<StackContext<unknown>, "all" | "leaveOpen">;
type Text = Seen<string> | null | undefined;

export type FunctionResource = StackResource<NonNullable<(typeof lambdaFunction)["props"]>>;

/** Services that hand an event over and do not wait: docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
const HANDS_OVER: ReadonlyMap<unknown, string> = new Map([
  ["events.amazonaws.com", "EventBridge"],
  ["sns.amazonaws.com", "SNS"],
  ["s3.amazonaws.com", "S3"],
  ["ses.amazonaws.com", "SES"],
  ["config.amazonaws.com", "Config"],
  ["codecommit.amazonaws.com", "CodeCommit"],
  ["logs.amazonaws.com", "CloudWatch Logs"],
  ["iot.amazonaws.com", "IoT"],
]);

/** CloudWatch Logs has a principal in each region besides. */
function regionless(principal: unknown): unknown {
  return typeof principal === "string" ? principal.replace(/^logs\..+\.amazonaws/, "logs.amazonaws") : principal;
}

/** What invokes functions and does not wait for them. */
interface Invoker extends Reference {
  service: string;
}

/** The function's name in an ARN, of a version or an alias too; any other text as it is. */
function functionName(value: Text): Text {
  if (typeof value !== "string") return value;
  return /(?:^|:)function:([^:]+)/.exec(value)?.[1] ?? value.split(":")[0] ?? value;
}

function invokersOf({ all, leaveOpen }: Context): Invoker[] {
  const targets = all(eventTarget).map(({ resource, props }) => ({
    resource,
    property: "arn",
    values: [props.arn as Text],
    service: "EventBridge",
  }));
  const schedules = all(schedule).map(({ resource, props }) => ({
    resource,
    property: "target",
    values: [(isKnown(props.target) ? props.target.arn : props.target) as Text],
    service: "EventBridge Scheduler",
  }));
  const subscriptions = all(snsTopicSubscription).flatMap(({ resource, props }) => {
    if (props.protocol === UNKNOWN) leaveOpen(resource, "protocol");
    if (props.protocol !== "lambda") return [];
    return [{ resource, property: "endpoint", values: [props.endpoint as Text], service: "SNS" }];
  });
  const notifications = all(bucketNotification).map(({ resource, props }) => ({
    resource,
    property: "lambdaFunctions",
    values: items(props.lambdaFunctions).map(([, one]): Text => one.lambdaFunctionArn),
    service: "S3",
  }));
  const permissions = all(lambdaPermission).flatMap(({ resource, props }) => {
    if (props.principal === UNKNOWN) leaveOpen(resource, "principal");
    const service = HANDS_OVER.get(regionless(props.principal));
    return service === undefined ? [] : [{ resource, property: "function", values: [props.function as Text], service }];
  });
  return [...targets, ...schedules, ...subscriptions, ...notifications, ...permissions];
}

/** The functions that a reference means, by name or ARN, or by what it depends on. */
export function functionsOf(reference: Reference, functions: readonly FunctionResource[]): FunctionResource[] {
  const values = reference.values.map(functionName);
  return referredTo({ ...reference, values }, functions, ({ props }) => [props.name]);
}

/** The functions that something invokes without waiting for them, and what that is. */
export function asynchronousFunctions(context: Context): Map<FunctionResource, string> {
  const functions = context.all(lambdaFunction);
  const found = new Map<FunctionResource, string>();
  for (const invoker of invokersOf(context)) {
    const meant = functionsOf(invoker, functions);
    for (const one of meant) if (!found.has(one)) found.set(one, invoker.service);
    const isOpen = meant.length === 0 && invoker.values.includes(UNKNOWN);
    if (isOpen && dependsOnFunction(invoker, functions)) context.leaveOpen(invoker.resource, invoker.property);
  }
  return found;
}

/** Whether a property comes from a function at all: a rule has other targets besides. */
function dependsOnFunction({ resource, property }: Reference, functions: readonly FunctionResource[]): boolean {
  const urns = dependenciesOf(resource, property);
  return functions.some((one) => urns.includes(one.resource.urn));
}
