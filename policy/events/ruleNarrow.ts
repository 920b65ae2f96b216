import { parsedObject } from "../json";
import { on, resourceRule } from "../rule";
import { eventRule } from "../types";
import { isMissing } from "../values";
import { breadths } from "./patterns";

const settings = {
  allowedDetailTypes: {
    type: "array",
    description:
      "Detail types of which a rule may take every event, for example `EC2 Instance State-change Notification`.",
    default: [] as readonly string[],
    items: { type: "string", minLength: 1, maxLength: 128 },
    uniqueItems: true,
  },
} as const;

/** The bus of the account's own services; on others are the events that somebody chose to put there. */
function isDefaultBus(name: unknown): boolean {
  return isMissing(name) || name === "default" || (typeof name === "string" && name.endsWith(":event-bus/default"));
}

const oneOf = (names: readonly string[]) =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${names.at(-1)}` : `${names[0]}`;

/** Refuses rules that fire for what nobody means. */
export const eventsRuleNarrow = resourceRule(
  {
    name: "events-rule-narrow",
    area: "events",
    description:
      "Checks that rules of the default event bus let through the events that are meant, and not those of a whole account.",
    why:
      "All stacks of an account share one bus. A rule for `ECS Task State Change` without a cluster and a status fires some ten " +
      "times for each task of everybody, and each time somebody's function runs.",
    severity: "medium",
    remediationSteps:
      "Filter by source and detail type, and in `detail` by what the event is about (cluster, service, bucket, alarm, state " +
      "machine) and by its status.",
    settings,
  },
  [
    on(eventRule, (rule, { config, refuse }) => {
      if (!isDefaultBus(rule.eventBusName) || rule.state === "DISABLED" || rule.isEnabled === false) return;
      const pattern = parsedObject(rule.eventPattern);
      if (!pattern) return;
      for (const { part, through, needed, detailType } of breadths(pattern)) {
        if (detailType !== undefined && config.allowedDetailTypes.includes(detailType)) continue;
        const about = detailType === undefined ? "" : ` of "${detailType}"`;
        refuse({
          property: `eventPattern: ${part}`,
          given: "left open",
          so: `so the rule fires for ${through}`,
          allowed: `a filter${about} by ${oneOf(needed)} is required`,
          fix: "Add what is meant.",
        });
      }
    }),
  ],
);
