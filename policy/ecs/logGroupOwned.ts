import type { PolicyResource } from "@pulumi/policy";
import { isObject } from "../json";
import { type StackContext, stackRule } from "../rule";
import {
  codebuildProject,
  daemonTaskDefinition,
  expressGatewayService,
  lambdaFunction,
  logGroup,
  taskDefinition,
} from "../types";
import { isMissing, items, UNKNOWN } from "../values";
import { containersOf } from "./containers";
import { LogGroups } from "./logGroups";

const settings = {
  sharedGroups: {
    type: "array",
    description: "Log groups that other stacks own and that this one may write to; * at the end stands for any ending.",
    default: [] as string[],
    items: { type: "string", minLength: 1, maxLength: 512 },
    uniqueItems: true,
  },
} as const;

const FIX = "Make an aws.cloudwatch.LogGroup of that name in this stack, and name it by its output.";
const ALLOWED = "only a log group of this stack is allowed";
const STAYS = "which this stack does not own, so it keeps its logs when the stack is destroyed";

/** Who writes to a log group, and where that is written down. */
interface Writer {
  resource: PolicyResource;
  /** The top-level property, as the engine knows its dependencies. */
  top: string;
  /** The whole path. */
  property: string;
  /** The group's name; a missing one says that the group is named by AWS, as `byDefault`. */
  group: unknown;
  byDefault?: unknown;
}

/** Judges what writers write to, against the groups of one stack. */
class Judge {
  private readonly groups: LogGroups;

  constructor(private readonly stack: StackContext<{ readonly sharedGroups: readonly string[] }>) {
    this.groups = new LogGroups(stack);
  }

  writer({ resource, top, property, group, byDefault }: Writer): void {
    const name = isMissing(group) ? byDefault : group;
    if (isMissing(name)) return;
    if (group === UNKNOWN && this.groups.isUsedIn(resource, top)) return;
    const owned = this.groups.owns(name);
    if (owned === undefined) this.stack.leaveOpen(resource, property);
    if (owned !== false || this.isShared(String(name))) return;
    this.stack.refuse(
      resource,
      isMissing(group)
        ? {
            property,
            so: `so AWS makes ${name} by itself, keeps it for ever, and no stack destroys it`,
            allowed: ALLOWED,
            fix: FIX,
          }
        : { property, given: String(name), so: STAYS, allowed: ALLOWED, fix: FIX },
    );
  }

  containers(resource: PolicyResource, definitions: unknown): void {
    if (definitions === UNKNOWN && !this.groups.isUsedIn(resource, "containerDefinitions")) {
      this.stack.leaveOpen(resource, "containerDefinitions");
    }
    for (const { property, name, definition } of containersOf(definitions)) {
      this.container(resource, `${property}.logConfiguration`, name, definition.logConfiguration);
    }
  }

  private container(resource: PolicyResource, property: string, name: string, configuration: unknown): void {
    if (configuration === UNKNOWN) {
      this.stack.leaveOpen(resource, property);
      return;
    }
    const driver = isObject(configuration) ? configuration.logDriver : undefined;
    if (!isObject(configuration) || isMissing(driver)) {
      this.stack.refuse(resource, {
        property: isObject(configuration) ? `${property}.logDriver` : property,
        so: `so what container ${name} writes is lost with its instance`,
        allowed: "a log driver is required",
        fix: "Send it to a log group of this stack with the driver awslogs.",
      });
      return;
    }
    if (driver !== "awslogs" || !isObject(configuration.options)) return;
    const { options } = configuration;
    const writer = { resource, top: "containerDefinitions", property: `${property}.options["awslogs-group"]` };
    this.writer({ ...writer, group: options["awslogs-group"] });
    if (String(options["awslogs-create-group"]) !== "true") return;
    this.stack.refuse(resource, {
      property: `${property}.options["awslogs-create-group"]`,
      given: "true",
      so: "so the container makes its log group again while the stack is being destroyed",
      allowed: "containers must not make log groups",
      fix: "Leave it out.",
    });
  }

  private isShared(name: string): boolean {
    return this.stack.config.sharedGroups.some((one) =>
      one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one,
    );
  }
}

/** Refuses containers, functions and builds that log to nothing, or to groups that outlive the stack. */
export const ecsLogGroupOwned = stackRule(
  {
    name: "ecs-log-group-owned",
    area: "ecs",
    description: "Checks that containers, functions and builds log, and to log groups that their stack owns.",
    why:
      "A log group that AWS or a container makes by itself keeps its logs for ever and outlives the stack. A container " +
      "without a log driver takes what it wrote with it when a Spot Instance goes.",
    severity: "medium",
    remediationSteps:
      "Make a log group with a retention in the stack and name it: in `logConfiguration` of a container, `loggingConfig` of a " +
      "function, `logsConfig` of a build. List groups of other stacks in `sharedGroups`.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "ECS.9",
      specification: "ECS task definitions should have a logging configuration",
    },
    settings,
  },
  [codebuildProject, daemonTaskDefinition, expressGatewayService, lambdaFunction, logGroup, taskDefinition],
  (stack) => {
    const judge = new Judge(stack);
    for (const { resource, props } of [...stack.all(taskDefinition), ...stack.all(daemonTaskDefinition)]) {
      judge.containers(resource, props.containerDefinitions);
    }
    for (const { resource, props } of stack.all(expressGatewayService)) {
      const container = props.primaryContainer;
      if (container === UNKNOWN || !isObject(container)) continue;
      for (const [i, { logGroup: group }] of items(container.awsLogsConfigurations)) {
        const property = `primaryContainer.awsLogsConfigurations[${i}].logGroup`;
        judge.writer({ resource, top: "primaryContainer", property, group });
      }
    }
    for (const { resource, props } of stack.all(lambdaFunction)) {
      const config = props.loggingConfig;
      const group = config === UNKNOWN ? UNKNOWN : config?.logGroup;
      const byDefault = typeof props.name === "string" ? `/aws/lambda/${props.name}` : UNKNOWN;
      judge.writer({ resource, top: "loggingConfig", property: "loggingConfig.logGroup", group, byDefault });
    }
    for (const { resource, props } of stack.all(codebuildProject)) {
      const config = props.logsConfig;
      const logs = config === UNKNOWN ? UNKNOWN : config?.cloudwatchLogs;
      if (logs !== UNKNOWN && (logs?.status === "DISABLED" || logs?.status === UNKNOWN)) continue;
      const group = logs === UNKNOWN ? UNKNOWN : logs?.groupName;
      const byDefault = typeof props.name === "string" ? `/aws/codebuild/${props.name}` : UNKNOWN;
      judge.writer({ resource, top: "logsConfig", property: "logsConfig.cloudwatchLogs.groupName", group, byDefault });
    }
  },
);
