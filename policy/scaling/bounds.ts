import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import {
  autoscalingGroup,
  autoscalingSchedule,
  expressGatewayService,
  scalingTarget,
  scheduledScaling,
} from "../types";
import { isKnown, items } from "../values";

const settings = {
  minCapacity: {
    type: "integer",
    description: "The least that tasks and instances may be scaled to. The default lets them go altogether.",
    default: 0,
    minimum: 0,
    maximum: 1000,
  },
  maxTasks: {
    type: "integer",
    // What the workshop's services scale to.
    description: "The most tasks that a service may be scaled to.",
    default: 100,
    minimum: 1,
    maximum: 5000,
  },
  maxInstances: {
    type: "integer",
    // Twice what the workshop's fleet grows to, for a group that replaces all its instances at once.
    description: "The most instances that an Auto Scaling group may be scaled to.",
    default: 20,
    minimum: 1,
    maximum: 10000,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** Two bounds of a capacity, by their paths. */
interface Bounds {
  least: readonly [property: string, value: unknown];
  most: readonly [property: string, value: unknown];
  /** The most that is allowed. Left out where no setting is about it. */
  limit?: number;
  unit: "tasks" | "instances" | "units";
}

const SERVICE_TASKS = "ecs:service:DesiredCount";
const FLEET_CAPACITY = "ec2:spot-fleet-request:TargetCapacity";

function judge({ least: [least, from], most: [most, to], limit, unit }: Bounds, { config, refuse }: Context): void {
  if (typeof from === "number" && from < config.minCapacity && unit !== "units") {
    const allowed = `at least ${config.minCapacity} is required`;
    refuse({ property: least, given: String(from), allowed, fix: "Raise it." });
  }
  if (typeof to !== "number") return;
  if (limit !== undefined && to > limit) {
    const so = `so scaling that does not stop makes ${to} ${unit}`;
    const allowed = `at most ${limit} ${unit} are allowed`;
    refuse({ property: most, given: String(to), so, allowed, fix: "Lower it." });
  }
  if (typeof from !== "number" || from <= to) return;
  const allowed = `at least the ${least.split(".").at(-1)} of ${from} is required`;
  refuse({ property: most, given: String(to), allowed, fix: "Raise it, or lower the other." });
}

/** What the two kinds of Application Auto Scaling's bounds share. */
function ofDimension(dimension: unknown, config: Context["config"]): Pick<Bounds, "limit" | "unit"> {
  if (dimension === SERVICE_TASKS) return { limit: config.maxTasks, unit: "tasks" };
  // How many Spot Instances a fleet may have is another rule's.
  return { unit: dimension === FLEET_CAPACITY ? "instances" : "units" };
}

/** Refuses capacities that may be scaled without an end in reach. */
export const scalingBounds = resourceRule(
  {
    name: "scaling-bounds",
    area: "scaling",
    description: "Checks that what scales has a least and a most within the limits.",
    why:
      "A scaling policy adds until its metric comes down. Where it never does, only the largest capacity ends it, and " +
      "in a shared account everybody pays or runs into the quota.",
    severity: "medium",
    remediationSteps:
      "Lower the largest capacity of the scaling target, the group or the schedule. Raise `maxTasks` or `maxInstances` " +
      "where more are meant.",
    settings,
  },
  [
    on(scalingTarget, (target, context) => {
      const most = ["maxCapacity", target.maxCapacity] as const;
      const least = ["minCapacity", target.minCapacity] as const;
      judge({ least, most, ...ofDimension(target.scalableDimension, context.config) }, context);
    }),
    on(scheduledScaling, (action, context) => {
      const given = action.scalableTargetAction;
      if (!isKnown(given)) return;
      const most = ["scalableTargetAction.maxCapacity", given.maxCapacity] as const;
      const least = ["scalableTargetAction.minCapacity", given.minCapacity] as const;
      judge({ least, most, ...ofDimension(action.scalableDimension, context.config) }, context);
    }),
    on(expressGatewayService, (service, context) => {
      for (const [i, target] of items(service.scalingTargets)) {
        const most = [`scalingTargets[${i}].maxTaskCount`, target.maxTaskCount] as const;
        const least = [`scalingTargets[${i}].minTaskCount`, target.minTaskCount] as const;
        judge({ least, most, limit: context.config.maxTasks, unit: "tasks" }, context);
      }
    }),
    on(autoscalingGroup, (group, context) => {
      const most = ["maxSize", group.maxSize] as const;
      const least = ["minSize", group.minSize] as const;
      judge({ least, most, limit: context.config.maxInstances, unit: "instances" }, context);
    }),
    on(autoscalingSchedule, (schedule, context) => {
      // -1 leaves a size as it is; the provider takes it so.
      const size = (value: unknown) => (value === -1 ? undefined : value);
      const most = ["maxSize", size(schedule.maxSize)] as const;
      const least = ["minSize", size(schedule.minSize)] as const;
      judge({ least, most, limit: context.config.maxInstances, unit: "instances" }, context);
    }),
  ],
);
