import type { CheckFailure, Props } from "../../model";
import { given, number, text, undecided } from "../read";

/** What is wrong with a target group's inputs, taken together. */
export function checkTargetGroup(inputs: Props): CheckFailure[] {
  return [...byTargetType(inputs), ...byProtocol(inputs), ...healthCheck(inputs), ...stickiness(inputs)];
}

/** A target group has a port, a protocol and a VPC, unless its target is a Lambda function. */
function byTargetType(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "targetType")) return [];
  const type = text(inputs, "targetType") ?? "instance";
  const properties = ["port", "protocol", "vpcId"];
  return type === "lambda"
    ? [...properties, "protocolVersion"]
        .filter((property) => given(inputs, property))
        .map((property) => ({ property, reason: 'may not be given when "targetType" is "lambda"' }))
    : properties
        .filter((property) => !given(inputs, property))
        .map((property) => ({ property, reason: `missing; required when "targetType" is "${type}"` }));
}

function byProtocol(inputs: Props): CheckFailure[] {
  const protocol = text(inputs, "protocol");
  if (protocol === undefined) return [];
  const isHttp = protocol === "HTTP" || protocol === "HTTPS";
  const onlyHttp = ["protocolVersion", "loadBalancingAlgorithmType", "loadBalancingAnomalyMitigation"];
  return isHttp
    ? []
    : onlyHttp
        .filter((property) => given(inputs, property))
        .map((property) => ({ property, reason: `may not be given when "protocol" is "${protocol}"` }));
}

function healthCheck(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const interval = number(inputs, "healthCheck.interval") ?? 30;
  const timeout = number(inputs, "healthCheck.timeout");
  if (timeout !== undefined && timeout >= interval && !undecided(inputs, "healthCheck.interval")) {
    failures.push({
      property: "healthCheck.timeout",
      reason: `Health check interval must be greater than the timeout, got ${interval} s and ${timeout} s`,
    });
  }
  if (text(inputs, "healthCheck.protocol") === "TCP") {
    for (const property of ["healthCheck.matcher", "healthCheck.path"]) {
      if (given(inputs, property)) failures.push({ property, reason: "may not be given for a TCP health check" });
    }
    if (text(inputs, "protocol")?.startsWith("HTTP") || text(inputs, "targetType") === "lambda") {
      failures.push({ property: "healthCheck.protocol", reason: "may not be TCP for targets that answer HTTP" });
    }
  }
  if (inputs.targetType !== "lambda" && !undecided(inputs, "targetType")) {
    if (given(inputs, "healthCheck") && enabled(inputs) === false) {
      failures.push({ property: "healthCheck.enabled", reason: 'may be false only when "targetType" is "lambda"' });
    }
  }
  const matcher = text(inputs, "healthCheck.matcher");
  const problem =
    matcher === undefined ? undefined : matcherProblem(matcher, text(inputs, "protocolVersion") === "GRPC");
  return problem === undefined ? failures : [...failures, { property: "healthCheck.matcher", reason: problem }];
}

function enabled(inputs: Props): unknown {
  const { healthCheck: block } = inputs;
  return typeof block === "object" && block !== null && !Array.isArray(block) ? block.enabled : undefined;
}

/** Success codes: numbers and ranges of them, such as `200,202` or `200-299`. */
function matcherProblem(matcher: string, grpc: boolean): string | undefined {
  const [min, max] = grpc ? [0, 99] : [200, 499];
  const numbers = matcher.split(/[,-]/).map(Number);
  const inOrder = matcher.split(",").every((part) => {
    const [from = Number.NaN, to = from] = part.split("-").map(Number);
    return from <= to;
  });
  const fits = /^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(matcher) && numbers.every((code) => code >= min && code <= max);
  return fits && inOrder
    ? undefined
    : `expected codes between ${min} and ${max} or ranges of them, such as ${grpc ? "0-99" : "200,202 or 200-299"}, got "${matcher}"`;
}

function stickiness(inputs: Props): CheckFailure[] {
  const type = text(inputs, "stickiness.type");
  if (!given(inputs, "stickiness") || undecided(inputs, "stickiness")) return [];
  if (type === "app_cookie" && !given(inputs, "stickiness.cookieName")) {
    return [{ property: "stickiness.cookieName", reason: 'missing; required when "type" is "app_cookie"' }];
  }
  const isCookie = type?.endsWith("_cookie");
  const protocol = text(inputs, "protocol");
  if (type === undefined || protocol === undefined || isCookie === protocol.startsWith("HTTP")) return [];
  return [{ property: "stickiness.type", reason: `"${type}" does not go with "protocol" "${protocol}"` }];
}
