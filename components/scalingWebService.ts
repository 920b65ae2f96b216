import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { containerTask } from "./containerTask";
import { tasksThatFit } from "./instanceRoom";
import { capitalized, physicalName } from "./names";
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
  /** The task definition's ARN without its revision, which all of them have in common. */
  readonly taskDefinitionFamilyArn: pulumi.Output<string>;

  /**
   * @param name the service's and its container's name, and after the stack's the ending of every physical name
   * @throws an error that lists all that is wrong with the name and the arguments
   */
  constructor(name: string, args: ScalingWebServiceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuse(`ScalingWebService "${name}"`, scalingWebServiceProblems(name, args));
    super("catsndogs:index:ScalingWebService", name, {}, opts);

    const taskDefinition = this.makeTaskDefinition(name, args);
    const targetGroup = this.makeTargetGroup(name, args);
    const { listener, attachment } = this.makeRoute(name, args, targetGroup);
    const service = this.makeService(name, args, taskDefinition, targetGroup, attachment);
    if (args.scaling !== undefined) {
      this.scale(name, args, args.scaling, service, targetGroup);
      warnOfRoom(this, args, args.scaling.max);
    }

    this.listener = listener;
    this.targetGroup = { arn: targetGroup.arn, arnSuffix: targetGroup.arnSuffix, name: targetGroup.name };
    this.service = { name: service.name, arn: service.arn };
    this.taskDefinitionArn = taskDefinition.arn;
    this.taskDefinitionFamilyArn = taskDefinition.arnWithoutRevision;
    this.registerOutputs({
      listener: this.listener,
      targetGroup: this.targetGroup,
      service: this.service,
      taskDefinitionArn: this.taskDefinitionArn,
    });
  }

  private makeTaskDefinition(name: string, args: ScalingWebServiceArgs): aws.ecs.TaskDefinition {
    const { stack, image, cpu, memory, memoryReservation, environment, taskRole, placement } = args;
    const task = {
      stack,
      family: physicalName(stack, name),
      container: name,
      port: args.containerPort ?? 80,
      image,
      cpu,
      memory,
      memoryReservation,
      environment,
      taskRoleArn: taskRole?.arn,
      // As the workshop has it, in the revision and not in the service: another constraint is another revision, and rolls.
      constraints: placement?.constraints,
    };
    return containerTask(name, task, this);
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
        ...(scaling.scaleInSuspended && { suspendedState: { dynamicScalingInSuspended: true } }),
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

/** Says so if the instances that a service is bound to hold fewer tasks than its scaling asks for. */
function warnOfRoom(service: ScalingWebService, args: ScalingWebServiceArgs, most: number): void {
  const { placement: { constraints = [], instances } = {}, cpu, memoryReservation } = args;
  if (instances === undefined) {
    return;
  }
  const { type, count } = instances;
  aws.ec2.getInstanceTypeOutput({ instanceType: type }, { parent: service }).apply((size) => {
    const room = count * tasksThatFit(size, { cpu, memory: memoryReservation });
    if (room < most) {
      void pulumi.log.warn(
        `Scaling may ask for ${most} tasks, and at most ${room} fit where ${constraints.join(" and ")}: ` +
          `${count} × ${type}, of whose memory each task reserves ${memoryReservation} MiB. The rest is never placed. ` +
          "Add instances there, or lift the constraint.",
        service,
      );
    }
  });
}
