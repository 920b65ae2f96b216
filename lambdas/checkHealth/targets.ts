import type { Service } from "@aws-sdk/client-ecs";
import type { TargetHealthDescription } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Side } from "../common/sides";

/** How a service's targets stand. */
export interface ServiceTargets {
  service: string;
  /** Tasks that there should be. */
  desired: number;
  /** Targets that the load balancer finds healthy. */
  healthy: number;
}

/** What ECS and the load balancer say of one side. */
export interface Observed {
  /** The side's services that ECS knows. */
  services: readonly Service[];
  /** Targets by the target group's ARN. */
  targets: ReadonlyMap<string, readonly TargetHealthDescription[]>;
}

/**
 * Whether a side can take visitors: every service has tasks, and as many healthy targets as tasks; and the deployment that is
 * released is still the newest of its service.
 *
 * @returns the numbers, and what is wrong, a sentence each
 */
export function judgeTargets(
  side: Side,
  deploymentId: string | null,
  observed: Observed,
): { targets: ServiceTargets[]; reasons: string[] } {
  const judged = side.services.map((one) => judgeService(one, observed));
  const reasons = judged.flatMap(({ reason }) => reason ?? []);
  return {
    targets: judged.map(({ targets }) => targets),
    reasons: [...reasons, ...judgeDeployment(side, deploymentId, observed)],
  };
}

function judgeService(
  { name, targetGroupArn }: Side["services"][number],
  { services, targets }: Observed,
): { targets: ServiceTargets; reason?: string } {
  const service = services.find(({ serviceName }) => serviceName === name);
  const registered = targets.get(targetGroupArn) ?? [];
  const healthy = registered.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length;
  const counted = { service: name, desired: service?.desiredCount ?? 0, healthy };
  const reason = reasonOf(counted, service, registered);
  return { targets: counted, ...(reason !== undefined && { reason }) };
}

function reasonOf(
  { service: name, desired, healthy }: ServiceTargets,
  service: Service | undefined,
  registered: readonly TargetHealthDescription[],
): string | undefined {
  if (service === undefined) return `ECS knows no service ${name}`;
  if (desired < 1) return `${name} should have ${desired} tasks; a side needs at least one`;
  if (registered.length === 0) return `${name} has no registered target, and should have ${desired}`;
  return healthy < desired
    ? `${name} has ${healthy} healthy targets of ${desired}: ${statesOf(registered)}`
    : undefined;
}

/** For example "2 initial, 1 unhealthy (Target.Timeout)". */
function statesOf(registered: readonly TargetHealthDescription[]): string {
  const counts = new Map<string, number>();
  for (const { TargetHealth } of registered) {
    const { State = "unknown", Reason } = TargetHealth ?? {};
    const state = Reason === undefined ? State : `${State} (${Reason})`;
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}

function judgeDeployment(side: Side, deploymentId: string | null, { services }: Observed): string[] {
  if (deploymentId === null) return [];
  const released = services.find(({ serviceName }) => serviceName === side.released);
  const newest = released?.deployments?.find(({ status }) => status === "PRIMARY");
  if (newest?.id === deploymentId) return [];
  return [`${side.released} is no longer at ${deploymentId}, but at ${newest?.id ?? "no deployment"}`];
}
