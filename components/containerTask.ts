import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ContainerTaskArgs {
  /** The stack's name; begins the name of the log group. */
  stack: string;
  /** Name that the revisions share. */
  family: string;
  container: string;
  /** The container's image, for example `123456789012.dkr.ecr.us-west-2.amazonaws.com/cats:v1`. */
  image: pulumi.Input<string>;
  /** CPU units, of which a vCPU has 1024: a share while the instance is busy, no limit. @default none reserved */
  cpu?: number;
  /** MiB at which the container is killed. */
  memory: number;
  /** MiB reserved on the instance. @default as much as `memory` */
  memoryReservation?: number;
  /** Where the container listens; the instance's port is chosen by Docker. @default it does not */
  port?: number;
  /** The container's environment variables. @default none */
  environment?: Record<string, pulumi.Input<string>>;
  /** What the task may do in AWS. @default nothing */
  taskRoleArn?: pulumi.Input<string>;
  /** Expressions in the cluster query language that an instance must meet. @default none */
  constraints?: pulumi.Input<string>[];
}

/** A task of one container on an EC2 instance, with a log group of its own that is there before the container writes. */
export function containerTask(name: string, args: ContainerTaskArgs, parent: pulumi.Resource): aws.ecs.TaskDefinition {
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    { name: `/${args.stack}/${name}`, retentionInDays: 7 },
    { parent },
  );
  const container = {
    name: args.container,
    image: args.image,
    cpu: args.cpu,
    memory: args.memory,
    memoryReservation: args.memoryReservation,
    essential: true,
    environment: Object.entries(args.environment ?? {}).map(([key, value]) => ({ name: key, value })),
    // 0 lets Docker choose a free port, so that an instance can run several tasks of a service.
    portMappings: args.port === undefined ? undefined : [{ containerPort: args.port, hostPort: 0, protocol: "tcp" }],
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logGroup.name,
        "awslogs-region": logGroup.region,
        "awslogs-stream-prefix": name,
      },
    },
  };
  return new aws.ecs.TaskDefinition(
    name,
    {
      family: args.family,
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      taskRoleArn: args.taskRoleArn,
      placementConstraints: args.constraints?.map((expression) => ({ type: "memberOf", expression })),
      containerDefinitions: pulumi.jsonStringify([container]),
    },
    { parent },
  );
}
