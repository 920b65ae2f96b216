import type { AccountRecord, Props, Records } from "../../account/model";
import { number, objects, text, texts } from "../../account/types/read";
import { RECORD } from "../../account/types/route53/references";
import { equal } from "../../account/values";
import type { World } from "../world";
import { fullName, normalized, sortKey, withoutDot } from "./names";

/** What a record that is an alias stands for. */
export interface AliasTarget {
  HostedZoneId: string;
  /** Normalized. */
  DNSName: string;
  EvaluateTargetHealth: boolean;
}

/**
 * Records of one name and type, simple or of a weight: docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
 * Other ways to route are not modelled.
 */
export interface RecordSet {
  /** Normalized. */
  Name: string;
  Type: string;
  SetIdentifier?: string;
  /** From 0 to 255. */
  Weight?: number;
  /** Seconds. An alias has none of its own. */
  TTL?: number;
  ResourceRecords?: { Value: string }[];
  AliasTarget?: AliasTarget;
}

/** What no other set in a zone has the same of. */
export function keyOf({ Name, Type, SetIdentifier = "" }: RecordSet): string {
  return [Name, Type, SetIdentifier].join("|");
}

/** Whether two record sets say the same. The order of values says nothing. */
export function isSame(one: RecordSet | undefined, other: RecordSet | undefined): boolean {
  return equal(one && sorted(one), other && sorted(other));
}

function sorted(set: RecordSet): Props {
  const values = set.ResourceRecords?.map(({ Value }) => Value).toSorted();
  return { ...set, ResourceRecords: values, AliasTarget: set.AliasTarget && { ...set.AliasTarget } } as Props;
}

/** The name of a zone, normalized. */
export function nameOf(zone: AccountRecord): string {
  return normalized(text(zone.inputs, "name") ?? text(zone.outputs, "name") ?? "");
}

/** The record set that a resource stands for. */
export function setOf({ inputs }: Pick<AccountRecord, "inputs">, zone: AccountRecord): RecordSet {
  const set: RecordSet = {
    Name: fullName(text(inputs, "name") ?? "", nameOf(zone)),
    Type: text(inputs, "type") ?? "",
  };
  const identifier = text(inputs, "setIdentifier");
  const weight = number(inputs, "weightedRoutingPolicies[*].weight");
  const ttl = number(inputs, "ttl");
  const [alias] = objects(inputs, "aliases");
  if (identifier !== undefined && identifier !== "") set.SetIdentifier = identifier;
  if (weight !== undefined) set.Weight = weight;
  if (alias) {
    set.AliasTarget = {
      HostedZoneId: text(alias, "zoneId") ?? "",
      DNSName: normalized(text(alias, "name") ?? ""),
      EvaluateTargetHealth: alias.evaluateTargetHealth === true,
    };
  } else {
    if (ttl !== undefined) set.TTL = ttl;
    set.ResourceRecords = texts(inputs, "records[*]").map((value) => ({ Value: quoted(set.Type, value) }));
  }
  return set;
}

/** Writes a record set into the resource that stands for it, where it says something else. */
export function writeTo(world: World, record: AccountRecord, before: RecordSet, after: RecordSet): void {
  if (before.Weight !== after.Weight && after.Weight !== undefined) {
    world.set(record, "weightedRoutingPolicies", [{ weight: after.Weight }]);
  }
  if (before.TTL !== after.TTL) world.set(record, "ttl", after.TTL ?? null);
  if (!isSame({ ...before, ResourceRecords: after.ResourceRecords }, before)) {
    const values = after.ResourceRecords?.map(({ Value }) => unquoted(after.Type, Value));
    world.set(record, "records", values ?? null);
  }
  if (!isSame({ ...before, AliasTarget: after.AliasTarget }, before)) {
    const { DNSName, HostedZoneId, EvaluateTargetHealth } = after.AliasTarget ?? {};
    const alias = { name: withoutDot(DNSName ?? ""), zoneId: HostedZoneId ?? "" };
    const aliases = after.AliasTarget && [{ ...alias, evaluateTargetHealth: EvaluateTargetHealth === true }];
    world.set(record, "aliases", aliases ?? null);
  }
}

/** Text stands in quotes in Route 53, and without them in a resource. */
function quoted(type: string, value: string): string {
  return isText(type) && !value.startsWith('"') ? `"${value}"` : value;
}

function unquoted(type: string, value: string): string {
  return isText(type) ? value.replace(/^"(.*)"$/s, "$1") : value;
}

function isText(type: string): boolean {
  return type === "TXT" || type === "SPF";
}

/** In the order in which Route 53 lists them: docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html */
export function inOrder(sets: Iterable<RecordSet>): RecordSet[] {
  const key = ({ Name, Type, SetIdentifier = "" }: RecordSet): string[] => [sortKey(Name), Type, SetIdentifier];
  return [...sets].toSorted((one, other) => comparing(key(one), key(other)));
}

/** Less than, equal to or greater than 0, by the first part that differs. */
export function comparing(one: readonly string[], other: readonly string[]): number {
  for (const [i, part] of one.entries()) {
    const against = other[i] ?? "";
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}

/** The records of a zone that Route 53 makes with it: docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
function zoneSets(zone: AccountRecord): RecordSet[] {
  const Name = nameOf(zone);
  const servers = texts(zone.outputs, "nameServers[*]").map(normalized);
  const [first] = servers;
  if (first === undefined) return [];
  const soa = `${first} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  return [
    { Name, Type: "NS", TTL: 172800, ResourceRecords: servers.map((Value) => ({ Value })) },
    { Name, Type: "SOA", TTL: 900, ResourceRecords: [{ Value: soa }] },
  ];
}

/** All record sets of a zone by their key: those it has by itself, what the API has added, and those that resources stand for. */
export function setsOf(records: Records, zone: AccountRecord): Map<string, RecordSet> {
  const own = records.records(RECORD).filter(({ inputs }) => text(inputs, "zoneId") === zone.id);
  const sets = [...zoneSets(zone), ...addedTo(zone), ...own.map((record) => setOf(record, zone))];
  return new Map(sets.map((set) => [keyOf(set), set]));
}

/** The resource that stands for a record set, if one does. */
export function recordOf(records: Records, zone: AccountRecord, key: string): AccountRecord | undefined {
  return records
    .records(RECORD)
    .find((record) => text(record.inputs, "zoneId") === zone.id && keyOf(setOf(record, zone)) === key);
}

/** The record sets that no resource stands for. */
export function addedTo(zone: AccountRecord): RecordSet[] {
  return objects(zone.hidden ?? {}, "recordSets") as unknown as RecordSet[];
}

/** Keeps a record set that no resource stands for, or with `undefined` forgets it. */
export function keep(zone: AccountRecord, key: string, set: RecordSet | undefined): void {
  const others = addedTo(zone).filter((one) => keyOf(one) !== key);
  const recordSets = structuredClone(set ? [...others, set] : others) as unknown as Props[];
  zone.hidden = { ...zone.hidden, recordSets };
}
