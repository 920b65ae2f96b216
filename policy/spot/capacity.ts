import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate";
import type { PolicyResource } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { givenOutput } from "../given";
import { type Reference, referredTo } from "../references";
import type { StackContext, StackResource } from "../rule";
import { autoscalingGroup, ec2Fleet, launchConfiguration, launchTemplate, spotFleetRequest } from "../types";
import { isKnown, isMissing, isPartial, items, type Seen, UNKNOWN } from "../values";
import { type Amount, amount } from "./amount";
import { asksForSpot } from "./market";
import { type TemplateSpecification, templateReference } from "./templates";

type Text = Seen<string> | null | undefined;

/** One kind of instance that a fleet may launch. */
export interface Pool {
  /** Path of what says which. */
  property: string;
  type: Text;
  /** Units of capacity that one instance counts as. */
  weight: Amount;
  /** The most that is paid for a unit of it, in dollars an hour, where the fleet bids on Spot. */
  bid: Amount;
  /** The launch template, where it is found in the stack. */
  template?: Template;
}

type Template = StackResource<Unwrap<LaunchTemplateArgs>>;

/** What a fleet or a group runs, in units of capacity. */
export interface Capacity {
  resource: PolicyResource;
  /** Path of the number that it follows from, and that number. */
  property: string;
  target: Amount;
  spot: Amount;
  onDemand: Amount;
  /** Whether a unit is an instance, or so many of them as its weight says; it may be a vCPU too. */
  inInstances: boolean;
  pools: readonly Pool[];
  /** Lists that may hold more than is seen. */
  partial: readonly string[];
}

type Stack = Pick<StackContext<unknown>, "all">;

const isInInstances = (unit: Text) => isMissing(unit) || unit === "units";

/** The difference of two amounts, and nothing below nothing. */
function less(whole: Amount, part: Amount): Amount {
  if (whole === UNKNOWN || part === UNKNOWN) return UNKNOWN;
  return whole === undefined ? undefined : Math.max(0, whole - (part ?? 0));
}

/** What the launch template configurations of both kinds of fleets have in common. */
interface Override {
  readonly instanceType?: Text;
  readonly weightedCapacity?: Seen<string | number> | null;
  readonly spotPrice?: Text;
  readonly maxPrice?: Text;
}
interface Config {
  readonly launchTemplateSpecification?: Seen<TemplateSpecification>;
  readonly overrides?: Seen<readonly Override[]>;
}

/** The launch template that a specification names, where there is no doubt about it. */
export function templateFinder(stack: Stack, resource: PolicyResource, property: string) {
  const templates = stack.all(launchTemplate);
  return (specification: Seen<TemplateSpecification> | null | undefined): Template | undefined => {
    if (!isKnown(specification)) return undefined;
    const reference = templateReference(resource, property, [specification]);
    const found = referredTo(reference, templates, ({ props }) => [props.name]);
    return found.length === 1 ? found[0] : undefined;
  };
}

function poolsOfConfigs(
  configs: Seen<readonly Config[]> | null | undefined,
  find: ReturnType<typeof templateFinder>,
  fleetBid: Amount,
): Pool[] {
  return items(configs).flatMap(([i, config]) => {
    const template = find(config.launchTemplateSpecification);
    const own = template?.props.instanceType;
    const overrides = isMissing(config.overrides) ? [[0, {} as Override] as const] : items(config.overrides);
    return overrides.map(([j, override]): Pool => {
      const type = isMissing(override.instanceType) ? own : override.instanceType;
      const bid = amount(override.spotPrice) ?? amount(override.maxPrice) ?? fleetBid;
      const weight = amount(override.weightedCapacity);
      return { property: `launchTemplateConfigs[${i}].overrides[${j}].instanceType`, type, weight, bid, template };
    });
  });
}

function partialConfigs(configs: Seen<readonly Config[]> | null | undefined): string[] {
  const lists = items(configs).map(
    ([i, config]) => [`launchTemplateConfigs[${i}].overrides`, config.overrides] as const,
  );
  return [["launchTemplateConfigs", configs] as const, ...lists].flatMap(([path, list]) =>
    isPartial(list) ? [path] : [],
  );
}

function spotFleets(stack: Stack): Capacity[] {
  return stack.all(spotFleetRequest).map(({ resource, props }) => {
    const bid = amount(props.spotPrice);
    const configs = props.launchTemplateConfigs as Seen<readonly Config[]> | undefined;
    const target = amount(props.targetCapacity);
    const onDemand = amount(givenOutput(resource, "onDemandTargetCapacity", props.onDemandTargetCapacity)) ?? 0;
    const launchSpecifications = givenOutput(resource, "launchSpecifications", props.launchSpecifications);
    const specifications = items(launchSpecifications).map(([i, one]): Pool => {
      const own = amount(one.spotPrice) ?? bid;
      const weight = amount(one.weightedCapacity);
      return { property: `launchSpecifications[${i}].instanceType`, type: one.instanceType, weight, bid: own };
    });
    const find = templateFinder(stack, resource, "launchTemplateConfigs");
    const partial = isPartial(launchSpecifications) ? ["launchSpecifications"] : [];
    return {
      resource,
      property: "targetCapacity",
      target,
      spot: less(target, onDemand),
      onDemand,
      inInstances: isInInstances(givenOutput(resource, "targetCapacityUnitType", props.targetCapacityUnitType)),
      pools: [...specifications, ...poolsOfConfigs(configs, find, bid)],
      partial: [...partial, ...partialConfigs(configs)],
    };
  });
}

function ec2Fleets(stack: Stack): Capacity[] {
  return stack.all(ec2Fleet).flatMap(({ resource, props }): Capacity[] => {
    const specification = props.targetCapacitySpecification;
    if (!isKnown(specification)) return [];
    const { totalTargetCapacity, spotTargetCapacity, onDemandTargetCapacity } = specification;
    const total = amount(totalTargetCapacity);
    // What is said of neither is of the default type.
    const isSpot = specification.defaultTargetCapacityType === "spot";
    const other = amount(isSpot ? onDemandTargetCapacity : spotTargetCapacity) ?? 0;
    const rest = less(total, other);
    const property = isSpot ? "totalTargetCapacity" : "spotTargetCapacity";
    const configs = props.launchTemplateConfigs as Seen<readonly Config[]> | undefined;
    const find = templateFinder(stack, resource, "launchTemplateConfigs");
    return [
      {
        resource,
        property: `targetCapacitySpecification.${property}`,
        target: isSpot ? total : other,
        spot: isSpot ? rest : other,
        onDemand: isSpot ? other : rest,
        inInstances: isInInstances(specification.targetCapacityUnitType),
        pools: poolsOfConfigs(configs, find, undefined),
        partial: partialConfigs(configs),
      },
    ];
  });
}

/** How much of a group is On-Demand: what its mixed instances policy says, 100 percent where that says nothing. */
function onDemandOf(total: Amount, base: Amount, percentage: Amount): Amount {
  if (total === UNKNOWN || base === UNKNOWN || percentage === UNKNOWN) return UNKNOWN;
  if (total === undefined) return undefined;
  const always = Math.min(total, base ?? 0);
  return always + Math.ceil(((total - always) * (percentage ?? 100)) / 100);
}

function groups(stack: Stack, size: "atFirst" | "atMost"): Capacity[] {
  const configurations = stack.all(launchConfiguration);
  return stack.all(autoscalingGroup).map(({ resource, props }): Capacity => {
    const desired = amount(props.desiredCapacity);
    // A group begins with its least size where nothing else is said, and never has less.
    const first = typeof desired === "number" ? desired : amount(props.minSize);
    const [property, target] =
      size === "atMost" ? (["maxSize", amount(props.maxSize)] as const) : (["desiredCapacity", first] as const);
    const whole: Omit<Capacity, "spot" | "onDemand" | "pools"> = {
      resource,
      property,
      target,
      inInstances: true,
      partial: [],
    };
    const policy = givenOutput(resource, "mixedInstancesPolicy", props.mixedInstancesPolicy);
    if (isKnown(policy)) {
      const distribution = isKnown(policy.instancesDistribution) ? policy.instancesDistribution : undefined;
      const onDemand =
        policy.instancesDistribution === UNKNOWN
          ? UNKNOWN
          : onDemandOf(
              target,
              amount(distribution?.onDemandBaseCapacity),
              amount(distribution?.onDemandPercentageAboveBaseCapacity),
            );
      const template = isKnown(policy.launchTemplate) ? policy.launchTemplate : undefined;
      const find = templateFinder(stack, resource, "mixedInstancesPolicy");
      const configs = template ? [template] : [];
      const path = "mixedInstancesPolicy.launchTemplate";
      const pools = poolsOfConfigs(configs, find, amount(distribution?.spotMaxPrice)).map((pool) => {
        return { ...pool, property: pool.property.replace("launchTemplateConfigs[0]", path) };
      });
      const isOpen = policy.launchTemplate === UNKNOWN || isPartial(template?.overrides);
      const partial = isOpen ? [`${path}.overrides`] : [];
      return { ...whole, spot: less(target, onDemand), onDemand, pools, partial };
    }
    const template = templateFinder(stack, resource, "launchTemplate")(props.launchTemplate);
    const byName: Reference = {
      resource,
      property: "launchConfiguration",
      values: [props.launchConfiguration as Text],
    };
    const [configuration] = referredTo(byName, configurations, (one) => [one.props.name]);
    const options = template?.props.instanceMarketOptions;
    const price = amount(configuration?.props.spotPrice);
    const isSpot = asksForSpot(options) || price !== undefined;
    const spotOptions = isKnown(options) && isKnown(options.spotOptions) ? options.spotOptions : undefined;
    const pool: Pool = {
      property: isMissing(props.launchConfiguration) ? "launchTemplate" : "launchConfiguration",
      type: template?.props.instanceType ?? configuration?.props.instanceType,
      weight: undefined,
      bid: price ?? amount(spotOptions?.maxPrice),
      template,
    };
    if (policy === UNKNOWN) {
      return { ...whole, spot: UNKNOWN, onDemand: UNKNOWN, pools: [], partial: ["mixedInstancesPolicy"] };
    }
    return { ...whole, spot: isSpot ? target : 0, onDemand: isSpot ? 0 : target, pools: [pool] };
  });
}

/**
 * What every fleet and group of a stack runs.
 *
 * @param size of groups: what they begin with, or the most they may grow to
 */
export function capacitiesOf(stack: Stack, size: "atFirst" | "atMost"): Capacity[] {
  return [...spotFleets(stack), ...ec2Fleets(stack), ...groups(stack, size)];
}

/** What the lightest instance of a fleet counts as; undefined where that is not known. An instance counts as 1 by default. */
export function lightest({ pools, partial, inInstances }: Capacity): number | undefined {
  if (!inInstances || partial.length > 0) return undefined;
  const weights = pools.map(({ weight }) => weight ?? 1);
  if (weights.includes(UNKNOWN)) return undefined;
  const least = Math.min(...weights.filter((weight) => weight !== UNKNOWN));
  // A weight of nothing is not one that AWS takes.
  return Number.isFinite(least) && least > 0 ? least : 1;
}
