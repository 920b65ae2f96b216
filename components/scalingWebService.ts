import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";
import { refuse } from "./problems";
import {
  availabilityZoneRebalancing,
  type ScalingWebServiceArgs,
  scalingWebServiceProblems,
} from "./scalingWebServiceArgs";
import { stepScalingPolicies } from "./stepScalingPolicies";

/**
 * A web application on an ECS cluster: its tasks, their logs, the way to them through a load balancer, and, if asked for,
 * as many tasks as its visitors need.
 *
 * Costs $0.0003 an hour with scaling, for 2 alarms at $0.10 a month of 730 hours, and nothing without. Its tasks run on
 * the cluster's instances; what it logs is charged at $0.50 a GB.
 */
export class ScalingWebService extends pulumi.ComponentResource {
  /** The listener through which visitors come: its own, or the one in `route`. */
  readonly listener: { arn: pulumi.Output<string> };
  readonly targetGroup: { arn: pulumi.Output<string>; arnSuffix: pulumi.Output<string>; name: pulumi.Output<string> };
  readonly service: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  readonly taskDefinitionArn: pulumi.Output<string>;

  /**
   * @param name the service's and its container's name, and after the stack's the ending of every physical name
   * @throws an error that lists all that is wrong with the name and the arguments
   */
  constructor(name: string, args: ScalingWebServiceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuse(`ScalingWebService "${name}"`, scalingWebServiceProblems(name, args));
    super("catsndogs:index:ScalingWebService", name, {}, opts);

    const logGroup = this.makeLogGroup(name, args);
    const taskDefinition = this.makeTaskDefinition(name, args, logGroup);
    const targetGroup = this.makeTargetGroup(name, args);
    const { listener, attachment } = this.makeRoute(name, args, targetGroup);
    const service = this.makeService(name, args, taskDefinition, targetGroup, attachment);
    if (args.scaling !== undefined) {
      this.scale(name, args, args.scaling, service, targetGroup);
    }

    this.listener = listener;
    this.targetGroup = { arn: targetGroup.arn, arnSuffix: targetGroup.arnSuffix, name: targetGroup.name };
    this.service = { name: service.name, arn: service.arn };
    this.taskDefinitionArn = taskDefinition.arn;
    this.registerOutputs({
      listener: this.listener,
      targetGroup: this.targetGroup,
      service: this.service,
      taskDefinitionArn: this.taskDefinitionArn,
    });
  }

  private makeLogGroup(name: string, { stack }: ScalingWebServiceArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(name, { name: `/${stack}/${name}`, retentionInDays: 7 }, { parent: this });
  }

  private makeTaskDefinition(name: string, args: ScalingWebServiceArgs, logGroup: aws.cloudwatch.LogGroup) {
    const container = {
      name,
      image: args.image,
      cpu: args.cpu,
      memory: args.memory,
      memoryReservation: args.memoryReservation,
      essential: true,
      environment: Object.entries(args.environment ?? {}).map(([key, value]) => ({ name: key, value })),
      // 0 lets Docker choose a free port, so that an instance can run several tasks of the service.
      portMappings: [{ containerPort: args.containerPort ?? 80, hostPort: 0, protocol: "tcp" }],
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
        family: physicalName(args.stack, name),
        requiresCompatibilities: ["EC2"],
        networkMode: "bridge",
        taskRoleArn: args.taskRole?.arn,
        containerDefinitions: pulumi.jsonStringify([container]),
      },
      { parent: this },
    );
  }

  private makeTargetGroup(name: string, args: ScalingWebServiceArgs): aws.lb.TargetGroup {
    return new aws.lb.TargetGroup(
      name,
      {
        name: physicalName(args.stack, name),
        protocol: "HTTP",
        port: 80,
        targetType: "instance",
        vpcId: args.vpcId,
        deregistrationDelay: 30,
        healthCheck: {
          protocol: "HTTP",
          path: args.healthCheckPath ?? "/",
          interval: 10,
          timeout: 5,
          healthyThreshold: 2,
          matcher: "200-299",
        },
      },
      { parent: this },
    );
  }

  /** The listener, and what connects the target group to it: ECS takes no target group that no load balancer uses. */
  private makeRoute(
    name: string,
    { route }: ScalingWebServiceArgs,
    targetGroup: aws.lb.TargetGroup,
  ): { listener: { arn: pulumi.Output<string> }; attachment: pulumi.Resource } {
    const forward = { type: "forward", targetGroupArn: targetGroup.arn };
    if ("listener" in route) {
      const rule = new aws.lb.ListenerRule(
        name,
        {
          listenerArn: route.listener.arn,
          priority: route.priority,
          conditions: [{ pathPattern: { values: [route.path] } }],
          actions: [forward],
        },
        { parent: this },
      );
      return { listener: { arn: pulumi.output(route.listener.arn) }, attachment: rule };
    }
    const listener = new aws.lb.Listener(
      name,
      {
        loadBalancerArn: route.loadBalancer.arn,
        protocol: "HTTP",
        port: 80,
        defaultActions: [forward],
      },
      { parent: this },
    );
    return { listener: { arn: listener.arn }, attachment: listener };
  }

  private makeService(
    name: string,
    args: ScalingWebServiceArgs,
    taskDefinition: aws.ecs.TaskDefinition,
    targetGroup: aws.lb.TargetGroup,
    attachment: pulumi.Resource,
  ): aws.ecs.Service {
    const { deployment = { minimumHealthyPercent: 100, maximumPercent: 200 }, placement = {} } = args;
    return new aws.ecs.Service(
      name,
      {
        name: physicalName(args.stack, name),
        cluster: args.cluster.arn,
        taskDefinition: taskDefinition.arn,
        launchType: "EC2",
        desiredCount: args.desiredCount ?? 2,
        deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
        deploymentMaximumPercent: deployment.maximumPercent,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        availabilityZoneRebalancing: availabilityZoneRebalancing(args),
        loadBalancers: [
          { targetGroupArn: targetGroup.arn, containerName: name, containerPort: args.containerPort ?? 80 },
        ],
        placementConstraints: placement.constraints?.map((expression) => ({ type: "memberOf", expression })),
        orderedPlacementStrategies: placement.strategies,
        propagateTags: "SERVICE",
        forceDelete: true,
      },
      {
        parent: this,
        dependsOn: [attachment, ...args.capacity],
        ignoreChanges: ["desiredCount", ...(args.ignoreTaskDefinition ? ["taskDefinition"] : [])],
      },
    );
  }

  private scale(
    name: string,
    { stack, cluster, route }: ScalingWebServiceArgs,
    scaling: NonNullable<ScalingWebServiceArgs["scaling"]>,
    service: aws.ecs.Service,
    targetGroup: aws.lb.TargetGroup,
  ): void {
    const target = new aws.appautoscaling.Target(
      name,
      {
        serviceNamespace: "ecs",
        resourceId: pulumi.interpolate`service/${cluster.name}/${service.name}`,
        scalableDimension: "ecs:service:DesiredCount",
        minCapacity: scaling.min,
        maxCapacity: scaling.max,
      },
      { parent: this },
    );
    const subject = capitalized(name);
    stepScalingPolicies(
      name,
      {
        target,
        scaling,
        metric: {
          namespace: "AWS/ApplicationELB",
          name: "RequestCount",
          statistic: "Sum",
          dimensions: { LoadBalancer: route.loadBalancer.arnSuffix, TargetGroup: targetGroup.arnSuffix },
        },
        noTraffic: "zero",
        names: {
          outPolicy: physicalName(stack, `${subject}ScaleUpPolicy`, 255),
          outAlarm: physicalName(stack, `${subject}ScaleUpAlarm`, 255),
          inPolicy: physicalName(stack, `${subject}ScaleDownPolicy`, 255),
          inAlarm: physicalName(stack, `${subject}ScaleDownAlarm`, 255),
        },
      },
      this,
    );
  }
}

/** `image-assessor` as `ImageAssessor`. */
function capitalized(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
