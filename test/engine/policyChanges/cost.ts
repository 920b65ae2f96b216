import type { ProgramChange } from "./change";

/** Changes that the rules about cost find. */
export const costChanges: ProgramChange[] = [
  {
    rule: "cost-allowed-instance-types",
    file: "components/ecsLaunchTemplate.ts",
    line: "instanceType: args.instanceType,",
    becomes: 'instanceType: args.instanceType && "m4.2xlarge",',
    says: [],
  },
  {
    rule: "hourly-cost-ceiling",
    file: "components/spotFleet.ts",
    line: "launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: args.overrides }],",
    becomes:
      'launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: [{ instanceType: "m4.large" }] }], targetCapacity: 10,',
    alone: true,
    says: [],
  },
  {
    rule: "one-nat-gateway",
    file: "components/network.ts",
    line: 'natGateways: { strategy: "Single" },',
    becomes: 'natGateways: { strategy: "OnePerAz" },',
    says: [],
  },
  {
    rule: "load-generator-off",
    file: "components/userData.ts",
    line: '"#!/bin/bash",',
    becomes: '"#!/bin/bash", "vegeta attack -targets=/etc/targets -rate=50 &",',
    says: [],
  },
];
