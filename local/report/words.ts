import type { Events } from "../services/events";
import type { ReportEvent } from "./model";

/** An event without its time: who says what. */
export type Words = Omit<ReportEvent, "at">;

/** `CATS goes from OK to ALARM`, and CloudWatch's own reason. */
export function alarmWords({ name, state, before, reason }: Events["alarm"]): Words {
  return { source: "CloudWatch", text: `${name} goes from ${before} to ${state}. ${reason}` };
}

/** What a scaling policy did, or that it did nothing. */
export function scalingWords({ resourceId, from, to, cause, status, reason }: Events["scaling"]): Words {
  const name = resourceId.split("/").pop() ?? resourceId;
  const what =
    status === "Successful" ? `from ${from} to ${to}` : `stays at ${from}${reason === undefined ? "" : ` (${reason})`}`;
  return { source: "Application Auto Scaling", text: `${name} ${what}: ${cause}` };
}

/** A fleet's or a group's history. */
export function capacityWords({ id, kind, subType, message }: Events["capacity"]): Words {
  return {
    source: id.startsWith("sfr-") ? "Spot fleet" : "Auto Scaling group",
    text: message === "" ? subType : `${subType}: ${message}`,
    ...(kind === "error" && { level: "error" }),
  };
}

const REASONS: Record<Events["spot-interruption"]["reason"], string> = {
  price: "its pool costs more than the bid",
  "no-capacity": "its pool has no capacity left",
  "target-decreased": "its fleet wants fewer instances",
};

/** @param now Seconds of virtual time, as those in the event. */
export function interruptionWords({ instance, at, reason }: Events["spot-interruption"], now: number): Words {
  const { id, type, zone } = instance;
  return {
    source: "EC2",
    text: `Spot instance ${id} (${type} in ${zone}) will be terminated in ${Math.round(at - now)} s: ${REASONS[reason]}`,
    level: "warning",
  };
}

/** ECS's own words. */
export function serviceWords({ message }: Events["service-event"]): Words {
  return { source: "ECS", text: message, ...(/\bunable to\b/.test(message) && { level: "warning" }) };
}

/** How a service's deployment stands. */
export function deploymentWords({ service, id, state, reason }: Events["deployment"]): Words {
  const text = `Deployment ${id} of ${service}: ${state}${reason === "" ? "" : `. ${reason}`}`;
  return { source: "ECS", text, ...(state === "FAILED" && { level: "error" }) };
}

/** A rule has run; that it did what it does every time needs no more than its name. */
export function ruleWords({ rule, failures }: Events["rule"]): Words {
  return failures.length === 0
    ? { source: "EventBridge", text: `Rule ${rule} has run` }
    : { source: "EventBridge", text: `Rule ${rule} has failed: ${failures.join("; ")}`, level: "error" };
}

/** A stage of a pipeline, or the whole execution, has come into a state. */
export function pipelineWords({ pipeline, executionId, stage, state, summary }: Events["pipeline"]): Words {
  const what = stage === "" ? `Execution ${executionId} of ${pipeline}` : `${pipeline}, ${stage}`;
  const text = `${what}: ${state}${summary === "" ? "" : `. ${summary}`}`;
  return { source: "CodePipeline", text, ...(state === "Failed" && { level: "error" }) };
}

/** The weights that a name's records were given, or that the name servers answer with from now on. */
export function dnsWords({ name, weights, status }: Events["dns"]): Words {
  const shares = Object.entries(weights).map(([side, weight]) => `${side} ${weight}`);
  const what = status === "PENDING" ? "is asked for" : "is what all name servers answer";
  return { source: "Route 53", text: `${name}: ${shares.join(", ")} ${what}` };
}

/** An execution of a state machine has begun or ended. */
export function executionWords({ executionArn, status, error, cause }: Events["execution"]): Words {
  const [machine, name] = executionArn.split(":").slice(-2);
  const why = [error, cause].filter((part) => part !== undefined && part !== "").join(": ");
  const text = `${name} of ${machine}: ${status}${why === "" ? "" : `. ${why}`}`;
  return { source: "Step Functions", text, ...(status !== "RUNNING" && status !== "SUCCEEDED" && { level: "error" }) };
}

/** A message to whoever subscribes. */
export function notificationWords({ topicArn, subject }: Events["notification"]): Words {
  return { source: "SNS", text: `${topicArn.split(":").pop()}: ${subject}` };
}
