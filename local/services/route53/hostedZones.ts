import type { Caller } from "../../account/actions/caller";
import type { ContextEntries } from "../../account/iam/context";
import { type AccountRecord, AwsError } from "../../account/model";
import { RECORD, ZONE } from "../../account/types/route53/references";
import { ROUTE53_SYNC } from "../times";
import type { World } from "../world";
import { targetProblems } from "./aliasTargets";
import { contextOf, requireRoute53 } from "./authorization";
import { applyBatch } from "./changeBatch";
import { readBatch } from "./changeInput";
import { describeZone, type HostedZoneOutput } from "./describeZone";
import { fieldsOf, idOf } from "./input";
import { type ListedSets, listSets } from "./listSets";
import { type Answer, NameServers } from "./nameServers";
import { withoutDot } from "./names";
import { isSame, keep, nameOf, type RecordSet, recordOf, setsOf, writeTo } from "./recordSets";

/** docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeInfo.html */
export interface ChangeInfo {
  /** `/change/C…` */
  Id: string;
  Status: "PENDING" | "INSYNC";
  /** ISO 8601. */
  SubmittedAt: string;
  Comment?: string;
}

/** What was asked for and has not come to the name servers. */
interface Pending {
  zoneId: string;
  /** By the record set's key; `undefined` where it is deleted. */
  sets: Map<string, RecordSet | undefined>;
}

/**
 * Route 53's hosted zones: the API changes their records, and the name servers answer with them as soon as a change is in sync.
 * What Pulumi changes is in sync at once, because `pulumi up` waits for that.
 *
 * A record set that a resource stands for is changed in the resource's own inputs, behind Pulumi's back; others are kept in the
 * zone.
 */
export class HostedZones {
  private readonly changes = new Map<string, ChangeInfo>();
  private readonly pending = new Set<Pending>();
  private readonly servers: NameServers;
  /** What the API itself changes in resources must not count as Pulumi's. */
  private isWriting = false;
  private readonly removed = new WeakSet<AccountRecord>();

  constructor(private readonly world: World) {
    this.servers = new NameServers(world, (zoneId, keys) => this.overtake(zoneId, keys));
    world.bus.subscribe("change", ({ record }) => {
      if (!this.isWriting) this.servers.follow(record, false);
    });
    world.bus.subscribe("resource", ({ record, change }) => {
      if (!this.removed.has(record)) this.servers.follow(record, change === "deleted");
    });
  }

  /**
   * Changes record sets, all of a batch or none: docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
   * The change is PENDING, and INSYNC after {@link ROUTE53_SYNC}.
   *
   * @param input `HostedZoneId` and `ChangeBatch`.
   * @throws AwsError `InvalidInput`, `AccessDenied`, `NoSuchHostedZone`, `InvalidChangeBatch`
   */
  change(caller: Caller, input: unknown): { ChangeInfo: ChangeInfo } {
    const fields = fieldsOf(input, ["HostedZoneId", "ChangeBatch"]);
    const zoneId = idOf(fields, "HostedZoneId", "hostedzone");
    const { comment, changes } = readBatch(fields.ChangeBatch);
    this.require(caller, "ChangeResourceRecordSets", `hostedzone/${zoneId}`, contextOf(changes));
    const zone = this.zone(zoneId);
    const name = nameOf(zone);
    const before = setsOf(this.world, zone);
    const after = applyBatch(name, before, changes, (set, sets) =>
      targetProblems(this.world, { id: zoneId, name }, set, sets),
    );
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (key) => !isSame(before.get(key), after.get(key)),
    );
    for (const key of changed) this.write(zone, key, before.get(key), after.get(key));
    const info: ChangeInfo = {
      Id: `/change/C${this.world.hex(20).toUpperCase()}`,
      Status: "PENDING",
      SubmittedAt: this.world.simulation.time,
      ...(comment !== undefined && { Comment: comment }),
    };
    this.changes.set(info.Id, info);
    const names = new Set(changes.map(({ set }) => set.Name));
    this.publish(names, [...after.values()], info);
    const pending = { zoneId, sets: new Map(changed.map((key) => [key, after.get(key)])) };
    this.pending.add(pending);
    this.world.simulation.after(ROUTE53_SYNC, () => this.arrive(pending, names, info));
    return { ChangeInfo: { ...info } };
  }

  /**
   * Says how far a change is: docs.aws.amazon.com/Route53/latest/APIReference/API_GetChange.html
   *
   * @param input `Id`, with or without `/change/`.
   * @throws AwsError `InvalidInput`, `AccessDenied`, `NoSuchChange`
   */
  getChange(caller: Caller, input: unknown): { ChangeInfo: ChangeInfo } {
    const id = idOf(fieldsOf(input, ["Id"]), "Id", "change");
    this.require(caller, "GetChange", `change/${id}`);
    const info = this.changes.get(`/change/${id}`);
    if (!info) throw new AwsError("NoSuchChange", `Could not find resource with ID: ${id}`);
    return { ChangeInfo: { ...info } };
  }

  /**
   * Lists the record sets of a zone as they were asked for, in sync or not:
   * docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
   *
   * @param input `HostedZoneId`; `StartRecordName`, `StartRecordType`, `StartRecordIdentifier`, and `MaxItems`, default 300.
   * @throws AwsError `InvalidInput`, `AccessDenied`, `NoSuchHostedZone`
   */
  list(caller: Caller, input: unknown): ListedSets {
    const starts = ["StartRecordName", "StartRecordType", "StartRecordIdentifier"];
    const fields = fieldsOf(input, ["HostedZoneId", "MaxItems", ...starts]);
    const zoneId = idOf(fields, "HostedZoneId", "hostedzone");
    this.require(caller, "ListResourceRecordSets", `hostedzone/${zoneId}`);
    return listSets(setsOf(this.world, this.zone(zoneId)).values(), fields);
  }

  /**
   * Describes a zone: docs.aws.amazon.com/Route53/latest/APIReference/API_GetHostedZone.html
   *
   * @param input `Id`, with or without `/hostedzone/`.
   * @throws AwsError `InvalidInput`, `AccessDenied`, `NoSuchHostedZone`
   */
  get(caller: Caller, input: unknown): HostedZoneOutput {
    const id = idOf(fieldsOf(input, ["Id"]), "Id", "hostedzone");
    this.require(caller, "GetHostedZone", `hostedzone/${id}`);
    const zone = this.zone(id);
    return describeZone(zone, setsOf(this.world, zone).size);
  }

  /** The weighted aliases of a name, as the name servers have them now; a simple one has weight 0 and no identifier. */
  weights(name: string): { setIdentifier: string; weight: number; dnsName: string }[] {
    return this.servers.weights(name);
  }

  /** All answers to the queries for a name, as the name servers give them now. See {@link NameServers.answers}. */
  answers(name: string): Answer[] {
    return this.servers.answers(name);
  }

  /** The answer to one query for a name, dealt by weight; undefined where there is none. */
  resolve(name: string): { dnsName: string } | undefined {
    return this.servers.resolve(name);
  }

  private zone(id: string): AccountRecord {
    const zone = this.world.find(ZONE, id);
    if (!zone) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`);
    return zone;
  }

  private write(zone: AccountRecord, key: string, before: RecordSet | undefined, after: RecordSet | undefined): void {
    const record = recordOf(this.world, zone, key);
    this.isWriting = true;
    try {
      if (!record) keep(zone, key, after);
      else if (after && before) writeTo(this.world, record, before, after);
      else this.remove(record);
    } finally {
      this.isWriting = false;
    }
  }

  private remove(record: AccountRecord): void {
    this.removed.add(record);
    this.world.account.delete(RECORD, record.id, { provider: { region: this.world.region }, known: record.outputs });
  }

  private arrive(pending: Pending, names: Iterable<string>, info: ChangeInfo): void {
    this.pending.delete(pending);
    for (const [key, set] of pending.sets) this.servers.put(pending.zoneId, key, set);
    info.Status = "INSYNC";
    this.publish(names, this.servers.sets(pending.zoneId), info);
  }

  /** Pulumi has changed record sets: what was asked for before must not come after it. */
  private overtake(zoneId: string, keys: readonly string[]): void {
    for (const { sets } of [...this.pending].filter((one) => one.zoneId === zoneId)) {
      for (const key of keys) sets.delete(key);
    }
    const names = new Set(keys.map((key) => key.split("|")[0] ?? ""));
    this.publish(names, this.servers.sets(zoneId), undefined);
  }

  private publish(names: Iterable<string>, sets: readonly RecordSet[], info: ChangeInfo | undefined): void {
    for (const name of names) {
      const weighted = sets.filter(({ Name, Type }) => Name === name && Type === "A");
      const weights = weighted.flatMap(({ SetIdentifier, Weight }) =>
        SetIdentifier === undefined || Weight === undefined ? [] : [[SetIdentifier, Weight] as const],
      );
      this.world.bus.publish("dns", {
        name: withoutDot(name),
        weights: Object.fromEntries(weights),
        ...(info && { changeId: withoutPrefix(info.Id) }),
        status: info?.Status ?? "INSYNC",
      });
    }
  }

  private require(caller: Caller, action: string, resource: string, context?: ContextEntries): void {
    requireRoute53(this.world.account, caller, action, resource, context);
  }
}

function withoutPrefix(id: string): string {
  return id.replace(/^\/change\//, "");
}
