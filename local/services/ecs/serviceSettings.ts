import { parseQuery, type Query } from "../../../policy/ecs/clusterQuery";
import type { AccountRecord } from "../../account/model";
import { number, objects, text } from "../../account/types/read";
import { DEFAULT_STRATEGIES, type Strategy } from "./placement";
import type { Registration } from "./task";

/*
 * What a deployed service says now. Defaults are AWS's:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/service_definition_parameters.html
 */

/** The service's name. */
export function nameOf({ inputs, outputs }: AccountRecord): string {
  return text(outputs, "name") ?? text(inputs, "name") ?? "";
}

/** The cluster's name; a service without one is in the cluster `default`. */
export function clusterOf({ inputs }: AccountRecord): string {
  return text(inputs, "cluster")?.split("/").pop() ?? "default";
}

/** Properties of which a change starts new tasks; of the others it only counts from then on. */
const DEPLOYED = [
  ...["taskDefinition", "loadBalancers", "networkConfiguration", "platformVersion", "serviceRegistries"],
  ...["serviceConnectConfiguration", "volumeConfiguration", "vpcLatticeConfigurations"],
];

/**
 * Whether a change of a property begins a deployment, by itself or because the provider forces one:
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export function startsDeployment({ inputs }: AccountRecord, name: string): boolean {
  if (name === "forceNewDeployment" || name === "triggers") return inputs.forceNewDeployment === true;
  return DEPLOYED.includes(name);
}

export function desiredCountOf({ inputs }: AccountRecord): number {
  return number(inputs, "desiredCount") ?? 0;
}

/** In percent. */
export function percentsOf({ inputs }: AccountRecord): { minimumHealthy: number; maximum: number } {
  return {
    minimumHealthy: number(inputs, "deploymentMinimumHealthyPercent") ?? 100,
    maximum: number(inputs, "deploymentMaximumPercent") ?? 200,
  };
}

export function strategiesOf({ inputs }: AccountRecord): readonly Strategy[] {
  const given = objects(inputs, "orderedPlacementStrategies").map((one): Strategy => {
    const field = text(one, "field");
    return { type: (text(one, "type") ?? "random") as Strategy["type"], ...(field !== undefined && { field }) };
  });
  return given.length > 0 ? given : DEFAULT_STRATEGIES;
}

/** The expressions that a host must meet; the constraint distinctInstance is apart. */
export function constraintsOf({ inputs }: AccountRecord): { distinct: boolean; expressions: string[] } {
  const constraints = objects(inputs, "placementConstraints");
  return {
    distinct: constraints.some((one) => text(one, "type") === "distinctInstance"),
    expressions: constraints.flatMap((one) => text(one, "expression") ?? []),
  };
}

export function registrationsOf({ inputs }: AccountRecord): Registration[] {
  return objects(inputs, "loadBalancers").map((one) => ({
    targetGroupArn: text(one, "targetGroupArn") ?? "",
    port: `${text(one, "containerName")}:${number(one, "containerPort")}`,
  }));
}

export function circuitBreakerOf({ inputs }: AccountRecord): { enabled: boolean; rollback: boolean } {
  const breaker = inputs.deploymentCircuitBreaker as { enable?: boolean; rollback?: boolean } | undefined;
  return { enabled: breaker?.enable === true, rollback: breaker?.rollback === true };
}

/** Seconds after a task's start for which its load balancer's verdict does not count. */
export function gracePeriodOf({ inputs }: AccountRecord): number {
  return number(inputs, "healthCheckGracePeriodSeconds") ?? 0;
}

const queries = new Map<string, Query>();

/** A query that was read before is not read again: a service places thousands of tasks with the same one. */
export function queryOf(expression: string): Query {
  const query = queries.get(expression) ?? parseQuery(expression);
  queries.set(expression, query);
  return query;
}
