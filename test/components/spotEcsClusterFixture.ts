import { SpotEcsCluster } from "../../components/spotEcsCluster";
import type { SpotEcsClusterArgs } from "../../components/spotEcsClusterArgs";
import { type Inputs, type Recorded, type RecordOptions, record } from "./recorder";

export const IMAGE = "al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64";
export const WORKSHOP_TYPES = ["m4.large", "c4.large", "r4.large", "i3.large"];

export const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const OFFERINGS = "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings";

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

/** A region that offers every type asked for in zones a and b, without the pairs given as `TYPE ZONE`. */
export function offeringAllBut(...missing: string[]): (asked: Inputs) => Inputs {
  return ({ filters }) => {
    const types: string[] = filters[0].values;
    const pairs = types
      .flatMap((type) => ["us-west-2a", "us-west-2b"].map((zone) => ({ type, zone })))
      .filter(({ type, zone }) => !missing.includes(`${type} ${zone}`));
    return { instanceTypes: pairs.map(({ type }) => type), locations: pairs.map(({ zone }) => zone) };
  };
}

/** EC2's answers where nothing is amiss. */
export const answers: RecordOptions = {
  calls: { "aws:ec2/getAmi:getAmi": () => ({ id: "ami-ecs" }), [OFFERINGS]: offeringAllBut() },
  outputs: (type) => (type === TEMPLATE ? { latestVersion: 7 } : undefined),
};

/** Runs the cluster; also returns what it warned about. */
export async function recordCluster(
  args: SpotEcsClusterArgs | (() => SpotEcsClusterArgs),
  options: RecordOptions = {},
) {
  const logged: string[] = [];
  const { warn } = console;
  // Where Pulumi's log goes when there is no engine.
  console.warn = (line: string) => logged.push(line);
  try {
    const recorded = await record(() => new SpotEcsCluster("cluster", typeof args === "function" ? args() : args), {
      ...answers,
      ...options,
    });
    return { recorded, warnings: logged.map((line) => line.replace("warning: [runtime] ", "")) };
  } finally {
    console.warn = warn;
  }
}

/** The script of the launch template whose name has this ending. */
export function userDataOf(recorded: Recorded, suffix: string): string {
  return Buffer.from(recorded.one(TEMPLATE, suffix).inputs.userData, "base64").toString();
}
