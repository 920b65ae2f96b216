import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type Records,
  type Reference,
  type Rule,
} from "../../model";
import { given, number, objects, text, texts, undecided } from "../read";
import { byArn, LISTENER, LISTENER_RULE, TARGET_GROUP, targetGroupReference } from "./references";

/** What an action of each type says more of, by the input that holds it. */
const DETAILS: Record<string, string> = {
  "authenticate-cognito": "authenticateCognito",
  "authenticate-oidc": "authenticateOidc",
  "fixed-response": "fixedResponse",
  "jwt-validation": "jwtValidation",
  redirect: "redirect",
};

/** Types of actions that answer or pass on a request: exactly one, and the last one. */
const FINAL = ["forward", "redirect", "fixed-response"];

/** Types of actions that need the client's TLS connection to end at the load balancer. */
const SECURE = ["authenticate-cognito", "authenticate-oidc", "jwt-validation"];

/** Limits on the actions under an input: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html */
export function actionRules(input: string): Record<string, Rule> {
  const at = (path: string): string => `${input}[*].${path}`;
  return {
    [input]: { items: [1, Number.POSITIVE_INFINITY] },
    [at("type")]: { oneOf: ["forward", ...Object.keys(DETAILS)] },
    [at("order")]: { range: [1, 50000] },
    [at("fixedResponse.contentType")]: {
      oneOf: ["text/plain", "text/css", "text/html", "application/javascript", "application/json"],
    },
    [at("fixedResponse.messageBody")]: { length: [0, 1024] },
    [at("fixedResponse.statusCode")]: { pattern: /^[245]\d\d$/, is: "a status code 2XX, 4XX or 5XX" },
    [at("forward.targetGroups")]: { items: [1, 5] },
    [at("forward.targetGroups[*].weight")]: { range: [0, 999] },
    [at("forward.stickiness.duration")]: { range: [1, 604800] },
    [at("redirect.host")]: { length: [1, 128] },
    [at("redirect.path")]: { all: [{ length: [1, 128] }, { pattern: /^\//, is: 'a path that begins with "/"' }] },
    [at("redirect.port")]: { pattern: /^(#\{port\}|[1-9]\d{0,4})$/, is: "a port between 1 and 65535, or #{port}" },
    [at("redirect.protocol")]: { oneOf: ["HTTP", "HTTPS", "#{protocol}"] },
    [at("redirect.query")]: { length: [0, 128] },
    [at("redirect.statusCode")]: { oneOf: ["HTTP_301", "HTTP_302"] },
  };
}

/** References to the target groups that the actions under an input pass requests on to. */
export function actionReferences(input: string): Reference[] {
  return [`${input}[*].targetGroupArn`, `${input}[*].forward.targetGroups[*].arn`].map(targetGroupReference);
}

/** What is wrong with the actions under an input, taken together. */
export function checkActions(inputs: Props, input: string): CheckFailure[] {
  if (undecided(inputs, input)) return [];
  const actions = objects(inputs, input);
  const failures = actions.flatMap((action, i) => checkAction(action, `${input}[${i}]`));
  const types = [...actions].sort((one, other) => orderOf(one) - orderOf(other)).map((action) => text(action, "type"));
  if (types.length === 0 || types.includes(undefined)) return failures;
  const final = types.filter((type) => FINAL.includes(type ?? ""));
  if (final.length !== 1 || types.at(-1) !== final[0]) {
    const reason = `expected exactly one of ${FINAL.join(", ")}, as the last action, got ${types.join(", ")}`;
    return [...failures, { property: input, reason }];
  }
  return failures;
}

function orderOf(action: Props): number {
  return number(action, "order") ?? 0;
}

function checkAction(action: Props, property: string): CheckFailure[] {
  const type = text(action, "type") ?? "";
  const detail = DETAILS[type];
  if (detail !== undefined && !given(action, detail)) {
    return [{ property: `${property}.${detail}`, reason: `missing; required for an action of type ${type}` }];
  }
  if (type !== "forward") return [];
  if (!given(action, "targetGroupArn") && !given(action, "forward")) {
    return [{ property, reason: 'expected "targetGroupArn" or "forward" for an action of type forward, got neither' }];
  }
  const groups = objects(action, "forward.targetGroups");
  const single = text(action, "targetGroupArn");
  const differs = groups.length > 1 || groups.some((group) => (text(group, "arn") ?? single) !== single);
  return single !== undefined && differs
    ? [
        {
          property: `${property}.forward`,
          reason: 'names other target groups than "targetGroupArn"; give one of the two',
        },
      ]
    : [];
}

/** ARNs of the target groups that a listener or a rule passes requests on to. */
export function targetGroupsOf(record: Pick<AccountRecord, "inputs">): string[] {
  return ["defaultActions", "actions"].flatMap((input) => [
    ...texts(record.inputs, `${input}[*].targetGroupArn`),
    ...texts(record.inputs, `${input}[*].forward.targetGroups[*].arn`),
  ]);
}

/** ARNs of the load balancers that pass requests on to a target group: AWS allows one. */
export function loadBalancersOf(records: Records, targetGroupArn: string): string[] {
  const listeners = records.records(LISTENER).filter((listener) => targetGroupsOf(listener).includes(targetGroupArn));
  const rules = records.records(LISTENER_RULE).filter((rule) => targetGroupsOf(rule).includes(targetGroupArn));
  const parents = rules.flatMap((rule) => byArn(records, LISTENER, text(rule.inputs, "listenerArn")) ?? []);
  return [...new Set([...listeners, ...parents].flatMap(({ inputs }) => text(inputs, "loadBalancerArn") ?? []))].sort();
}

/** Refuses actions that do not fit the listener and its load balancer. */
export function verifyActions(
  { account, inputs }: Context,
  protocol: string,
  loadBalancer: AccountRecord | undefined,
): void {
  const types = ["defaultActions", "actions"].flatMap((input) => texts(inputs, `${input}[*].type`));
  const secure = types.find((type) => SECURE.includes(type));
  if (secure !== undefined && protocol !== "HTTPS") {
    throw new AwsError(
      "InvalidLoadBalancerAction",
      `Actions of type '${secure}' are supported only on HTTPS listeners, and this one is ${protocol}`,
    );
  }
  for (const arn of targetGroupsOf({ inputs })) {
    const group = byArn(account, TARGET_GROUP, arn);
    if (group && loadBalancer) requireFit(account, group, protocol, loadBalancer);
  }
}

/** Protocols of target groups that a listener of each protocol may pass requests on to. */
const COMPATIBLE: Record<string, readonly string[]> = {
  GENEVE: ["GENEVE"],
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  QUIC: ["QUIC", "TCP_QUIC"],
  TCP: ["TCP", "TCP_UDP", "TCP_QUIC"],
  TCP_QUIC: ["TCP_QUIC"],
  TCP_UDP: ["TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
};

function requireFit(records: Records, group: AccountRecord, protocol: string, loadBalancer: AccountRecord): void {
  const { arn, protocol: own, vpcId } = group.outputs;
  if (typeof own === "string" && !COMPATIBLE[protocol]?.includes(own)) {
    throw new AwsError(
      "IncompatibleProtocols",
      `The listener and its associated target group '${arn}' have incompatible protocols: ${protocol} and ${own}`,
    );
  }
  if (typeof vpcId === "string" && vpcId !== loadBalancer.outputs.vpcId) {
    throw new AwsError(
      "InvalidConfigurationRequest",
      `The target group '${arn}' is in ${vpcId}, but the load balancer '${loadBalancer.id}' is in ${loadBalancer.outputs.vpcId}`,
    );
  }
  const other = loadBalancersOf(records, String(arn)).find((one) => one !== loadBalancer.outputs.arn);
  if (other !== undefined) {
    throw new AwsError(
      "TargetGroupAssociationLimit",
      `The following target groups cannot be associated with more than one load balancer: ${arn}, which ${other} has`,
    );
  }
}

/** Lets target groups show which load balancer passes requests on to them. */
export function reportTargetGroups({ account, before, inputs }: Pick<Context, "account" | "before" | "inputs">): void {
  for (const arn of new Set([...targetGroupsOf({ inputs }), ...(before ? targetGroupsOf(before) : [])])) {
    const group = byArn(account, TARGET_GROUP, arn);
    if (group) group.outputs.loadBalancerArns = loadBalancersOf(account, arn);
  }
}
