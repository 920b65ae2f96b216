import ipaddr from "ipaddr.js";
import type { Change } from "./changeInput";
import { InvalidChangeBatch } from "./errors";
import { isIn } from "./names";
import { isSame, keyOf, type RecordSet } from "./recordSets";

/** Of one request, an UPSERT's values counted twice: docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html */
const MOST_VALUES = 1000;
const MOST_CHARACTERS = 32_000;
/** Weighted sets of one name and type: docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html `Weight` */
const MOST_WEIGHTED = 100;

/**
 * What a zone's record sets are after a batch of changes: all of them are made or none is.
 *
 * @param before By {@link keyOf}; stays as it is.
 * @param targetProblems What is wrong with the alias of a record set, given all sets as they will be.
 * @throws InvalidChangeBatch with every reason
 */
export function applyBatch(
  zoneName: string,
  before: ReadonlyMap<string, RecordSet>,
  changes: readonly Change[],
  targetProblems: (set: RecordSet, after: ReadonlyMap<string, RecordSet>) => string[],
): Map<string, RecordSet> {
  const after = new Map(before);
  const problems = [...sizeProblems(changes), ...repeats(changes)];
  if (problems.length === 0) for (const change of changes) problems.push(...applyChange(zoneName, after, change));
  const written = changes.filter(({ action }) => action !== "DELETE").map(({ set }) => set);
  if (problems.length === 0) {
    for (const set of written) {
      problems.push(...valueProblems(set), ...targetProblems(set, after), ...neighbourProblems(zoneName, set, after));
    }
    problems.push(...zoneProblems(zoneName, before, after));
  }
  if (problems.length > 0) throw new InvalidChangeBatch(problems);
  return after;
}

function sizeProblems(changes: readonly Change[]): string[] {
  let values = 0;
  let characters = 0;
  for (const { action, set } of changes) {
    const times = action === "UPSERT" ? 2 : 1;
    for (const { Value } of set.ResourceRecords ?? []) {
      values += times;
      characters += times * Value.length;
    }
  }
  return [
    ...(values > MOST_VALUES ? [`Number of records limit of ${MOST_VALUES} exceeded.`] : []),
    ...(characters > MOST_CHARACTERS ? [`Number of characters limit of ${MOST_CHARACTERS} exceeded.`] : []),
  ];
}

/** A set may be deleted and made anew in a batch; that is all. */
function repeats(changes: readonly Change[]): string[] {
  const bySet = new Map<string, Change[]>();
  for (const change of changes) {
    const key = keyOf(change.set);
    bySet.set(key, [...(bySet.get(key) ?? []), change]);
  }
  return [...bySet.values()]
    .filter((same) => same.length > 1 && same.map(({ action }) => action).join() !== "DELETE,CREATE")
    .flatMap(([first]) => (first ? [first.set] : []))
    .map(
      ({ Name, Type }) => `The request contains an invalid set of changes for a resource record set '${Type} ${Name}'`,
    );
}

function applyChange(zoneName: string, sets: Map<string, RecordSet>, { action, set }: Change): string[] {
  if (!isIn(set.Name, zoneName)) return [`RRSet with DNS name ${set.Name} is not permitted in zone ${zoneName}`];
  const key = keyOf(set);
  const there = sets.get(key);
  if (action === "CREATE" && there) return [`Tried to create resource record set ${shown(set)} but it already exists`];
  if (action === "DELETE") {
    const tried = `Tried to delete resource record set ${shown(set)} but`;
    if (!there) return [`${tried} it was not found`];
    if (!isSame(set, there)) return [`${tried} the values provided do not match the current values`];
    sets.delete(key);
    return [];
  }
  sets.set(key, set);
  return [];
}

function shown({ Name, Type, SetIdentifier }: RecordSet): string {
  const identifier = SetIdentifier === undefined ? "" : `, set-identifier='${SetIdentifier}'`;
  return `[name='${Name}', type='${Type}'${identifier}]`;
}

/** Addresses are looked at; values of other types are taken as they are. */
function valueProblems({ Type, ResourceRecords = [] }: RecordSet): string[] {
  const [valid, problem] =
    Type === "A"
      ? [ipaddr.IPv4.isValidFourPartDecimal, "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"]
      : Type === "AAAA"
        ? [ipaddr.IPv6.isValid, "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)"]
        : [() => true, ""];
  return ResourceRecords.filter(({ Value }) => !valid(Value)).map(
    ({ Value }) => `Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${Value}''`,
  );
}

/** What the other record sets of a name do not allow. */
function neighbourProblems(zoneName: string, set: RecordSet, after: ReadonlyMap<string, RecordSet>): string[] {
  const { Name, Type, SetIdentifier, Weight, TTL } = set;
  if (Type === "CNAME" && Name === zoneName) {
    return [`RRSet of type CNAME with DNS name ${Name} is not permitted at apex in zone ${zoneName}`];
  }
  const sameName = [...after.values()].filter((one) => one.Name === Name);
  const others = sameName.filter((one) => one.Type !== Type);
  if (Type === "CNAME" && others.length > 0) {
    return [
      `RRSet of type CNAME with DNS name ${Name} is not permitted as it conflicts with other records with the same ` +
        `DNS name in zone ${zoneName}`,
    ];
  }
  if (others.some((one) => one.Type === "CNAME")) {
    return [
      `RRSet of type ${Type} with DNS name ${Name} is not permitted because a conflicting RRSet of type  CNAME with the ` +
        `same DNS name already exists in zone ${zoneName}`,
    ];
  }
  const group = sameName.filter((one) => one.Type === Type);
  const identifier = SetIdentifier === undefined ? "" : `, SetIdentifier ${SetIdentifier}`;
  if (group.some((one) => (one.Weight === undefined) !== (Weight === undefined))) {
    return [
      `RRSet with DNS name ${Name}, type ${Type}${identifier} cannot be created as other RRSets exist with the same name ` +
        `and type.`,
    ];
  }
  if (group.length > MOST_WEIGHTED) {
    return [`Exceeded limit on number of weighted RRSets for ${Name}, type ${Type} in this zone.`];
  }
  if (TTL !== undefined && group.some((one) => one.TTL !== undefined && one.TTL !== TTL)) {
    return [
      `RRSet with DNS name ${Name}  and type ${Type}${identifier} cannot be created as weighted sets must contain the ` +
        `same TTL.`,
    ];
  }
  return [];
}

/** What a zone has by itself stays: docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
function zoneProblems(
  zoneName: string,
  before: ReadonlyMap<string, RecordSet>,
  after: ReadonlyMap<string, RecordSet>,
): string[] {
  const isGone = (Type: string): boolean => {
    const key = keyOf({ Name: zoneName, Type });
    return before.has(key) && !after.has(key);
  };
  return [
    ...(isGone("NS") ? ["A HostedZone must contain at least one NS record for the zone itself."] : []),
    ...(isGone("SOA") ? ["A HostedZone must contain exactly one SOA record."] : []),
  ];
}
