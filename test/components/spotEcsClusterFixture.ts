import type { SpotEcsClusterArgs } from "../../components/spotEcsClusterArgs";

export const IMAGE = "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64";
export const WORKSHOP_TYPES = ["m4.large", "c4.large", "r4.large", "i3.large"];

/** The workshop's cluster, required arguments only. */
export function requiredCluster(): SpotEcsClusterArgs {
  return {
    stack: "workshop",
    network: {
      privateSubnets: [
        { id: "subnet-a", availabilityZone: "us-west-2a" },
        { id: "subnet-b", availabilityZone: "us-west-2b" },
      ],
      instanceSecurityGroupId: "sg-instances",
      egress: [],
    },
    ecsImage: IMAGE,
    maxSpotPrice: "0.25",
    instanceTypes: [...WORKSHOP_TYPES],
    capacity: { min: 3, desired: 3, max: 10 },
    onDemand: { instanceType: "m4.large", count: 1 },
    scaling: {
      out: {
        threshold: 20,
        steps: [
          { from: 20, to: 50, add: 2 },
          { from: 50, add: 3 },
        ],
      },
      in: {
        threshold: 20,
        steps: [
          { upTo: 20, above: 10, remove: 1 },
          { upTo: 10, remove: 2 },
        ],
      },
    },
  };
}

/** The required arguments with something changed. */
export function changedCluster(change: (args: SpotEcsClusterArgs) => void): SpotEcsClusterArgs {
  const args = requiredCluster();
  change(args);
  return args;
}
