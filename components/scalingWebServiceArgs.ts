import type * as pulumi from "@pulumi/pulumi";
import { wholeNumberProblems } from "./problems";
import { type MetricSteps, stepScalingProblems } from "./stepScaling";

/** The longest name that AWS gives a target group. */
const MOST_TARGET_GROUP_NAME = 32;

export interface ScalingWebServiceArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  cluster: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  /** What runs the tasks. It is made before the service and outlives it, so that the service can drain. */
  capacity: pulumi.Resource[];
  vpcId: pulumi.Input<string>;
  /** The container's image, for example `123456789012.dkr.ecr.us-west-2.amazonaws.com/cats:v1`. */
  image: pulumi.Input<string>;
  /** The container's environment variables. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** CPU units, of which a vCPU has 1024: a share while the instance is busy, no limit. */
  cpu: number;
  /** MiB at which the container is killed. */
  memory: number;
  /** MiB reserved on the instance; what MemoryReservation counts. Less than `memory`. */
  memoryReservation: number;
  /** Where the container listens; the instance's port is chosen by Docker. @default 80 */
  containerPort?: number;
  /** What the load balancer asks each task for; a status from 200 to 299 is healthy. @default "/" */
  healthCheckPath?: string;
  /** How visitors reach the service: through a listener of its own, or by path through another's. */
  route: DefaultRoute | PathRoute;
  /** Tasks at first; scaling moves the number, which is then left alone. @default 2 */
  desiredCount?: number;
  /** How the service follows its RequestCount, in requests a minute. @default none: the number of tasks stays */
  scaling?: MetricSteps & {
    /** The least tasks. */
    min: number;
    /** The most tasks. */
    max: number;
    /** Scales out only; tasks are taken away by hand. @default false */
    scaleInSuspended?: boolean;
  };
  /** Bounds of running tasks during a deployment, in percent of the desired count. @default 100 and 200, as AWS has it */
  deployment?: { minimumHealthyPercent: number; maximumPercent: number };
  /** What the tasks may do in AWS. @default nothing */
  taskRole?: { arn: pulumi.Input<string> };
  placement?: {
    /** Expressions in the cluster query language that an instance must meet. @default none */
    constraints?: string[];
    /** The only instances that meet them, if that is known: the program warns if fewer tasks fit than scaling asks for. */
    instances?: { type: string; count: number };
    /** In order of weight. @default none: ECS spreads over zones */
    strategies?: PlacementStrategy[];
  };
  /** Leaves the service at whatever task definition a pipeline has deployed. @default false */
  ignoreTaskDefinition?: boolean;
}

/** Makes the load balancer's listener on port 80, and takes all that no rule sends elsewhere. */
export interface DefaultRoute {
  loadBalancer: { arn: pulumi.Input<string>; arnSuffix: pulumi.Input<string> };
}

/** Adds a rule to a listener that is there. */
export interface PathRoute {
  loadBalancer: { arnSuffix: pulumi.Input<string> };
  listener: { arn: pulumi.Input<string> };
  /** From 1 to 50000; of the rules that match, the one with the lowest wins. */
  priority: number;
  /** For example `/cats*`. */
  path: string;
}

export interface PlacementStrategy {
  type: "spread" | "binpack" | "random";
  /** For example `attribute:ecs.availability-zone`, `instanceId` or `memory`. @default none, as `random` wants it */
  field?: string;
}

/** All that is wrong with the name and the arguments, a sentence each; empty when nothing is. */
export function scalingWebServiceProblems(name: string, args: ScalingWebServiceArgs): string[] {
  return [
    ...nameProblems(`${args.stack}-${name}`),
    ...wholeNumberProblems("cpu", args.cpu, 2),
    // Docker's own least.
    ...wholeNumberProblems("memory", args.memory, 6),
    ...wholeNumberProblems("memoryReservation", args.memoryReservation, 6),
    ...(args.memoryReservation >= args.memory
      ? [`memoryReservation is ${args.memoryReservation} and memory ${args.memory}; reserve less than the limit.`]
      : []),
    ...wholeNumberProblems("containerPort", args.containerPort ?? 80, 1, 65535),
    ...routeProblems(args.route),
    ...pathProblems("healthCheckPath", args.healthCheckPath ?? "/"),
    ...countProblems(args.desiredCount ?? 2, args.scaling),
    ...deploymentProblems(args.deployment),
    ...(args.scaling === undefined ? [] : stepScalingProblems(args.scaling, { path: "scaling." })),
  ];
}

/**
 * Whether ECS moves tasks when zones get out of balance. It refuses to for a service that may not run one task more than
 * desired for a moment, and for one that is placed by zone, or first by something other than zones.
 */
export function availabilityZoneRebalancing({
  deployment,
  placement,
}: Pick<ScalingWebServiceArgs, "deployment" | "placement">): "ENABLED" | "DISABLED" {
  const zone = "attribute:ecs.availability-zone";
  const first = placement?.strategies?.[0];
  const possible =
    (deployment === undefined || deployment.maximumPercent > 100) &&
    (first === undefined || (first.type === "spread" && first.field === zone)) &&
    !placement?.constraints?.some((constraint) => constraint.includes(zone));
  return possible ? "ENABLED" : "DISABLED";
}

function nameProblems(physicalName: string): string[] {
  if (physicalName.length > MOST_TARGET_GROUP_NAME) {
    return [
      `the target group would be named "${physicalName}", ${physicalName.length} characters; AWS allows ` +
        `${MOST_TARGET_GROUP_NAME}. Shorten the service's or the stack's name.`,
    ];
  }
  return /^[a-z][a-z0-9-]*[a-z0-9]$/.test(physicalName)
    ? []
    : [
        `the target group would be named "${physicalName}"; use small letters, digits and hyphens, a letter first and no hyphen last.`,
      ];
}

function routeProblems(route: DefaultRoute | PathRoute): string[] {
  return "listener" in route
    ? [...wholeNumberProblems("route.priority", route.priority, 1, 50000), ...pathProblems("route.path", route.path)]
    : [];
}

function pathProblems(path: string, value: string): string[] {
  return /^\/[\w.$/~"'@:+&*?-]{0,127}$/.test(value)
    ? []
    : [`${path} is "${value}"; it must be a path that starts with "/", of at most 128 characters, without spaces.`];
}

function countProblems(desiredCount: number, scaling: ScalingWebServiceArgs["scaling"]): string[] {
  const problems = wholeNumberProblems("desiredCount", desiredCount, 0);
  if (scaling === undefined) {
    return problems;
  }
  const { min, max } = scaling;
  problems.push(...wholeNumberProblems("scaling.min", min, 0), ...wholeNumberProblems("scaling.max", max, 0));
  if (min > desiredCount || desiredCount > max) {
    problems.push(
      `scaling is from ${min} to ${max} tasks and desiredCount ${desiredCount}; desiredCount must lie between scaling.min and scaling.max.`,
    );
  }
  return problems;
}

function deploymentProblems(deployment: ScalingWebServiceArgs["deployment"]): string[] {
  if (deployment === undefined) {
    return [];
  }
  const { minimumHealthyPercent, maximumPercent } = deployment;
  const problems = [
    ...wholeNumberProblems("deployment.minimumHealthyPercent", minimumHealthyPercent, 0, 100),
    ...wholeNumberProblems("deployment.maximumPercent", maximumPercent, 100),
  ];
  if (minimumHealthyPercent === 100 && maximumPercent === 100) {
    problems.push(
      "deployment keeps 100 % of the tasks and allows no more than 100 %, so that no task could be exchanged; lower the first or raise the second.",
    );
  }
  return problems;
}
