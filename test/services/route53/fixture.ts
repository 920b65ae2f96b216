import type { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import { RECORD, ZONE } from "../../../local/account/types/route53/references";
import type { DnsEvent } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { HostedZones } from "../../../local/services/route53/hostedZones";
import { World } from "../../../local/services/world";
import { policy, ROLE_ARN, ROOT } from "../../account/iam/fixture";
import { accountWith, make } from "../../account/support";

export const ZONE_ID = "Z0123456789CATSNDOGS";
export const NAME = "www.catsndogs.lol";
export const BLUE = "blue-1.us-west-2.elb.amazonaws.com";
export const GREEN = "green-2.us-west-2.elb.amazonaws.com";
/** Of the region's Application Load Balancers. */
export const ELB_ZONE = "Z1H1FL5HABSF5";
export const NAME_SERVERS = ["ns-1.awsdns-00.com", "ns-2.awsdns-01.net"];

export const admin = { principal: ROOT, region: "us-west-2" };
export const role = { principal: ROLE_ARN, region: "us-west-2" };

export function balancer(dnsName: string): Partial<AccountRecord> {
  const outputs = { dnsName, zoneId: ELB_ZONE, arn: `arn:${dnsName}` };
  return { type: "aws:lb/loadBalancer:LoadBalancer", id: `arn:${dnsName}`, outputs };
}

/** A resource for one of the two weighted aliases. */
export function weighted(
  setIdentifier: string,
  weight: number,
  dnsName: string,
  by: Props = {},
): Partial<AccountRecord> {
  const inputs = {
    zoneId: ZONE_ID,
    name: NAME,
    type: "A",
    setIdentifier,
    weightedRoutingPolicies: [{ weight }],
    aliases: [{ name: dnsName, zoneId: ELB_ZONE, evaluateTargetHealth: true }],
    ...by,
  };
  return {
    type: RECORD,
    id: `${ZONE_ID}_${NAME}_A_${setIdentifier}`,
    region: "global",
    inputs,
    outputs: { ...inputs },
  };
}

export function zone(by: Partial<AccountRecord> = {}): Partial<AccountRecord> {
  const arn = `arn:aws:route53:::hostedzone/${ZONE_ID}`;
  const outputs = { name: "catsndogs.lol", zoneId: ZONE_ID, arn, nameServers: NAME_SERVERS };
  return { type: ZONE, id: ZONE_ID, region: "global", inputs: { name: "catsndogs.lol" }, outputs, ...by };
}

/** Two load balancers, and a name whose visitors all go to the first. */
export function canary(...more: Partial<AccountRecord>[]): Account {
  return accountWith(
    zone(),
    balancer(BLUE),
    balancer(GREEN),
    weighted("blue", 100, BLUE),
    weighted("green", 0, GREEN),
    ...more,
  );
}

/** Gives the role cats-task the statements as a policy. */
export function withRole(account: Account, ...statements: Props[]): Account {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  make(account, "aws:iam/role:Role", { name: "cats-task", assumeRolePolicy: policy(trust) });
  make(account, "aws:iam/rolePolicy:RolePolicy", { role: "cats-task", name: "own", policy: policy(...statements) });
  return account;
}

/** Route 53 in virtual time, and what it has told. */
export class Dns {
  readonly simulation = new Simulation();
  readonly world: World;
  readonly zones: HostedZones;
  readonly events: [at: number, event: DnsEvent][] = [];

  constructor(readonly account: Account = canary()) {
    this.world = new World(this.simulation, account, "us-west-2");
    this.world.bus.subscribe("dns", (event) => this.events.push([this.simulation.now, event]));
    this.zones = new HostedZones(this.world);
  }

  /** The record set of a side, as the API takes it. */
  set(setIdentifier: string, Weight: number, by: object = {}): object {
    const DNSName = setIdentifier === "blue" ? BLUE : GREEN;
    const AliasTarget = { HostedZoneId: ELB_ZONE, DNSName, EvaluateTargetHealth: true };
    return { Name: NAME, Type: "A", SetIdentifier: setIdentifier, Weight, AliasTarget, ...by };
  }

  /** Asks for changes as the administrator, and returns the id of the change. */
  change(...changes: [action: string, set: object][]): string {
    return this.zones.change(admin, batch(...changes)).ChangeInfo.Id;
  }

  /** Sets both weights. */
  weigh(blue: number, green: number): string {
    return this.change(["UPSERT", this.set("blue", blue)], ["UPSERT", this.set("green", green)]);
  }

  status(Id: string): string {
    return this.zones.getChange(admin, { Id }).ChangeInfo.Status;
  }

  /** Weights by set identifier, as the name servers have them. */
  served(): Record<string, number> {
    return Object.fromEntries(this.zones.weights(NAME).map(({ setIdentifier, weight }) => [setIdentifier, weight]));
  }

  /** The inputs of a resource. */
  inputs(setIdentifier: string): Props | undefined {
    return this.account.records(RECORD).find(({ inputs }) => inputs.setIdentifier === setIdentifier)?.inputs;
  }
}

/** The input of ChangeResourceRecordSets. */
export function batch(...changes: [action: string, set: object][]): object {
  const Changes = changes.map(([Action, ResourceRecordSet]) => ({ Action, ResourceRecordSet }));
  return { HostedZoneId: ZONE_ID, ChangeBatch: { Changes } };
}

/** A simple record set of one address. */
export const address = (Name: string, Value: string, by: object = {}): object => ({
  Name,
  Type: "A",
  TTL: 60,
  ResourceRecords: [{ Value }],
  ...by,
});
