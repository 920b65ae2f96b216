import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import { RECORD, ZONE } from "../../account/types/route53/references";
import { Dealer } from "../elb/traffic";
import type { World } from "../world";
import { loadBalancerNamed } from "./aliasTargets";
import { isIn, normalized, withoutDot } from "./names";
import { addedTo, inOrder, isSame, keep, keyOf, nameOf, type RecordSet, setOf, setsOf } from "./recordSets";

/** A part of the answers to a name's queries. */
export interface Answer {
  /** Empty for a simple record. */
  setIdentifier: string;
  /** What the record is an alias for, as the load balancer writes its name. */
  dnsName: string;
  /** Of all queries, above 0 and at most 1. */
  share: number;
}

/** An alias may stand for another one; nobody makes chains longer than this. */
const LONGEST_CHAIN = 8;

/**
 * Route 53's name servers. They know what has come to them, which is what resources say, at once, and what the API was asked
 * for, when it is in sync.
 *
 * Answers are by weight alone: the health of targets (`evaluateTargetHealth`) does not change them here. Only A records that
 * are aliases are answered.
 */
export class NameServers {
  /** By the zone's id and the set's key. */
  private readonly zones = new Map<string, Map<string, RecordSet>>();
  /** Where a resource's record set is. */
  private readonly places = new Map<AccountRecord, { zoneId: string; key: string }>();
  private readonly dealers = new Map<string, Dealer>();

  /**
   * @param onChange What a resource has changed: the zone and the keys of the record sets that were another before, or are
   *   another now.
   */
  constructor(
    private readonly world: World,
    private readonly onChange: (zoneId: string, keys: readonly string[]) => void,
  ) {
    for (const zone of world.records(ZONE)) this.zones.set(zone.id, setsOf(world, zone));
    for (const record of world.records(RECORD)) this.place(record);
  }

  /** What they answer with from now on for one record set; `undefined` is nothing. */
  put(zoneId: string, key: string, set: RecordSet | undefined): void {
    const sets = this.zones.get(zoneId);
    if (!sets) return;
    if (set) sets.set(key, structuredClone(set));
    else sets.delete(key);
  }

  /** A resource was made, changed or deleted by Pulumi. */
  follow(record: AccountRecord, isDeleted: boolean): void {
    if (record.type === ZONE) this.followZone(record, isDeleted);
    if (record.type === RECORD) this.followRecord(record, isDeleted);
  }

  /** The aliases of a name, by their set identifiers. */
  weights(name: string): { setIdentifier: string; weight: number; dnsName: string }[] {
    return this.aliases(normalized(name)).map(({ SetIdentifier = "", Weight = 0, dnsName }) => ({
      setIdentifier: SetIdentifier,
      weight: Weight,
      dnsName,
    }));
  }

  /**
   * All answers to a name's queries, and how often each of them is given: by weight; equally where all weights are 0.
   * docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html `Weight`
   */
  answers(name: string, depth = 0): Answer[] {
    if (depth > LONGEST_CHAIN) return [];
    const sets = this.aliases(normalized(name));
    const total = sets.reduce((sum, { Weight = 1 }) => sum + Weight, 0);
    return sets.flatMap(({ SetIdentifier = "", Weight = 1, dnsName, isLoadBalancer }) => {
      const share = total === 0 ? 1 / sets.length : Weight / total;
      if (share === 0) return [];
      if (isLoadBalancer) return [{ setIdentifier: SetIdentifier, dnsName, share }];
      // An alias of another record has that one's answers, and is asked for by its own name.
      return this.answers(dnsName, depth + 1).map((one) => ({
        ...one,
        setIdentifier: SetIdentifier,
        share: share * one.share,
      }));
    });
  }

  /** The answer to one query, each as often as its share says. Undefined where there is none. */
  resolve(name: string): { dnsName: string } | undefined {
    const answers = this.answers(name);
    const key = normalized(name);
    const dealer = this.dealers.get(key) ?? new Dealer();
    this.dealers.set(key, dealer);
    if (answers.length === 0) return undefined;
    const nameOne = ({ setIdentifier, dnsName }: Answer): string => `${setIdentifier} ${dnsName}`;
    const dealt = dealer.deal(
      1,
      answers.map((one) => [nameOne(one), one.share] as const),
    );
    const chosen = answers.find((one) => dealt.get(nameOne(one)) === 1);
    return chosen && { dnsName: chosen.dnsName };
  }

  /** What they have of a zone. */
  sets(zoneId: string): RecordSet[] {
    return [...(this.zones.get(zoneId)?.values() ?? [])];
  }

  private aliases(name: string): (RecordSet & { dnsName: string; isLoadBalancer: boolean })[] {
    const [zone] = this.world
      .records(ZONE)
      .filter((one) => isIn(name, nameOf(one)))
      .toSorted((one, other) => nameOf(other).length - nameOf(one).length);
    const sets = inOrder(zone ? this.sets(zone.id) : []);
    return sets.flatMap((set) => {
      if (set.Name !== name || set.Type !== "A" || !set.AliasTarget) return [];
      const balancer = loadBalancerNamed(this.world, set.AliasTarget.DNSName);
      const isOwn = set.AliasTarget.HostedZoneId === zone?.id;
      const dnsName = text(balancer?.outputs ?? {}, "dnsName") ?? withoutDot(set.AliasTarget.DNSName);
      return [{ ...set, dnsName, isLoadBalancer: !isOwn }];
    });
  }

  private followZone(zone: AccountRecord, isDeleted: boolean): void {
    if (isDeleted) this.zones.delete(zone.id);
    else if (!this.zones.has(zone.id)) this.zones.set(zone.id, setsOf(this.world, zone));
  }

  private followRecord(record: AccountRecord, isDeleted: boolean): void {
    const before = this.places.get(record);
    this.places.delete(record);
    const now = isDeleted ? undefined : this.place(record);
    const places = [before, now].flatMap((place) => (place ? [place] : []));
    for (const zoneId of new Set(places.map((place) => place.zoneId))) {
      const zone = this.world.find(ZONE, zoneId);
      const current = zone && setsOf(this.world, zone);
      const keys = [...new Set(places.filter((place) => place.zoneId === zoneId).map(({ key }) => key))];
      const changed = keys.filter((key) => !isSame(this.zones.get(zoneId)?.get(key), current?.get(key)));
      for (const key of changed) this.put(zoneId, key, current?.get(key));
      this.onChange(zoneId, changed);
    }
  }

  private place(record: AccountRecord): { zoneId: string; key: string } | undefined {
    const zone = this.world.find(ZONE, text(record.inputs, "zoneId") ?? "");
    if (!zone) return undefined;
    const place = { zoneId: zone.id, key: keyOf(setOf(record, zone)) };
    this.places.set(record, place);
    // A resource that was written over a record set stands for it from now on.
    if (addedTo(zone).some((set) => keyOf(set) === place.key)) keep(zone, place.key, undefined);
    return place;
  }
}
