import type { ProgramChange } from "./change";

/** Changes that the rules about Spot capacity find. */
export const spotChanges: ProgramChange[] = [
  {
    rule: "spot-max-bid-price",
    file: "components/spotFleet.ts",
    line: "spotPrice: args.maxSpotPrice,",
    becomes: 'spotPrice: "0.3",',
    says: [],
  },
  {
    rule: "spot-instance-diversification",
    file: "components/spotFleet.ts",
    line: 'allocationStrategy: "diversified",',
    becomes: 'allocationStrategy: "lowestPrice",',
    says: [],
  },
  {
    rule: "spot-instance-draining",
    file: "components/userData.ts",
    line: '...(spotDraining ? ["ECS_ENABLE_SPOT_INSTANCE_DRAINING=true"] : []),',
    becomes: "",
    says: [],
  },
  {
    rule: "spot-capacity-limit",
    file: "components/spotFleet.ts",
    line: "launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: args.overrides }],",
    becomes:
      'launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: [{ instanceType: "t3.micro" }] }], targetCapacity: 11,',
    says: [],
  },
  {
    rule: "spot-terminates-with-stack",
    file: "components/spotFleet.ts",
    line: 'terminateInstancesOnDelete: "true",',
    becomes: 'terminateInstancesOnDelete: "false",',
    says: [],
  },
];
