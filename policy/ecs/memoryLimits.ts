import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { daemonTaskDefinition, expressGatewayService, taskDefinition } from "../types";
import { items } from "../values";
import { containersOf, mebibytes } from "./containers";

const settings = {
  maxMemoryMiB: {
    type: "integer",
    // Half of the 8 GiB of the workshop's m4.large, so that one task leaves room for another.
    description: "The most memory that one task may take, in MiB.",
    default: 4096,
    // The least that Docker takes.
    minimum: 6,
    maximum: 1048576,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

function judgeMost(property: string, amount: number, given: string, { config, refuse }: Context): void {
  const { maxMemoryMiB } = config;
  if (amount <= maxMemoryMiB) return;
  refuse({ property, given, allowed: `at most ${maxMemoryMiB} MiB a task is allowed`, fix: "Lower it." });
}

function judgeContainers(definitions: unknown, taskHasLimit: boolean, context: Context): void {
  const { refuse } = context;
  const limits: number[] = [];
  for (const { property, name, definition } of containersOf(definitions)) {
    const memory = mebibytes(definition.memory);
    const reservation = mebibytes(definition.memoryReservation);
    if (memory === undefined && !taskHasLimit) {
      refuse({
        property: `${property}.memory`,
        so: `so nothing keeps container ${name} from taking the memory of all other tasks of its instance`,
        allowed: "a hard limit is required of each container, or of the task",
        fix: "Set it to the MiB at which the container is to be killed.",
      });
    }
    if (typeof memory !== "number") continue;
    if (typeof reservation === "number" && reservation > memory) {
      refuse({
        property: `${property}.memoryReservation`,
        given: String(reservation),
        so: `which is more than the limit of container ${name}`,
        allowed: `at most its memory of ${memory} MiB is allowed`,
        fix: "Reserve less, or raise memory.",
      });
    }
    judgeMost(`${property}.memory`, memory, String(memory), context);
    limits.push(memory);
  }
  const sum = limits.reduce((all, one) => all + one, 0);
  // A container that is too large for itself has been named already.
  if (!taskHasLimit && limits.every((limit) => limit <= context.config.maxMemoryMiB)) {
    judgeMost("containerDefinitions", sum, `${sum} MiB of memory in ${limits.length} containers`, context);
  }
}

/** Refuses tasks that may take all the memory of an instance. */
export const ecsMemoryLimits = resourceRule(
  {
    name: "ecs-memory-limits",
    area: "ecs",
    description:
      "Checks that every container has a hard memory limit, a reservation within it, and that no task is too large.",
    why:
      "Without a limit one leaking container takes the memory of every task on its instance. What is reserved is also " +
      "what MemoryReservation counts, by which a fleet scales.",
    severity: "high",
    remediationSteps:
      "Set `memory` of each container, or of the task; `memoryReservation` may be less, never more. Raise `maxMemoryMiB` " +
      "where larger tasks are meant.",
    settings,
  },
  [
    on(taskDefinition, (definition, context) => {
      const memory = mebibytes(definition.memory);
      const forFargate = items(definition.requiresCompatibilities).some(([, one]) => one === "FARGATE");
      if (forFargate && memory === undefined) {
        context.refuse({
          property: "memory",
          so: "and Fargate runs no task without it",
          allowed: "a task for Fargate needs it",
          fix: "Set it to the MiB of the whole task.",
        });
      }
      if (typeof memory === "number") judgeMost("memory", memory, String(definition.memory), context);
      judgeContainers(definition.containerDefinitions, forFargate || memory !== undefined, context);
    }),
    on(daemonTaskDefinition, (definition, context) => {
      const memory = mebibytes(definition.memory);
      if (typeof memory === "number") judgeMost("memory", memory, String(definition.memory), context);
      judgeContainers(definition.containerDefinitions, memory !== undefined, context);
    }),
    on(expressGatewayService, (service, context) => {
      // Without it, ECS gives 2048 MiB.
      const memory = mebibytes(service.memory);
      if (typeof memory === "number") judgeMost("memory", memory, String(service.memory), context);
    }),
  ],
);
