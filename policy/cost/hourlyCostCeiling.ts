import { stackRule } from "../rule";
import {
  autoscalingGroup,
  classicLoadBalancer,
  dashboard,
  dynamodbTable,
  ebsVolume,
  ec2Fleet,
  ecsService,
  eip,
  externalKey,
  instance,
  kmsKey,
  launchConfiguration,
  launchTemplate,
  loadBalancer,
  metricAlarm,
  natGateway,
  rdsCluster,
  rdsInstance,
  replicaKey,
  route53Zone,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { dollars } from "./dollars";
import { hourlyCost } from "./hourlyCost";
import { instanceCost } from "./instanceCost";

const settings = {
  maxDollarsPerHour: {
    type: "number",
    // The whole workshop with its load test comes to about 0.81 where its Spot Instances cost all that they may.
    description: "The most that a stack may cost, in dollars an hour.",
    default: 1,
    exclusiveMinimum: 0,
    maximum: 1000,
  },
} as const;

/** How many of the largest parts a message names. */
const NAMED = 3;

/** Refuses a stack that costs more by being there than it should. */
export const hourlyCostCeiling = stackRule(
  {
    name: "hourly-cost-ceiling",
    area: "cost",
    description: "Checks that what a stack costs an hour by being there, at AWS's list prices, is within the limit.",
    why:
      "Each part of a stack can be cheap enough and the whole too dear, and times the number of attendees it is the " +
      "account's bill. A preview says so before anything is paid for.",
    severity: "high",
    remediationSteps:
      "Take fewer or smaller instances, bid less, or share what is there once for each stack; or raise " +
      "`maxDollarsPerHour`. Prices are us-east-1's; fleets and groups count at the size they begin with; a Spot Instance " +
      "counts at its bid, or at the On-Demand price where that is lower. Traffic, requests, logs and stored data are not " +
      "counted, and what has no price in the table is left open.",
    settings,
  },
  [
    autoscalingGroup,
    classicLoadBalancer,
    dashboard,
    dynamodbTable,
    ebsVolume,
    ec2Fleet,
    ecsService,
    eip,
    externalKey,
    instance,
    kmsKey,
    launchConfiguration,
    launchTemplate,
    loadBalancer,
    metricAlarm,
    natGateway,
    rdsCluster,
    rdsInstance,
    replicaKey,
    route53Zone,
    spotFleetRequest,
    spotInstanceRequest,
  ],
  (context) => {
    const { maxDollarsPerHour } = context.config;
    const items = [...instanceCost(context), ...hourlyCost(context)];
    const total = items.reduce((sum, item) => sum + item.dollars, 0);
    // Sums of prices differ in the last of their digits.
    if (total <= maxDollarsPerHour + 1e-9) return;
    const largest = items.sort((one, other) => other.dollars - one.dollars).slice(0, NAMED);
    const parts = largest.map((one) => `${one.what} of ${one.resource.name} ${dollars(one.dollars)}`);
    context.refuse(undefined, {
      property: "The hourly cost of the stack",
      given: dollars(total),
      so: `of which ${parts.join(", ")}`,
      allowed: `at most ${dollars(maxDollarsPerHour)} is allowed`,
      fix: "Take fewer or smaller instances, or bid less.",
    });
  },
);
