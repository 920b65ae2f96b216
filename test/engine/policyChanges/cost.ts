import type { ProgramChange } from "./change";

/** Changes that the rules about cost find. */
export const costChanges: ProgramChange[] = [
  {
    rule: "cost-allowed-instance-types",
    file: "components/ecsLaunchTemplate.ts",
    line: "instanceType: args.instanceType,",
    becomes: 'instanceType: args.instanceType && "m4.2xlarge",',
    says: [
      "cost-allowed-instance-types cluster-on-demand: instanceType is m4.2xlarge; only *.nano, *.micro, " +
        "*.small, *.medium, *.large are allowed. Choose a smaller or more usual type.",
    ],
  },
  {
    rule: "hourly-cost-ceiling",
    file: "components/spotFleet.ts",
    line: "launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: args.overrides }],",
    becomes:
      'launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: [{ instanceType: "m4.large" }] }], targetCapacity: 10,',
    alone: true,
    says: [
      "ecs-placement-satisfiable mxnet: placementConstraints[0].expression is attribute:ecs.instance-type == c4.large, so " +
        "no task is ever placed; the stack's instances are m4.large, m4.large with catslike=catnip. Ask for one of those, " +
        "or add capacity that meets it.",
      "hourly-cost-ceiling catsndogs-alice: The hourly cost of the stack is $1.2397, of which 10 Spot " +
        "instances of cluster-fleet $1.0000, 1 on-demand instance of cluster-on-demand $0.1000, NAT gateway " +
        "of alice-network-1 $0.0450; at most $1.0000 is allowed. Take fewer or smaller instances, or bid " +
        "less.",
      "spot-instance-diversification cluster-fleet: launchTemplateConfigs is a choice of 0 zones; at least " +
        "2 are required. Name subnets in more zones.",
      "spot-instance-diversification cluster-fleet: launchTemplateConfigs is a choice of 1 instance type; " +
        "at least 3 are required. Name more types of about the same size, of different families.",
    ],
  },
  {
    rule: "one-nat-gateway",
    file: "components/network.ts",
    line: 'natGateways: { strategy: "Single" },',
    becomes: 'natGateways: { strategy: "OnePerAz" },',
    says: [
      "one-nat-gateway catsndogs-alice: The number of NAT gateways is 2 (alice-network-1, " +
        "alice-network-2), which cost $0.0900 an hour before any traffic; at most 1 is allowed. Route the " +
        "private subnets of all zones through one.",
    ],
  },
  {
    rule: "load-generator-off",
    file: "components/userData.ts",
    line: '"#!/bin/bash",',
    becomes: '"#!/bin/bash", "vegeta attack -targets=/etc/targets -rate=50 &",',
    says: [
      "load-generator-off cluster-on-demand: userData is a script with vegeta, so load, and an instance " +
        "that makes it, are there as long as the stack is; a load generator should be there only during a " +
        "test. Make it depend on a setting, and switch that off after the test.",
      "load-generator-off cluster-spot: userData is a script with vegeta, so load, and an instance that " +
        "makes it, are there as long as the stack is; a load generator should be there only during a test. " +
        "Make it depend on a setting, and switch that off after the test.",
    ],
  },
];
