import { remedy } from "../remedy";
import { on, resourceRule } from "../rule";
import { ecsService } from "../types";
import { UNKNOWN } from "../values";
import { type EcsService, isRolling } from "./deployment";

/** True where something that is enabled rolls back, undefined where that is not known. */
function rollsBack(guard: unknown): boolean | undefined {
  if (guard === UNKNOWN) return undefined;
  const { enable, rollback } = (guard ?? {}) as { enable?: unknown; rollback?: unknown };
  if (enable === UNKNOWN || rollback === UNKNOWN) return undefined;
  // The provider takes "true" for true.
  return String(enable) === "true" && String(rollback) === "true";
}

/** True where neither the circuit breaker nor the alarms of a service roll back; false where that is not known. */
function goesOn(service: EcsService): boolean {
  if (!isRolling(service)) return false;
  const [byBreaker, byAlarms] = [rollsBack(service.deploymentCircuitBreaker), rollsBack(service.alarms)];
  return byBreaker === false && byAlarms === false;
}

/** Refuses services whose failing deployments go on for ever. */
export const ecsCircuitBreaker = resourceRule(
  {
    name: "ecs-circuit-breaker",
    area: "ecs",
    description: "Checks that a rolling deployment that fails is given up and rolled back.",
    why:
      "Without a circuit breaker ECS starts tasks of a broken image again and again for days, and the pipeline that " +
      "deployed it waits or reports success.",
    severity: "medium",
    remediationSteps:
      "Set `deploymentCircuitBreaker` to `{ enable: true, rollback: true }`, or let `alarms` of the service do the same.",
    settings: {},
  },
  [
    on(ecsService, (service, { refuse }) => {
      if (!goesOn(service)) return;
      const given = service.deploymentCircuitBreaker as { enable?: unknown } | undefined;
      const enabled = String(given?.enable) === "true";
      const property = given && enabled ? "deploymentCircuitBreaker.rollback" : "deploymentCircuitBreaker";
      refuse({
        property,
        given: given ? (enabled ? "false" : "not enabled") : undefined,
        so: enabled
          ? "so a deployment that fails leaves the service with what failed"
          : "so a deployment that fails starts its tasks again and again",
        allowed: "an enabled circuit breaker with rollback is required",
        fix: "Set deploymentCircuitBreaker to { enable: true, rollback: true }.",
      });
    }),
  ],
  [
    remedy(ecsService, (service) =>
      goesOn(service) ? [{ path: ["deploymentCircuitBreaker"], value: { enable: true, rollback: true } }] : [],
    ),
  ],
);
