import type { SpotFleetRequestArgs } from "@pulumi/aws/ec2/spotFleetRequest";
import type { Unwrap } from "@pulumi/pulumi";
import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, isPartial, items, type Seen, type SeenProps, UNKNOWN } from "../values";
import { asksForSpot, fleetUsesSpot, spotPolicyOf } from "./market";

const settings = {
  maxDollarsPerHour: {
    type: "number",
    description: "The most that one Spot Instance may cost, in dollars an hour.",
    default: 0.25,
    exclusiveMinimum: 0,
    maximum: 100,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Price = Seen<string> | null | undefined;
type Weight = Seen<string | number> | null | undefined;

/** Dollars with at least two decimals: 0.3 reads as `0.30`, 0.125 as it is. */
function dollars(amount: number): string {
  const rounded = Number(amount.toFixed(6));
  const [, decimals = ""] = String(rounded).split(".");
  return decimals.length < 2 ? rounded.toFixed(2) : String(rounded);
}

/**
 * Judges one price. AWS counts prices per unit of capacity, so an instance that counts as several units may cost the
 * price as many times.
 */
function judge(property: string, price: Price, { config, refuse }: Context, weight?: Weight): void {
  if (price === UNKNOWN || weight === UNKNOWN) return;
  // What is no text or number at all is the provider's to refuse.
  if ([price, weight].some((value) => typeof value === "object" && value !== null)) return;
  const units = Number(weight ?? 1);
  const limit = config.maxDollarsPerHour;
  const allowed = `at most ${dollars(limit)} dollars an hour for one instance is allowed`;
  if (isMissing(price)) {
    const so = "so AWS bids up to the On-Demand price";
    refuse({ property, so, allowed, fix: `Set it to ${dollars(limit)} or less.` });
    return;
  }
  const given = String(price);
  const fix = `Lower it to ${dollars(limit / units)} or less.`;
  if (!/^(\d+\.?\d*|\.\d+)$/.test(given)) {
    refuse({ property, given: JSON.stringify(given), so: "which is not a number of dollars", allowed, fix });
  } else if (Number(given) * units > limit) {
    const cost = dollars(Number(given) * units);
    const so = units === 1 ? undefined : `so an instance of weightedCapacity ${units} may cost ${cost}`;
    refuse({ property, given, so, allowed, fix });
  }
}

/** The heaviest of some weights; one unit where none is given. */
function heaviest(weights: readonly Weight[]): number {
  const known = weights.flatMap((weight) =>
    weight === UNKNOWN || (typeof weight === "object" && weight !== null) ? [] : Number(weight ?? 1),
  );
  return known.length === 0 ? 1 : Math.max(...known);
}

/** One capacity pool of a fleet, with the property that holds its own price. */
interface Pool {
  property: string;
  price: Price;
  weight: Weight;
}

/** The capacity pools of a spot fleet; `partial` where there may be more. */
function poolsOf(fleet: SeenProps<Unwrap<SpotFleetRequestArgs>>): { pools: Pool[]; partial: boolean } {
  const specifications = items(fleet.launchSpecifications).map(
    ([i, specification]): Pool => ({
      property: `launchSpecifications[${i}].spotPrice`,
      price: specification.spotPrice,
      weight: specification.weightedCapacity,
    }),
  );
  const configs = items(fleet.launchTemplateConfigs);
  const overrides = configs.flatMap(([i, config]) =>
    // Without overrides, the launch template itself is the pool; a fleet's template cannot hold a price.
    (isMissing(config.overrides) ? [[0, {}] as const] : items(config.overrides)).map(
      ([j, override]): Pool => ({
        property: `launchTemplateConfigs[${i}].overrides[${j}].spotPrice`,
        price: override.spotPrice,
        weight: override.weightedCapacity,
      }),
    ),
  );
  const lists = [fleet.launchSpecifications, fleet.launchTemplateConfigs, ...configs.map(([, c]) => c.overrides)];
  return { pools: [...specifications, ...overrides], partial: lists.some(isPartial) };
}

type MarketOptions = Seen<{ marketType?: string; spotOptions?: { maxPrice?: string } }> | undefined;

function judgeMarketOptions(options: MarketOptions, context: Context): void {
  if (!isKnown(options) || !asksForSpot(options) || options.spotOptions === UNKNOWN) return;
  judge("instanceMarketOptions.spotOptions.maxPrice", options.spotOptions?.maxPrice, context);
}

/** Refuses a Spot bid above the limit, or none at all. */
export const spotMaxBidPrice = resourceRule(
  {
    name: "spot-max-bid-price",
    area: "spot",
    description: "Checks that every Spot bid has a maximum price, and that it is within the limit.",
    why:
      "Without a maximum price a Spot Instance may cost as much as an On-Demand one, and a mistyped price costs money " +
      "in every stack of a shared account before anybody notices.",
    severity: "high",
    remediationSteps:
      "Set the maximum price (`spotPrice`, `maxPrice` or `spotMaxPrice`) to the limit or less. Mind that AWS counts it " +
      "per unit of capacity where instances have a weight. Raise `maxDollarsPerHour` where larger instances are meant.",
    settings,
  },
  [
    on(spotFleetRequest, (fleet, context) => {
      const { pools, partial } = poolsOf(fleet);
      const withoutOwn = pools.filter((pool) => isMissing(pool.price));
      // The fleet's price may be left out where every pool has its own.
      const needed = withoutOwn.length > 0 || (pools.length === 0 && !partial);
      if (needed || !isMissing(fleet.spotPrice)) {
        judge("spotPrice", fleet.spotPrice, context, heaviest(withoutOwn.map((pool) => pool.weight)));
      }
      for (const { property, price, weight } of pools) {
        if (!isMissing(price)) judge(property, price, context, weight);
      }
    }),
    on(ec2Fleet, (fleet, context) => {
      if (!fleetUsesSpot(fleet)) return;
      for (const [i, config] of items(fleet.launchTemplateConfigs)) {
        // An EC2 Fleet takes a price in overrides alone.
        const overrides = isMissing(config.overrides) ? [[0, {}] as const] : items(config.overrides);
        for (const [j, override] of overrides) {
          const property = `launchTemplateConfigs[${i}].overrides[${j}].maxPrice`;
          judge(property, override.maxPrice, context, override.weightedCapacity);
        }
      }
    }),
    on(autoscalingGroup, (group, context) => {
      const policy = spotPolicyOf(group);
      if (!policy) return;
      const template = policy.launchTemplate;
      const overrides = items(isKnown(template) ? template.overrides : undefined);
      const weight = heaviest(overrides.map(([, override]) => override.weightedCapacity));
      const property = "mixedInstancesPolicy.instancesDistribution.spotMaxPrice";
      judge(property, policy.distribution.spotMaxPrice, context, weight);
    }),
    on(launchTemplate, (template, context) => judgeMarketOptions(template.instanceMarketOptions, context)),
    on(instance, (machine, context) => judgeMarketOptions(machine.instanceMarketOptions, context)),
    on(spotInstanceRequest, (request, context) => judge("spotPrice", request.spotPrice, context)),
    on(launchConfiguration, (configuration, context) => {
      // Only a price makes a launch configuration ask for Spot Instances.
      if (!isMissing(configuration.spotPrice)) judge("spotPrice", configuration.spotPrice, context);
    }),
  ],
);
