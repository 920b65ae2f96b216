import type { PolicyResource } from "@pulumi/policy";
import { wasGiven } from "../given";
import { type Reference, referredTo } from "../references";
import { type ConfigOf, type StackContext, type StackResource, stackRule } from "../rule";
import { listener, listenerRule, route53Record, route53Zone } from "../types";
import { isKnown, isPartial, items, type Seen, UNKNOWN } from "../values";

const settings = {
  sum: {
    type: "integer",
    description: "What the weights of one name add up to: 100 makes them percent. 0 allows every sum but 0.",
    default: 100,
    minimum: 0,
    // Route 53 takes weights up to 255, of up to 100 records with the same name and type.
    maximum: 25_500,
  },
  maxTtlSeconds: {
    type: "integer",
    description:
      "How long resolvers may keep the answer, in seconds: so long after a change visitors still come by the old weights. " +
      "The default is the time of alias records of load balancers, which cannot be set.",
    default: 60,
    minimum: 0,
    maximum: 86_400,
  },
} as const;

type Context = StackContext<ConfigOf<typeof settings>>;

/** One weighted record. */
interface Weighted {
  resource: PolicyResource;
  name: string;
  type: string;
  /** Undefined where it is not known, or no number. */
  weight: number | undefined;
  setIdentifier: Seen<string> | undefined;
  /** Whether its zone is part of the stack, so that the stack has all of its records. */
  isOfOwnZone: boolean;
}

type RecordResource = StackResource<NonNullable<(typeof route53Record)["props"]>>;

type ZoneResource = StackResource<NonNullable<(typeof route53Zone)["props"]> & { zoneId?: string }>;

/** Its zone: one of the stack by its URN, or another by its id; undefined where that is not known. */
function zoneOf({ resource, props }: RecordResource, zones: readonly ZoneResource[]) {
  const reference: Reference = { resource, property: "zoneId", values: [props.zoneId] };
  const [own, ...others] = referredTo(reference, zones, (zone) => [zone.props.zoneId]);
  if (own !== undefined && others.length === 0) return { key: own.resource.urn, isOwn: true };
  return isKnown(props.zoneId) ? { key: String(props.zoneId), isOwn: false } : undefined;
}

/** The weighted records, those of one name, type and zone together. */
function groupsOf({ all, leaveOpen }: Context): Weighted[][] {
  const zones: ZoneResource[] = all(route53Zone);
  const groups = new Map<string, Weighted[]>();
  let isComplete = true;
  // Resources come in the order in which they were ready, which is another each time.
  const records = all(route53Record).sort((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1));
  for (const record of records) {
    const { resource, props } = record;
    const policies = items(props.weightedRoutingPolicies);
    const [first] = policies;
    if (!wasGiven(resource, "weightedRoutingPolicies", props.weightedRoutingPolicies)) continue;
    if (!first && !isPartial(props.weightedRoutingPolicies)) continue;
    const zone = zoneOf(record, zones);
    if (!zone || typeof props.name !== "string" || typeof props.type !== "string") {
      const property = !zone ? "zoneId" : typeof props.name !== "string" ? "name" : "type";
      if (props[property] === UNKNOWN) {
        leaveOpen(resource, property);
        isComplete = false;
      }
      continue;
    }
    const given = first?.[1].weight;
    const weight = isKnown(given) ? Number(given) : Number.NaN;
    if (!first || given === UNKNOWN) leaveOpen(resource, "weightedRoutingPolicies[0].weight");
    const name = props.name.toLowerCase().replace(/\.$/, "");
    const key = JSON.stringify([zone.key, name, props.type]);
    groups.set(key, [
      ...(groups.get(key) ?? []),
      {
        resource,
        name,
        type: props.type,
        weight: Number.isFinite(weight) ? weight : undefined,
        setIdentifier: props.setIdentifier,
        isOfOwnZone: zone.isOwn,
      },
    ]);
  }
  // A record of which it is not known where it belongs may be what the others lack.
  return isComplete ? [...groups.values()] : [];
}

function judgeGroup(group: readonly Weighted[], { config, refuse }: Context): void {
  const [first] = group;
  if (!first) return;
  const property = `weightedRoutingPolicies of ${first.name} ${first.type}`;
  const weights = group.flatMap(({ weight }) => weight ?? []);
  const given = `${weights.join(" + ")}`;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const allowed = config.sum > 0 ? `a sum of ${config.sum} is required` : "at least one has to be more than 0";
  if (weights.length < group.length) return;
  if (group.length === 1) {
    // Of another stack's zone it is not known what else there is.
    if (!first.isOfOwnZone) return;
    const so = "of the only record, which gets all visitors whatever it is";
    refuse(first.resource, {
      property,
      given,
      so,
      allowed: "two records or more share visitors",
      fix: "Add the other side.",
    });
    return;
  }
  if (sum === 0) {
    const so = "which Route 53 takes for equal weights";
    refuse(first.resource, { property, given, so, allowed, fix: "Give the stable side all of it." });
  } else if (config.sum > 0 && sum !== config.sum) {
    const so = `which is ${sum}, so none of them is what it says`;
    refuse(first.resource, { property, given, so, allowed, fix: "Make the weights percent, or set `sum` otherwise." });
  }
}

/** A load balancer's actions, as listeners and their rules have them. */
type Actions = Seen<
  readonly Seen<{ forward?: Seen<{ targetGroups?: Seen<readonly Seen<{ weight?: Seen<number> }>[]> }> }>[]
>;

function judgeActions(resource: PolicyResource, property: string, actions: Actions | undefined, { refuse }: Context) {
  for (const [i, { forward }] of items(actions)) {
    const groups = isKnown(forward) ? forward.targetGroups : undefined;
    const weights = items(groups).map(([, { weight }]) => weight);
    if (weights.length === 0 || isPartial(groups) || weights.some((weight) => weight !== 0)) continue;
    refuse(resource, {
      property: `${property}[${i}].forward.targetGroups`,
      given: weights.map((weight) => `weight ${String(weight)}`).join(", "),
      so: "so no target group gets a request",
      allowed: "at least one weight has to be more than 0",
      fix: "Give the stable side's target group a weight.",
    });
  }
}

/** Refuses weights by which visitors are not divided as they say. */
export const canaryWeightsSum = stackRule(
  {
    name: "canary-weights-sum",
    area: "canary",
    description:
      "Checks that the weighted records of a name add up to a hundred, are told apart, and are soon asked for again; and that " +
      "weighted target groups do not all weigh nothing.",
    why:
      "Weights are relative: 10 beside 40 sends every fifth visitor to a canary that was to get every tenth, and when all of them " +
      "are 0 Route 53 sends as many to each.",
    severity: "medium",
    remediationSteps:
      "Give the records of a name weights that add up to 100, each its own `setIdentifier`, and a TTL of at most a minute, or " +
      "make them aliases. Set `sum` to 0 where only the ratio counts.",
    settings,
  },
  [route53Record, route53Zone, listener, listenerRule],
  (context) => {
    const { all, config, refuse } = context;
    for (const group of groupsOf(context)) {
      judgeGroup(group, context);
      const seen = new Set<unknown>();
      for (const { resource, name, type, setIdentifier } of group) {
        if (!isKnown(setIdentifier)) continue;
        if (seen.has(setIdentifier)) {
          refuse(resource, {
            property: "setIdentifier",
            given: String(setIdentifier),
            so: `as another record of ${name} ${type} has it`,
            allowed: "each record of a name has its own",
            fix: "Name it after its side.",
          });
        }
        seen.add(setIdentifier);
      }
    }
    for (const { resource, props } of all(route53Record)) {
      if (items(props.weightedRoutingPolicies).length === 0 || typeof props.ttl !== "number") continue;
      if (props.ttl <= config.maxTtlSeconds) continue;
      refuse(resource, {
        property: "ttl",
        given: `${props.ttl} seconds`,
        so: "so visitors come by the old weights so long after a change",
        allowed: `at most ${config.maxTtlSeconds} is allowed for a weighted record`,
        fix: "Lower it, or make the record an alias.",
      });
    }
    for (const { resource, props } of all(listener))
      judgeActions(resource, "defaultActions", props.defaultActions, context);
    for (const { resource, props } of all(listenerRule)) judgeActions(resource, "actions", props.actions, context);
  },
);
