import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ecsImageId } from "./ecsImage";
import { ecsLaunchTemplate } from "./ecsLaunchTemplate";
import { physicalName } from "./names";
import { onDemandGroup } from "./onDemandGroup";
import { refuse } from "./problems";
import { type ServiceRole, serviceRole } from "./serviceRole";
import { type SpotEcsClusterArgs, spotEcsClusterProblems } from "./spotEcsClusterArgs";
import { spotFleet } from "./spotFleet";
import { type SpotFleetOverride, spotFleetOverrides, subnetsOffering } from "./spotFleetOverrides";

/** What instances are launched with, be they Spot or on demand. */
interface InstanceBasis {
  cluster: aws.ecs.Cluster;
  profile: aws.iam.InstanceProfile;
  imageId: pulumi.Output<string>;
}

/**
 * An ECS cluster on a Spot fleet of several instance types and zones, which grows and shrinks with the memory that tasks
 * reserve, beside a fixed group of on-demand instances that stays when Spot capacity goes.
 *
 * Costs $0.2418 an hour as the workshop has it, at us-east-1's on-demand prices and with Spot taken as 35 % of them:
 * $0.1000 for the on-demand m4.large; $0.1284 for 3 Spot instances at 35 % of $0.1223, the mean of m4.large (0.100),
 * c4.large (0.100), r4.large (0.133) and i3.large (0.156); $0.0132 for the 4 instances' gp3 volumes of 30 GiB at $0.08 a
 * GiB and month; $0.0003 for 2 alarms at $0.10 a month. A month is 730 hours.
 */
export class SpotEcsCluster extends pulumi.ComponentResource {
  readonly cluster: { name: pulumi.Output<string>; arn: pulumi.Output<string> };
  /** The Spot fleet request's id, `sfr-…`. */
  readonly fleetRequestId: pulumi.Output<string>;
  /** What runs the tasks. A service depends on it, so that it is drained before its instances are gone. */
  readonly capacity: pulumi.Resource[];
  /** The on-demand Auto Scaling group; undefined where `onDemand.count` is 0. */
  readonly onDemandGroupName: pulumi.Output<string> | undefined;
  /** The topic that hears of the group's launches and terminations; undefined where `onDemand.count` is 0. */
  readonly onDemandTopic: { arn: pulumi.Output<string> } | undefined;
  /** The role of the instances; tasks cannot take it. */
  readonly instanceRole: { name: pulumi.Output<string>; arn: pulumi.Output<string> };

  /** What every instance needs from its first to its last moment: a way out, and its role's permissions. */
  private readonly lifelines: pulumi.Output<pulumi.Resource[]>;

  /** @throws an error that lists all that is wrong with the arguments */
  constructor(name: string, args: SpotEcsClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    refuse(`SpotEcsCluster "${name}"`, spotEcsClusterProblems(args));
    super("catsndogs:index:SpotEcsCluster", name, {}, opts);

    const cluster = this.makeCluster(name, args);
    const { role, permissions } = this.makeInstanceRole(name, args);
    this.lifelines = pulumi.output(args.network.egress).apply((egress) => [...egress, ...permissions]);
    const basis = {
      cluster,
      profile: this.makeInstanceProfile(name, args, role),
      imageId: ecsImageId(args.ecsImage, this),
    };
    const pools = this.choosePools(args);
    const fleet = this.makeFleet(name, args, basis, pools.overrides);
    const onDemand = args.onDemand.count > 0 ? this.makeOnDemand(name, args, basis, pools.onDemandSubnets) : undefined;

    this.cluster = { name: cluster.name, arn: cluster.arn };
    this.fleetRequestId = fleet.id;
    this.capacity = onDemand === undefined ? [fleet] : [fleet, onDemand.group];
    this.onDemandGroupName = onDemand?.group.name;
    this.onDemandTopic = onDemand && { arn: onDemand.topic.arn };
    this.instanceRole = { name: role.name, arn: role.arn };
    this.registerOutputs({
      cluster: this.cluster,
      fleetRequestId: this.fleetRequestId,
      onDemandGroupName: this.onDemandGroupName,
      onDemandTopic: this.onDemandTopic,
      instanceRole: this.instanceRole,
    });
  }

  private makeCluster(name: string, { stack }: SpotEcsClusterArgs): aws.ecs.Cluster {
    return new aws.ecs.Cluster(
      name,
      {
        name: physicalName(stack, "catsndogsECScluster", 255),
        // MemoryReservation comes without Container Insights, whose own metrics would be charged for.
        settings: [{ name: "containerInsights", value: "disabled" }],
      },
      { parent: this },
    );
  }

  private makeInstanceRole(name: string, { stack }: SpotEcsClusterArgs): ServiceRole {
    return serviceRole(
      `${name}-instance`,
      {
        name: physicalName(stack, "ecs-instance"),
        service: "ec2.amazonaws.com",
        managedPolicies: {
          ecs: aws.iam.ManagedPolicy.AmazonEC2ContainerServiceforEC2Role,
          // Session Manager instead of key pairs.
          ssm: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore,
        },
      },
      this,
    );
  }

  private makeInstanceProfile(name: string, { stack }: SpotEcsClusterArgs, role: aws.iam.Role) {
    return new aws.iam.InstanceProfile(
      `${name}-instance`,
      { name: physicalName(stack, "ecs-instance"), role: role.name },
      { parent: this },
    );
  }

  /** Where each instance type can be launched, by what EC2 offers in the zones of the private subnets. */
  private choosePools({ instanceTypes, network, onDemand }: SpotEcsClusterArgs) {
    const types = new Set(onDemand.count > 0 ? [...instanceTypes, onDemand.instanceType] : instanceTypes);
    const offerings = aws.ec2.getInstanceTypeOfferingsOutput(
      { locationType: "availability-zone", filters: [{ name: "instance-type", values: [...types] }] },
      { parent: this },
    );
    const known = pulumi.all([network.privateSubnets, offerings]);
    return {
      overrides: known.apply(([subnets, offered]) => {
        const { overrides, dropped } = spotFleetOverrides(instanceTypes, subnets, offered);
        if (dropped.length > 0) {
          const pairs = dropped.map(({ instanceType, availabilityZone }) => `${instanceType} in ${availabilityZone}`);
          void pulumi.log.warn(`The Spot fleet leaves out what EC2 does not offer: ${pairs.join(", ")}.`, this);
        }
        return overrides;
      }),
      onDemandSubnets: known.apply(([subnets, offered]) =>
        onDemand.count > 0 ? subnetsOffering(onDemand.instanceType, subnets, offered).map(({ id }) => id) : [],
      ),
    };
  }

  private makeFleet(
    name: string,
    args: SpotEcsClusterArgs,
    basis: InstanceBasis,
    overrides: pulumi.Input<SpotFleetOverride[]>,
  ): aws.ec2.SpotFleetRequest {
    const { stack, maxSpotPrice, capacity, scaling } = args;
    const launchTemplate = this.makeLaunchTemplate(`${name}-spot`, args, basis, {
      name: physicalName(stack, "ecs-spot"),
      agent: { spotDraining: true, attributes: {} },
    });
    return spotFleet(
      `${name}-fleet`,
      {
        stack,
        clusterName: basis.cluster.name,
        launchTemplate,
        overrides,
        maxSpotPrice,
        capacity,
        scaling,
        dependsOn: this.lifelines,
      },
      this,
    );
  }

  private makeOnDemand(
    name: string,
    args: SpotEcsClusterArgs,
    basis: InstanceBasis,
    subnetIds: pulumi.Input<string[]>,
  ): { group: aws.autoscaling.Group; topic: aws.sns.Topic } {
    const { stack, onDemand, instanceTags = {} } = args;
    const ownName = physicalName(stack, "On-Demand-ECS");
    const launchTemplate = this.makeLaunchTemplate(`${name}-on-demand`, args, basis, {
      name: ownName,
      instanceType: onDemand.instanceType,
      agent: { spotDraining: false, attributes: onDemand.attributes ?? {} },
    });
    return onDemandGroup(
      `${name}-on-demand`,
      {
        stack,
        count: onDemand.count,
        instanceTags: { ...instanceTags, Name: ownName },
        subnetIds,
        launchTemplate,
        dependsOn: this.lifelines,
      },
      this,
    );
  }

  private makeLaunchTemplate(
    name: string,
    { network, instanceTags = {} }: SpotEcsClusterArgs,
    { cluster, profile, imageId }: InstanceBasis,
    own: { name: string; instanceType?: string; agent: { spotDraining: boolean; attributes: Record<string, string> } },
  ) {
    return ecsLaunchTemplate(
      name,
      {
        ...own,
        agent: { ...own.agent, cluster: cluster.name },
        imageId,
        instanceProfileArn: profile.arn,
        securityGroupId: network.instanceSecurityGroupId,
        instanceTags,
      },
      this,
    );
  }
}
