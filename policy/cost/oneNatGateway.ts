import { stackRule } from "../rule";
import { natGateway } from "../types";
import { dollars } from "./dollars";
import { NAT_GATEWAY } from "./prices";

const settings = {
  maxNatGateways: {
    type: "integer",
    description: "The most NAT gateways that one stack may have.",
    default: 1,
    minimum: 0,
    maximum: 100,
  },
} as const;

/** Refuses a NAT gateway for each zone where one would do. */
export const oneNatGateway = stackRule(
  {
    name: "one-nat-gateway",
    area: "cost",
    description: "Checks that a stack has no more NAT gateways than the limit.",
    why:
      "A NAT gateway in each zone keeps a production site up when a zone fails, and is often the default. For people who " +
      "are learning it multiplies the dearest part of an idle network, in every stack.",
    severity: "medium",
    remediationSteps:
      'Route all private subnets through one NAT gateway (`natGateways: { strategy: "Single" }` of awsx), or raise ' +
      "`maxNatGateways` where a stack has to outlive a zone.",
    settings,
  },
  [natGateway],
  ({ config, all, refuse }) => {
    const gateways = all(natGateway);
    if (gateways.length <= config.maxNatGateways) return;
    const names = gateways.map(({ resource }) => resource.name).sort();
    refuse(undefined, {
      property: "The number of NAT gateways",
      given: `${gateways.length} (${names.join(", ")})`,
      so: `which cost ${dollars(gateways.length * NAT_GATEWAY)} an hour before any traffic`,
      allowed: `at most ${config.maxNatGateways} ${config.maxNatGateways === 1 ? "is" : "are"} allowed`,
      fix: "Route the private subnets of all zones through one.",
    });
  },
);
