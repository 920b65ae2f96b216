import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { containerTask } from "./containerTask";
import { registeredMemory } from "./instanceRoom";
import { physicalName } from "./names";
import { refuse, wholeNumberProblems } from "./problems";
import type { PlacementStrategy } from "./scalingWebServiceArgs";

export interface BackgroundServiceArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  cluster: { arn: pulumi.Input<string> };
  /** What runs the tasks. It is made before the service and outlives it, so that the service can drain. */
  capacity: pulumi.Resource[];
  /** The container's image, for example `123456789012.dkr.ecr.us-west-2.amazonaws.com/mxnet:latest`. */
  image: pulumi.Input<string>;
  /** MiB at which the container is killed, and as many are reserved. */
  memory: number;
  /** The one type of instance that tasks may run on, for example `c4.large`. */
  instanceType: string;
  /** Tasks. @default 2 */
  desiredCount?: number;
  /**
   * How tasks are placed, in order of weight.
   *
   * @default spread over zones, then over instance types, then as few instances as memory allows: the workshop's own
   */
  strategies?: PlacementStrategy[];
}

/** Lab 5 of the workshop, step 2. */
const STRATEGIES: PlacementStrategy[] = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "spread", field: "attribute:ecs.instance-type" },
  { type: "binpack", field: "memory" },
];

/**
 * A service that nobody calls: it works on its own, on instances of one type, so that it does not get in the way of the
 * site. Where the fleet has no instance of the type just now, ECS waits for one and says so in the service's events.
 *
 * Costs $0.0000 an hour: its tasks run on the cluster's instances, though what they reserve makes the fleet grow. What it
 * logs is charged at $0.50 a GB.
 */
export class BackgroundService extends pulumi.ComponentResource {
  readonly service: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  readonly taskDefinitionArn: pulumi.Output<string>;

  /**
   * @param name the task definition's and the container's name; the service's is `STACK-NAMEservice`, as in the workshop
   * @throws an error that lists all that is wrong with the arguments; the deployment fails where one task alone is too large
   *   for the instance type
   */
  constructor(name: string, args: BackgroundServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    refuse(`BackgroundService "${name}"`, [
      ...wholeNumberProblems("memory", args.memory, 6),
      ...wholeNumberProblems("desiredCount", args.desiredCount ?? 2, 0),
    ]);
    super("catsndogs:index:BackgroundService", name, {}, opts);

    const taskDefinition = this.makeTaskDefinition(name, args);
    const service = this.makeService(name, args, taskDefinition);

    this.service = { name: service.name, arn: service.arn };
    this.taskDefinitionArn = taskDefinition.arn;
    this.registerOutputs({ service: this.service, taskDefinitionArn: this.taskDefinitionArn });
  }

  private makeTaskDefinition(name: string, args: BackgroundServiceArgs): aws.ecs.TaskDefinition {
    const { stack, image, memory, instanceType } = args;
    // The question goes to EC2 and its answer into the constraint, so that a task that never fits ends the deployment.
    const { memorySize } = aws.ec2.getInstanceTypeOutput({ instanceType }, { parent: this });
    const constraint = memorySize.apply((size) => {
      refuse(`BackgroundService "${name}"`, roomProblems(args, size));
      return `attribute:ecs.instance-type == ${instanceType}`;
    });
    const task = { stack, family: physicalName(stack, name, 255), container: name, image, memory };
    return containerTask(name, { ...task, constraints: [constraint] }, this);
  }

  private makeService(
    name: string,
    args: BackgroundServiceArgs,
    taskDefinition: aws.ecs.TaskDefinition,
  ): aws.ecs.Service {
    return new aws.ecs.Service(
      name,
      {
        name: physicalName(args.stack, `${name}service`, 255),
        cluster: args.cluster.arn,
        taskDefinition: taskDefinition.arn,
        launchType: "EC2",
        desiredCount: args.desiredCount ?? 2,
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        // A task bound to one type of instance has nowhere to be moved to while the fleet has only one of them.
        availabilityZoneRebalancing: "DISABLED",
        orderedPlacementStrategies: args.strategies ?? STRATEGIES,
        propagateTags: "SERVICE",
        forceDelete: true,
      },
      { parent: this, dependsOn: args.capacity },
    );
  }
}

/** @param memorySize MiB of the instance type, as EC2 has it. */
function roomProblems({ instanceType, memory }: BackgroundServiceArgs, memorySize: number): string[] {
  const room = registeredMemory({ memorySize });
  return memory <= room
    ? []
    : [
        `a task takes ${memory} MiB, and an instance of the type ${instanceType} gives its tasks about ${room} of its ${memorySize} MiB; ` +
          "choose a larger type, or less memory.",
      ];
}
