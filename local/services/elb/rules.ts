import ipaddr from "ipaddr.js";
import type { AccountRecord, Props } from "../../account/model";
import { get } from "../../account/paths";
import { number, objects, text, texts } from "../../account/types/read";
import { isObject } from "../../account/values";

/** What a load balancer knows of a request when it decides what to do with it. */
export interface Request {
  /** With its leading slash, without the query. */
  path: string;
  /** Default: nothing that a rule could name. */
  host?: string;
  /** Default: GET. */
  method?: string;
  /** By name, in lower case. */
  headers?: Readonly<Record<string, string>>;
  query?: readonly (readonly [key: string, value: string])[];
  sourceIp?: string;
}

/** What is done with a request in the end. */
export type Action =
  | { kind: "forward"; targetGroups: readonly WeightedTargetGroup[] }
  | { kind: "fixed-response"; statusCode: number; contentType: string; body: string }
  | { kind: "redirect"; statusCode: number; location: Readonly<Record<RedirectPart, string>> };

export interface WeightedTargetGroup {
  arn: string;
  weight: number;
}

type RedirectPart = "protocol" | "host" | "port" | "path" | "query";

/** A redirect keeps every part that it does not change: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html */
const KEPT: Record<RedirectPart, string> = {
  protocol: "#{protocol}",
  host: "#{host}",
  port: "#{port}",
  path: "/#{path}",
  query: "#{query}",
};

/**
 * What a listener does with a request: the action of the first rule, in order of priority, all of whose conditions it meets,
 * else the default action: docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 *
 * @param rules The listener's own rules, in any order.
 */
export function actionFor(request: Request, listener: AccountRecord, rules: readonly AccountRecord[]): Action {
  const first = inOrder(rules).find(({ inputs }) => objects(inputs, "conditions").every((one) => meets(request, one)));
  return first
    ? finalAction(objects(first.inputs, "actions"))
    : finalAction(objects(listener.inputs, "defaultActions"));
}

function inOrder(rules: readonly AccountRecord[]): AccountRecord[] {
  const priority = ({ outputs }: AccountRecord) => number(outputs, "priority") ?? Number.POSITIVE_INFINITY;
  return rules.toSorted((one, other) => priority(one) - priority(other));
}

/** Authentication comes before the action that answers; everybody here is signed in. */
function finalAction(actions: readonly Props[]): Action {
  for (const action of actions) {
    const type = text(action, "type");
    if (type === "forward") return { kind: "forward", targetGroups: targetGroupsOf(action) };
    if (type === "fixed-response") {
      return {
        kind: "fixed-response",
        statusCode: Number(text(action, "fixedResponse.statusCode") ?? 200),
        contentType: text(action, "fixedResponse.contentType") ?? "text/plain",
        body: text(action, "fixedResponse.messageBody") ?? "",
      };
    }
    if (type === "redirect") {
      const parts = Object.keys(KEPT) as RedirectPart[];
      const location = parts.map((part) => [part, text(action, `redirect.${part}`) ?? KEPT[part]]);
      return {
        kind: "redirect",
        statusCode: text(action, "redirect.statusCode") === "HTTP_301" ? 301 : 302,
        location: Object.fromEntries(location) as Record<RedirectPart, string>,
      };
    }
  }
  throw new Error("A listener's actions end in none that answers or forwards; the account refuses such a listener.");
}

function targetGroupsOf(action: Props): WeightedTargetGroup[] {
  const groups = objects(action, "forward.targetGroups").map((group) => ({
    arn: text(group, "arn") ?? "",
    weight: number(group, "weight") ?? 1,
  }));
  if (groups.length > 0) return groups;
  return [{ arn: text(action, "targetGroupArn") ?? "", weight: 1 }];
}

/** docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
function meets(request: Request, condition: Props): boolean {
  const { path, host = "", method = "GET", headers = {}, query = [], sourceIp } = request;
  if (has(condition, "pathPattern")) return matchesAny(condition, "pathPattern", path, false);
  if (has(condition, "hostHeader")) return matchesAny(condition, "hostHeader", host, true);
  if (has(condition, "httpRequestMethod")) return texts(condition, "httpRequestMethod.values[*]").includes(method);
  if (has(condition, "httpHeader")) {
    const value = headers[(text(condition, "httpHeader.httpHeaderName") ?? "").toLowerCase()];
    return value !== undefined && matchesAny(condition, "httpHeader", value, true);
  }
  if (has(condition, "sourceIp")) {
    return sourceIp !== undefined && texts(condition, "sourceIp.values[*]").some((block) => isWithin(sourceIp, block));
  }
  return objects(condition, "queryStrings").some((wanted) =>
    query.some(
      ([key, value]) =>
        wildcard(text(wanted, "value") ?? "", true).test(value) &&
        (text(wanted, "key") === undefined || wildcard(text(wanted, "key") ?? "", true).test(key)),
    ),
  );
}

function has(condition: Props, field: string): boolean {
  return isObject(get(condition, field));
}

function matchesAny(condition: Props, field: string, value: string, ignoresCase: boolean): boolean {
  const patterns = texts(condition, `${field}.values[*]`).map((pattern) => wildcard(pattern, ignoresCase));
  const expressions = texts(condition, `${field}.regexValues[*]`).map((source) => new RegExp(source));
  return [...patterns, ...expressions].some((pattern) => pattern.test(value));
}

/** A pattern in which `*` stands for any characters and `?` for exactly one. */
function wildcard(pattern: string, ignoresCase: boolean): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, ignoresCase ? "is" : "s");
}

function isWithin(address: string, block: string): boolean {
  const [one, range] = [ipaddr.parse(address), ipaddr.parseCIDR(block)];
  return one.kind() === range[0].kind() && one.match(range);
}
