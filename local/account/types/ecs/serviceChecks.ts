import type { CheckFailure, Props } from "../../model";
import { show } from "../../values";
import { given, number, objects, text, texts, undecided } from "../read";

const ZONE = "attribute:ecs.availability-zone";

/** What is wrong with a service's inputs when several of them are seen together. */
export function serviceFailures(inputs: Props): CheckFailure[] {
  return [
    ...deploymentFailures(inputs),
    ...rebalancingFailures(inputs),
    ...strategyFailures(inputs),
    ...constraintFailures(inputs),
    ...loadBalancerFailures(inputs),
    ...controllerFailures(inputs),
    ...capacityFailures(inputs),
  ];
}

function deploymentFailures(inputs: Props): CheckFailure[] {
  const most = number(inputs, "deploymentMaximumPercent");
  const least = number(inputs, "deploymentMinimumHealthyPercent");
  if (text(inputs, "schedulingStrategy") === "DAEMON") {
    // 200 is the provider's default, which it does not send for a daemon.
    return most === undefined || most === 100 || most === 200
      ? []
      : [
          {
            property: "deploymentMaximumPercent",
            reason: `not valid with the DAEMON scheduling strategy, got ${most}`,
          },
        ];
  }
  if (most === undefined || least === undefined || most > least) return [];
  // A deployment could neither start a task nor stop one.
  const reason = `expected more than deploymentMinimumHealthyPercent, which is ${least}, got ${most}`;
  return [{ property: "deploymentMaximumPercent", reason }];
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html names what excludes rebalancing. */
function rebalancingFailures(inputs: Props): CheckFailure[] {
  if (text(inputs, "availabilityZoneRebalancing") !== "ENABLED") return [];
  const failures: CheckFailure[] = [];
  const refuse = (why: string): void => {
    failures.push({ property: "availabilityZoneRebalancing", reason: `cannot be ENABLED ${why}; set it to DISABLED` });
  };
  const most = number(inputs, "deploymentMaximumPercent");
  if (most !== undefined && most <= 100) refuse(`with a deploymentMaximumPercent of ${most}, which is not above 100`);
  if (text(inputs, "schedulingStrategy") === "DAEMON") refuse("with the DAEMON scheduling strategy");
  if (text(inputs, "launchType") === "EXTERNAL") refuse("with the launch type EXTERNAL");
  const [first] = objects(inputs, "orderedPlacementStrategies");
  if (first && !undecided(first, "type") && !undecided(first, "field")) {
    const spreads = text(first, "type") === "spread" && text(first, "field") === ZONE;
    if (!spreads) refuse(`unless the first placement strategy is to spread over ${ZONE}`);
  }
  if (texts(inputs, "placementConstraints[*].expression").some((expression) => expression.includes(ZONE))) {
    refuse(`with a placement constraint on ${ZONE}`);
  }
  if (given(inputs, "loadBalancers[*].elbName")) refuse("with a Classic Load Balancer");
  return failures;
}

/** The provider's own checks, internal/service/ecs/validate.go, and ECS's on daemons and Fargate. */
function strategyFailures(inputs: Props): CheckFailure[] {
  const property = "orderedPlacementStrategies";
  const strategies = objects(inputs, property);
  if (strategies.length > 0 && text(inputs, "schedulingStrategy") === "DAEMON") {
    return [{ property, reason: "not valid with the DAEMON scheduling strategy" }];
  }
  if (strategies.length > 0 && text(inputs, "launchType") === "FARGATE") {
    return [{ property, reason: "Placement strategies are not supported with FARGATE launch type." }];
  }
  return strategies.flatMap((strategy, i) => {
    const field = text(strategy, "field");
    const at = `${property}[${i}].field`;
    const wrong = (reason: string): CheckFailure[] => [{ property: at, reason }];
    if (undecided(strategy, "field")) return [];
    switch (text(strategy, "type")) {
      case "random":
        return field === undefined ? [] : wrong(`the strategy random takes no field, got ${show(field)}`);
      case "binpack":
        return field !== undefined && ["cpu", "memory"].includes(field.toLowerCase())
          ? []
          : wrong(`expected cpu or memory for the strategy binpack, got ${show(field)}`);
      case "spread":
        return field !== undefined && /^(instanceId|host|attribute:[\w.\-/]+)$/.test(field)
          ? []
          : wrong(`expected instanceId, host or attribute:NAME for the strategy spread, got ${show(field)}`);
      default:
        return [];
    }
  });
}

function constraintFailures(inputs: Props): CheckFailure[] {
  const property = "placementConstraints";
  const constraints = objects(inputs, property);
  if (constraints.length > 0 && text(inputs, "launchType") === "FARGATE") {
    return [{ property, reason: "Placement constraints are not supported with FARGATE launch type." }];
  }
  return constraints.flatMap((constraint, i) => {
    const at = `${property}[${i}].expression`;
    const isMember = text(constraint, "type") === "memberOf";
    if (isMember && !given(constraint, "expression")) {
      return [{ property: at, reason: "missing; a memberOf constraint needs one" }];
    }
    return text(constraint, "type") === "distinctInstance" && given(constraint, "expression")
      ? [{ property: at, reason: "a distinctInstance constraint takes no expression" }]
      : [];
  });
}

function loadBalancerFailures(inputs: Props): CheckFailure[] {
  const wrong = objects(inputs, "loadBalancers").flatMap((one, i) => {
    const targets = ["targetGroupArn", "elbName"].filter((name) => given(one, name));
    const reason = 'exactly one of "targetGroupArn", "elbName" must be given';
    return targets.length === 1 ? [] : [{ property: `loadBalancers[${i}]`, reason }];
  });
  if (given(inputs, "healthCheckGracePeriodSeconds") && !given(inputs, "loadBalancers")) {
    const reason = "Health check grace period is only valid for services configured to use load balancers";
    wrong.push({ property: "healthCheckGracePeriodSeconds", reason });
  }
  return wrong;
}

function controllerFailures(inputs: Props): CheckFailure[] {
  const type = text(inputs, "deploymentController.type") ?? "ECS";
  if (undecided(inputs, "deploymentController") || undecided(inputs, "deploymentController.type")) return [];
  const failures: CheckFailure[] = [];
  if (type !== "ECS" && given(inputs, "deploymentCircuitBreaker")) {
    const reason = `works with the deployment controller ECS only, got ${type}`;
    failures.push({ property: "deploymentCircuitBreaker", reason });
  }
  if (type !== "ECS" && text(inputs, "schedulingStrategy") === "DAEMON") {
    const reason = `The scheduling strategy DAEMON is not supported by the deployment controller ${type}.`;
    failures.push({ property: "schedulingStrategy", reason });
  }
  if (type !== "EXTERNAL" && !given(inputs, "taskDefinition")) {
    failures.push({
      property: "taskDefinition",
      reason: "missing; only the deployment controller EXTERNAL needs none",
    });
  }
  return failures;
}

function capacityFailures(inputs: Props): CheckFailure[] {
  const strategies = objects(inputs, "capacityProviderStrategies");
  const based = strategies.filter((strategy) => (number(strategy, "base") ?? 0) > 0).length;
  if (based > 1) {
    const reason = "only one capacity provider of a strategy may have a base";
    return [{ property: "capacityProviderStrategies", reason }];
  }
  return text(inputs, "schedulingStrategy") === "DAEMON" && text(inputs, "launchType") === "FARGATE"
    ? [{ property: "schedulingStrategy", reason: "Fargate does not support the DAEMON scheduling strategy" }]
    : [];
}
