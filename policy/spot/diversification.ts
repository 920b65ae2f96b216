import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { autoscalingGroup, ec2Fleet, spotFleetRequest } from "../types";
import { isKnown, isMissing, isPartial, items, type Seen, UNKNOWN } from "../values";
import { fleetUsesSpot, spotPolicyOf } from "./market";

const settings = {
  allocationStrategies: {
    type: "array",
    description:
      "Allocation strategies that are allowed, as spot fleets spell them; `capacityOptimized` stands for " +
      "`capacity-optimized` of an Auto Scaling group too.",
    default: ["diversified", "capacityOptimized", "capacityOptimizedPrioritized", "priceCapacityOptimized"],
    items: {
      type: "string",
      enum: [
        "diversified",
        "capacityOptimized",
        "capacityOptimizedPrioritized",
        "priceCapacityOptimized",
        "lowestPrice",
      ],
    },
    minItems: 1,
    uniqueItems: true,
  },
  minInstanceTypes: {
    type: "integer",
    description: "How many different instance types there must be at least.",
    default: 3,
    minimum: 1,
    maximum: 50,
  },
  minZones: {
    type: "integer",
    description: "How many different zones, or subnets, there must be at least.",
    default: 2,
    minimum: 1,
    maximum: 6,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Text = Seen<string> | null | undefined;

function judgeStrategy(property: string, strategy: Text, { config, refuse }: Context): void {
  if (strategy === UNKNOWN || (!isMissing(strategy) && typeof strategy !== "string")) return;
  const plain = (name: string) => name.replaceAll("-", "").toLowerCase();
  if (!isMissing(strategy) && config.allocationStrategies.some((allowed) => plain(allowed) === plain(strategy))) return;
  refuse({
    property,
    given: isMissing(strategy) ? undefined : strategy,
    so: isMissing(strategy) ? "so AWS takes whatever is cheapest, however likely it is to be taken back" : undefined,
    allowed: `one of ${config.allocationStrategies.join(", ")} is required`,
    fix: "Choose one that spreads over pools or looks at their capacity.",
  });
}

/** Counts different values at the most: each that is unknown may be one more. */
function atMost(values: readonly Text[]): number {
  const unknown = values.filter((value) => value === UNKNOWN).length;
  return new Set(values.filter((value) => !isMissing(value) && value !== UNKNOWN)).size + unknown;
}

/** One choice that a fleet has: overrides, launch specifications and launch templates all come down to this. */
interface Choice {
  instanceType?: Text;
  /** AWS picks the types by attributes; how many there are cannot be seen. */
  byAttributes: boolean;
  place: Text;
}

/** What is seen of a fleet's choices, under the property that holds them; `partial` where there may be more. */
interface Choices {
  property: string;
  choices: readonly Choice[];
  partial: boolean;
}

function judgeTypes({ property, choices, partial }: Choices, { config, refuse }: Context): void {
  if (partial || choices.some((choice) => choice.byAttributes)) return;
  const types = atMost(choices.map((choice) => choice.instanceType));
  if (types >= config.minInstanceTypes) return;
  refuse({
    property,
    given: `a choice of ${types} instance ${types === 1 ? "type" : "types"}`,
    allowed: `at least ${config.minInstanceTypes} are required`,
    fix: "Name more types of about the same size, of different families.",
  });
}

function judgePlaces(property: string, places: readonly Text[], partial: boolean, { config, refuse }: Context): void {
  if (partial) return;
  const zones = atMost(places);
  if (zones >= config.minZones) return;
  refuse({
    property,
    given: `a choice of ${zones} ${zones === 1 ? "zone" : "zones"}`,
    allowed: `at least ${config.minZones} are required`,
    fix: "Name subnets in more zones.",
  });
}

function judgeChoices(choices: Choices, context: Context): void {
  judgeTypes(choices, context);
  const places = choices.choices.map((choice) => choice.place);
  judgePlaces(choices.property, places, choices.partial, context);
}

/** A spot fleet takes several subnets in one string, divided by commas. */
function placesOf(subnetId: Text, availabilityZone: Text): Text[] {
  if (typeof subnetId === "string" && subnetId !== "") return subnetId.split(",").map((id) => id.trim());
  return [subnetId === UNKNOWN ? UNKNOWN : availabilityZone];
}

/** The shape that overrides of all three kinds of fleets share. */
interface Override {
  readonly instanceType?: Text;
  readonly instanceRequirements?: unknown;
  readonly subnetId?: Text;
  readonly availabilityZone?: Text;
}

/** The overrides of some launch templates; one without any is itself a choice, of the one type and zone that it names. */
function overridesOf(configs: readonly { readonly overrides?: Seen<readonly Override[]> }[]): Override[] {
  return configs.flatMap(({ overrides }, i) => {
    const own = `of launch template ${i}`;
    if (isMissing(overrides)) return [{ instanceType: own, availabilityZone: own }];
    return items(overrides).map(([, override]) => override);
  });
}

function choicesOf(overrides: readonly Override[]): Choice[] {
  return overrides.flatMap((override) =>
    placesOf(override.subnetId, override.availabilityZone).map((place) => ({
      instanceType: override.instanceType,
      byAttributes: !isMissing(override.instanceRequirements),
      place,
    })),
  );
}

/** Refuses a Spot request that one price spike can empty. */
export const spotInstanceDiversification = resourceRule(
  {
    name: "spot-instance-diversification",
    area: "spot",
    description: "Checks that Spot capacity is spread over several instance types and zones.",
    why:
      "AWS takes Spot Instances back pool by pool, a pool being one instance type in one zone. A cluster that lives in " +
      "a single pool loses all its instances in the same two minutes.",
    severity: "medium",
    remediationSteps:
      "Use `diversified` or a strategy that looks at capacity, and name several instance types in several zones in the " +
      "overrides. The rule reads overrides, not the launch template: repeat a template's `instanceRequirements` there.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "AutoScaling.6",
      specification: "Auto Scaling groups should use multiple instance types in multiple Availability Zones",
    },
    settings,
  },
  [
    on(spotFleetRequest, (fleet, context) => {
      judgeStrategy("allocationStrategy", fleet.allocationStrategy, context);
      const configs = items(fleet.launchTemplateConfigs).map(([, config]) => config);
      const specifications = items(fleet.launchSpecifications).map(([, specification]) => specification);
      const lists = [
        fleet.launchSpecifications,
        fleet.launchTemplateConfigs,
        ...configs.map((config) => config.overrides),
      ];
      const property = configs.length > 0 ? "launchTemplateConfigs" : "launchSpecifications";
      const choices = choicesOf([...specifications, ...overridesOf(configs)]);
      const partial = lists.some(isPartial);
      judgeChoices({ property, choices, partial }, context);
    }),
    on(ec2Fleet, (fleet, context) => {
      if (!fleetUsesSpot(fleet)) return;
      const options = fleet.spotOptions;
      if (options !== UNKNOWN) judgeStrategy("spotOptions.allocationStrategy", options?.allocationStrategy, context);
      const configs = items(fleet.launchTemplateConfigs).map(([, config]) => config);
      const choices = choicesOf(overridesOf(configs));
      const partial = [fleet.launchTemplateConfigs, ...configs.map((config) => config.overrides)].some(isPartial);
      judgeChoices({ property: "launchTemplateConfigs", choices, partial }, context);
    }),
    on(autoscalingGroup, (group, context) => {
      const policy = spotPolicyOf(group);
      if (!policy) return;
      const strategy = "mixedInstancesPolicy.instancesDistribution.spotAllocationStrategy";
      judgeStrategy(strategy, policy.distribution.spotAllocationStrategy, context);
      const template = policy.launchTemplate;
      if (isKnown(template)) {
        const choices = choicesOf(overridesOf([template]));
        const property = "mixedInstancesPolicy.launchTemplate.overrides";
        judgeTypes({ property, choices, partial: isPartial(template.overrides) }, context);
      }
      const bySubnet = !isMissing(group.vpcZoneIdentifiers);
      const property = bySubnet ? "vpcZoneIdentifiers" : "availabilityZones";
      const places = bySubnet ? group.vpcZoneIdentifiers : group.availabilityZones;
      if (places !== UNKNOWN) judgePlaces(property, places ?? [], false, context);
    }),
  ],
);
