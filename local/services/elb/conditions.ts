import ipaddr from "ipaddr.js";
import type { Props } from "../../account/model";
import { get } from "../../account/paths";
import { objects, text, texts } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Request } from "./request";

/** How a pattern with wildcards is compared. */
interface Comparison {
  ignoresCase: boolean;
  /** Whether `\*` and `\?` stand for the characters themselves. */
  escapes?: boolean;
}

/**
 * Whether a request meets a condition of a listener's rule; one of several values is enough.
 *
 * Regular expressions are tried as JavaScript's, with case, anywhere in the text: AWS says only what they may not contain.
 *
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export function meets(request: Request, condition: Props): boolean {
  const { path, host = "", method = "GET", sourceIp } = request;
  if (has(condition, "pathPattern")) return matchesAny(condition, "pathPattern", path, { ignoresCase: false });
  if (has(condition, "hostHeader")) return matchesAny(condition, "hostHeader", host, { ignoresCase: true });
  if (has(condition, "httpRequestMethod")) return texts(condition, "httpRequestMethod.values[*]").includes(method);
  if (has(condition, "httpHeader")) return hasHeader(request, condition);
  if (has(condition, "sourceIp")) {
    return sourceIp !== undefined && texts(condition, "sourceIp.values[*]").some((block) => isWithin(sourceIp, block));
  }
  return hasQuery(request, condition);
}

function has(condition: Props, field: string): boolean {
  return isObject(get(condition, field));
}

/** A header that came several times is searched for a value that matches: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_HttpHeaderConditionConfig.html */
function hasHeader({ headers = {} }: Request, condition: Props): boolean {
  const came = headers[(text(condition, "httpHeader.httpHeaderName") ?? "").toLowerCase()] ?? [];
  const values = typeof came === "string" ? [came] : came;
  return values.some((value) => matchesAny(condition, "httpHeader", value, { ignoresCase: true }));
}

/** Compared as decoded text: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_QueryStringConditionConfig.html */
function hasQuery({ query = "" }: Request, condition: Props): boolean {
  const pairs = query.split("&").map((pair) => {
    const [key = "", ...value] = pair.split("=");
    return { key: decoded(key), value: decoded(value.join("=")) };
  });
  return objects(condition, "queryStrings").some((wanted) => {
    const key = text(wanted, "key");
    const comparison = { ignoresCase: true, escapes: true };
    const keys = key === undefined ? undefined : wildcard(key, comparison);
    const values = wildcard(text(wanted, "value") ?? "", comparison);
    return pairs.some((pair) => values.test(pair.value) && (keys?.test(pair.key) ?? true));
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray percent sign stands for itself.
    return part;
  }
}

function matchesAny(condition: Props, field: string, value: string, comparison: Comparison): boolean {
  const patterns = texts(condition, `${field}.values[*]`).map((pattern) => wildcard(pattern, comparison));
  const expressions = texts(condition, `${field}.regexValues[*]`).map((source) => new RegExp(source));
  return [...patterns, ...expressions].some((pattern) => pattern.test(value));
}

/** A pattern in which `*` stands for any characters, also none, and `?` for exactly one. */
function wildcard(pattern: string, { ignoresCase, escapes = false }: Comparison): RegExp {
  const source = pattern.replace(escapes ? /\\?\W/g : /\W/g, (part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    const literal = part === "\\*" || part === "\\?" ? part.slice(1) : part;
    return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, ignoresCase ? "is" : "s");
}

function isWithin(address: string, block: string): boolean {
  const [one, range] = [ipaddr.process(address), ipaddr.parseCIDR(block)];
  return one.kind() === range[0].kind() && one.match(range);
}
