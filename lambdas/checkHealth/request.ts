import { isSide, type SideName } from "../common/sides";

/** What a release wants to know. */
export interface HealthRequest {
  /** The candidate. */
  side: SideName;
  /** The deployment that is released; null where none is, as when traffic goes back to what ran before. */
  deploymentId: string | null;
  /** `targets` before the candidate has visitors, `traffic` when it has some. */
  phase: "targets" | "traffic";
  /** Since when the candidate has its share of visitors. */
  since: Date;
  /** When the question is asked: the function has no clock of its own, so that the same question has the same answer. */
  at: Date;
}

/** A question that cannot be answered. */
export class InvalidRequest extends Error {
  override readonly name = "InvalidRequest";
}

/**
 * Reads the question.
 *
 * @throws InvalidRequest that names the first field that is wrong
 */
export function healthRequestOf(input: unknown): HealthRequest {
  const { side, deploymentId, phase, since, at } = (input ?? {}) as Record<string, unknown>;
  if (!isSide(side)) throw invalid("side", side, '"blue" or "green"');
  if (deploymentId !== null && typeof deploymentId !== "string") {
    throw invalid("deploymentId", deploymentId, 'an ECS deployment\'s id, "ecs-svc/…", or null');
  }
  if (phase !== "targets" && phase !== "traffic") throw invalid("phase", phase, '"targets" or "traffic"');
  // A rollback has an id of its own, and releases no deployment.
  const released = deploymentId?.startsWith("ecs-svc/") ? deploymentId : null;
  return { side, deploymentId: released, phase, since: time("since", since), at: time("at", at) };
}

function time(name: string, value: unknown): Date {
  const date = new Date(typeof value === "string" ? value : Number.NaN);
  if (Number.isNaN(date.getTime())) throw invalid(name, value, "a time in ISO 8601");
  return date;
}

function invalid(name: string, value: unknown, allowed: string): InvalidRequest {
  return new InvalidRequest(`${name} is ${JSON.stringify(value) ?? "missing"}; expected ${allowed}.`);
}
