import type { ProgramChange } from "./change";

/** Changes that the rules about Spot capacity find. */
export const spotChanges: ProgramChange[] = [
  {
    rule: "spot-max-bid-price",
    file: "components/spotFleet.ts",
    line: "spotPrice: args.maxSpotPrice,",
    becomes: 'spotPrice: "0.3",',
    says: [
      "spot-max-bid-price cluster-fleet: spotPrice is 0.3; at most 0.25 dollars an hour for one instance " +
        "is allowed. Lower it to 0.25 or less.",
    ],
  },
  {
    rule: "spot-instance-diversification",
    file: "components/spotFleet.ts",
    line: 'allocationStrategy: "diversified",',
    becomes: 'allocationStrategy: "lowestPrice",',
    says: [
      "spot-instance-diversification cluster-fleet: allocationStrategy is lowestPrice; one of diversified, " +
        "capacityOptimized, capacityOptimizedPrioritized, priceCapacityOptimized is required. Choose one " +
        "that spreads over pools or looks at their capacity.",
    ],
  },
  {
    rule: "spot-instance-draining",
    file: "components/userData.ts",
    line: '...(spotDraining ? ["ECS_ENABLE_SPOT_INSTANCE_DRAINING=true"] : []),',
    becomes: "",
    says: [
      "spot-instance-draining cluster-spot: userData: ECS_ENABLE_SPOT_INSTANCE_DRAINING is missing, so " +
        "tasks are cut off when AWS takes the Spot Instance back; true is required on Spot Instances. Write " +
        "it to /etc/ecs/ecs.config, beside ECS_CLUSTER.",
    ],
  },
  {
    rule: "spot-capacity-limit",
    file: "components/spotFleet.ts",
    line: "launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: args.overrides }],",
    becomes:
      'launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: [{ instanceType: "t3.micro" }] }], targetCapacity: 11,',
    alone: true,
    says: [
      "ecs-placement-satisfiable mxnet: placementConstraints[0].expression is attribute:ecs.instance-type == c4.large, so " +
        "no task is ever placed; the stack's instances are m4.large with catslike=catnip, t3.micro. Ask for one of those, " +
        "or add capacity that meets it.",
      "spot-capacity-limit cluster-fleet: targetCapacity is 11, which asks for up to 11 Spot Instances; at " +
        "most 10 are allowed. Lower it.",
      "spot-instance-diversification cluster-fleet: launchTemplateConfigs is a choice of 0 zones; at least " +
        "2 are required. Name subnets in more zones.",
      "spot-instance-diversification cluster-fleet: launchTemplateConfigs is a choice of 1 instance type; " +
        "at least 3 are required. Name more types of about the same size, of different families.",
    ],
  },
  {
    rule: "spot-terminates-with-stack",
    file: "components/spotFleet.ts",
    line: 'terminateInstancesOnDelete: "true",',
    becomes: 'terminateInstancesOnDelete: "false",',
    says: [
      "spot-terminates-with-stack cluster-fleet: terminateInstancesOnDelete is false, so the instances run " +
        "on, and cost money, when the stack is destroyed; true is required. Set it to true.",
    ],
  },
];
