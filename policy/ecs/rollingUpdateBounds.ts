import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { ecsService } from "../types";
import { isMissing, UNKNOWN } from "../values";
import { type EcsService, isRolling } from "./deployment";

const settings = {
  minHealthyPercent: {
    type: "integer",
    // What lab 3 deploys cats with.
    description: "The least part of a service that must stay healthy during a deployment, in percent.",
    default: 50,
    minimum: 0,
    maximum: 100,
  },
  maxPercent: {
    type: "integer",
    // ECS's own default: a new task for each old one.
    description: "The most tasks that may run during a deployment, in percent of the service.",
    default: 200,
    minimum: 100,
    maximum: 1000,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

const MINIMUM = "deploymentMinimumHealthyPercent";
const MAXIMUM = "deploymentMaximumPercent";

/** ECS's default where a percentage is missing; UNKNOWN where it is none. */
function percent(value: unknown, byDefault: number): number | typeof UNKNOWN {
  if (isMissing(value)) return byDefault;
  return typeof value === "number" ? value : UNKNOWN;
}

function judgeDaemon(most: number | typeof UNKNOWN, { refuse }: Context): void {
  // The provider does not send its own default, 200, for a daemon.
  if (most === UNKNOWN || most === 100 || most === 200) return;
  refuse({
    property: MAXIMUM,
    given: String(most),
    so: "and a daemon never runs two tasks on an instance",
    allowed: "only 100 is allowed with the scheduling strategy DAEMON",
    fix: "Set it to 100.",
  });
}

/** Whether a task can be exchanged: ECS rounds what must stay up and what may run down. */
function judgeRoom(service: EcsService, least: number, most: number, { refuse }: Context): void {
  if (most <= least) {
    refuse({
      property: MAXIMUM,
      given: String(most),
      so: "so ECS can neither start a task nor stop one, and no deployment ends",
      allowed: `more than the ${MINIMUM} of ${least} is required`,
      fix: "Raise it, or lower the other.",
    });
    return;
  }
  const count = service.desiredCount;
  if (typeof count !== "number" || count <= 0) return;
  // Percent first: 0.07 * 100 is no whole number.
  const [stay, run] = [Math.ceil((count * least) / 100), Math.floor((count * most) / 100)];
  if (run > stay) return;
  refuse({
    property: MAXIMUM,
    given: String(most),
    so: `so of ${count} tasks ${stay} must stay and ${run} may run, and ECS can exchange none`,
    allowed: `room for one task is required between it and the ${MINIMUM} of ${least}`,
    fix: "Raise it, lower the other, or run more tasks.",
  });
}

function judgeRebalancing(service: EcsService, most: number, { refuse }: Context): void {
  if (service.availabilityZoneRebalancing !== "ENABLED" || most > 100) return;
  refuse({
    property: "availabilityZoneRebalancing",
    given: "ENABLED",
    so: `and ECS moves no task to another zone where ${MAXIMUM} is ${most}`,
    allowed: `it needs a ${MAXIMUM} above 100`,
    fix: "Set it to DISABLED, or raise the other.",
  });
}

/** Refuses services whose deployments get stuck, or take too many tasks away. */
export const ecsRollingUpdateBounds = resourceRule(
  {
    name: "ecs-rolling-update-bounds",
    area: "ecs",
    description: "Checks that rolling deployments have room to proceed and leave enough tasks running.",
    why:
      "A deployment that may start no task before it stops one, and stop none before it has started one, hangs without " +
      "an error. One that may stop them all takes the site down each time.",
    severity: "high",
    remediationSteps:
      "Leave ECS's defaults, 100 and 200, where instances have room for twice the tasks; else 50 and 100, with two tasks " +
      "or more. Zone rebalancing needs more than 100.",
    settings,
  },
  [
    on(ecsService, (service, context) => {
      if (!isRolling(service)) return;
      const most = percent(service.deploymentMaximumPercent, 200);
      if (service.schedulingStrategy === UNKNOWN) return;
      if (service.schedulingStrategy === "DAEMON") {
        judgeDaemon(most, context);
        return;
      }
      const least = percent(service.deploymentMinimumHealthyPercent, 100);
      const { minHealthyPercent, maxPercent } = context.config;
      if (least !== UNKNOWN && least < minHealthyPercent) {
        context.refuse({
          property: MINIMUM,
          given: String(least),
          so: "so a deployment may stop more tasks at once than the rest can stand in for",
          allowed: `at least ${minHealthyPercent} is required`,
          fix: "Raise it.",
        });
      }
      if (most === UNKNOWN) return;
      if (most > maxPercent) {
        const allowed = `at most ${maxPercent} is allowed`;
        context.refuse({ property: MAXIMUM, given: String(most), allowed, fix: "Lower it." });
      }
      if (least !== UNKNOWN) judgeRoom(service, least, most, context);
      judgeRebalancing(service, most, context);
    }),
  ],
);
