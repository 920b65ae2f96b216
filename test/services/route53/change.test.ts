import assert from "node:assert/strict";
import { RECORD, ZONE } from "../../../local/account/types/route53/references";
import { ROUTE53_SYNC } from "../../../local/services/times";
import { accountWith, make, options } from "../../account/support";
import { address, admin, BLUE, balancer, batch, Dns, ELB_ZONE, GREEN, NAME, weighted, ZONE_ID } from "./fixture";

describe("Route 53's changes", () => {
  let dns: Dns;
  beforeEach(() => {
    dns = new Dns();
  });

  const names = (): string[] =>
    dns.zones.list(admin, { HostedZoneId: ZONE_ID }).ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
  const aliasOf = (DNSName: string): object => ({ DNSName, HostedZoneId: ELB_ZONE, EvaluateTargetHealth: true });

  it("are pending until the name servers have them", async () => {
    const answer = dns.zones.change(admin, {
      ...batch(["UPSERT", dns.set("blue", 90)], ["UPSERT", dns.set("green", 10)]),
    });
    const { Id, ...info } = answer.ChangeInfo;
    assert.match(Id, /^\/change\/C[0-9A-F]{20}$/);
    assert.deepEqual(info, { Status: "PENDING", SubmittedAt: "2026-01-01T00:00:00Z" });
    await dns.simulation.run(ROUTE53_SYNC - 1);
    assert.equal(dns.status(Id), "PENDING");
    assert.deepEqual(dns.served(), { blue: 100, green: 0 });
    await dns.simulation.run(ROUTE53_SYNC);
    assert.equal(dns.status(Id), "INSYNC");
    assert.deepEqual(dns.served(), { blue: 90, green: 10 });
  });

  it("are told to everybody, as they are asked for and as they are in sync", async () => {
    const id = dns.weigh(90, 10);
    await dns.simulation.run(60);
    const event = { name: NAME, weights: { blue: 90, green: 10 }, changeId: id.replace("/change/", "") };
    assert.deepEqual(dns.events, [
      [0, { ...event, status: "PENDING" }],
      [ROUTE53_SYNC, { ...event, status: "INSYNC" }],
    ]);
  });

  it("keep the comment", () => {
    const input = batch(["UPSERT", dns.set("blue", 90)]) as { ChangeBatch: object };
    const { ChangeInfo } = dns.zones.change(admin, {
      ...input,
      ChangeBatch: { ...input.ChangeBatch, Comment: "canary" },
    });
    assert.equal(dns.zones.getChange(admin, { Id: ChangeInfo.Id }).ChangeInfo.Comment, "canary");
  });

  it("come to the name servers in the order in which they were asked for", async () => {
    dns.weigh(90, 10);
    await dns.simulation.run(20);
    dns.weigh(50, 50);
    await dns.simulation.run(30);
    assert.deepEqual(dns.served(), { blue: 90, green: 10 });
    await dns.simulation.run(50);
    assert.deepEqual(dns.served(), { blue: 50, green: 50 });
  });

  it("change what the resource says at once, and nothing else of it", () => {
    const before = structuredClone(dns.inputs("blue"));
    dns.weigh(90, 10);
    assert.deepEqual(dns.inputs("blue"), { ...before, weightedRoutingPolicies: [{ weight: 90 }] });
    const [record] = dns.account.records(RECORD);
    assert.deepEqual(record?.outputs.weightedRoutingPolicies, [{ weight: 90 }]);
  });

  it("change a resource's alias, however it was written", () => {
    dns.change(["UPSERT", dns.set("blue", 100, { AliasTarget: aliasOf(`dualstack.${GREEN}.`) })]);
    assert.deepEqual(dns.inputs("blue")?.aliases, [
      { name: `dualstack.${GREEN}`, zoneId: ELB_ZONE, evaluateTargetHealth: true },
    ]);
    dns.change(["UPSERT", dns.set("blue", 100, { AliasTarget: aliasOf(GREEN.toUpperCase()) })]);
    assert.equal(dns.zones.weights(NAME)[0]?.dnsName, BLUE);
  });

  it("change a resource's values and their time to live, and text without its quotes", () => {
    const inputs = { zoneId: ZONE_ID, name: "text", type: "TXT", ttl: 60, records: ["cats"] };
    make(dns.account, RECORD, inputs);
    dns.world.sync();
    const set = { Name: "text.catsndogs.lol", Type: "TXT", TTL: 30, ResourceRecords: [{ Value: '"dogs"' }] };
    dns.change(["UPSERT", set]);
    const record = dns.account.records(RECORD).find((one) => one.inputs.type === "TXT");
    assert.deepEqual([record?.inputs.ttl, record?.inputs.records], [30, ["dogs"]]);
    dns.change(["UPSERT", { ...set, TTL: 20 }]);
    assert.deepEqual([record?.inputs.ttl, record?.inputs.records], [20, ["dogs"]]);
  });

  it("leave a resource alone that says the same already", () => {
    const seen: string[] = [];
    dns.world.bus.subscribe("change", ({ name }) => seen.push(name));
    dns.weigh(100, 0);
    assert.deepEqual(seen, []);
  });

  it("may be names that no resource stands for", async () => {
    dns.change(["CREATE", address("Static.catsndogs.lol.", "192.0.2.1")]);
    assert.deepEqual(dns.account.records(ZONE)[0]?.hidden, {
      recordSets: [{ Name: "static.catsndogs.lol.", Type: "A", TTL: 60, ResourceRecords: [{ Value: "192.0.2.1" }] }],
    });
    dns.change(["UPSERT", address("static.catsndogs.lol", "192.0.2.2")]);
    assert.equal(names().filter((name) => name === "static.catsndogs.lol. A").length, 1);
    dns.change(["DELETE", address("static.catsndogs.lol", "192.0.2.2")]);
    assert.deepEqual(names().includes("static.catsndogs.lol. A"), false);
  });

  it("may be to the records that a zone has by itself", () => {
    const set = { Name: "catsndogs.lol", Type: "NS", TTL: 300, ResourceRecords: [{ Value: "ns.example.com" }] };
    dns.change(["UPSERT", set]);
    const [ns, ...others] = dns.zones.list(admin, { HostedZoneId: ZONE_ID }).ResourceRecordSets;
    assert.deepEqual(ns, { ...set, Name: "catsndogs.lol." });
    assert.equal(others.length, 3);
  });

  it("belong to a resource that is written over them", () => {
    dns.change(["CREATE", address("cat.catsndogs.lol", "192.0.2.1")]);
    const inputs = { zoneId: ZONE_ID, name: "cat.catsndogs.lol", type: "A", ttl: 60, allowOverwrite: true };
    const made = make(dns.account, RECORD, { ...inputs, records: ["192.0.2.2"] });
    dns.world.sync();
    const values = (): unknown =>
      dns.zones
        .list(admin, { HostedZoneId: ZONE_ID })
        .ResourceRecordSets.find(({ Name }) => Name === "cat.catsndogs.lol.")?.ResourceRecords;
    assert.deepEqual(values(), [{ Value: "192.0.2.2" }]);
    dns.account.delete(RECORD, made.id, options);
    dns.world.sync();
    assert.equal(values(), undefined);
  });

  it("delete a resource's record behind Pulumi's back", async () => {
    dns.change(["DELETE", dns.set("green", 0)]);
    assert.equal(dns.inputs("green"), undefined);
    assert.deepEqual(dns.served(), { blue: 100, green: 0 });
    dns.world.sync();
    assert.deepEqual(dns.served(), { blue: 100, green: 0 });
    await dns.simulation.run(ROUTE53_SYNC);
    assert.deepEqual(dns.served(), { blue: 100 });
  });

  it("do not look at the order of values", () => {
    const values = [{ Value: "192.0.2.1" }, { Value: "192.0.2.2" }];
    dns.change(["CREATE", address("a.catsndogs.lol", "", { ResourceRecords: values })]);
    dns.change(["DELETE", address("a.catsndogs.lol", "", { ResourceRecords: values.toReversed() })]);
    assert.equal(names().includes("a.catsndogs.lol. A"), false);
  });

  it("by Pulumi are in sync at once", () => {
    const [blue] = dns.account.records(RECORD);
    if (blue) blue.inputs.weightedRoutingPolicies = [{ weight: 60 }];
    assert.deepEqual(dns.served(), { blue: 100, green: 0 });
    dns.world.sync();
    assert.deepEqual(dns.served(), { blue: 60, green: 0 });
    assert.deepEqual(dns.events, [[0, { name: NAME, weights: { blue: 60, green: 0 }, status: "INSYNC" }]]);
  });

  it("that are pending do not come after Pulumi's", async () => {
    dns.weigh(90, 10);
    await dns.simulation.run(10);
    const [blue] = dns.account.records(RECORD);
    if (blue) blue.inputs.weightedRoutingPolicies = [{ weight: 60 }];
    dns.world.sync();
    await dns.simulation.run(60);
    assert.deepEqual(dns.served(), { blue: 60, green: 10 });
  });

  it("by Pulumi make zones and records, and delete records", () => {
    const account = accountWith(balancer(BLUE), balancer(GREEN));
    dns = new Dns(account);
    const zoneId = make(account, ZONE, { name: "catsndogs.lol" }).id;
    make(account, RECORD, { ...weighted("blue", 3, BLUE).inputs, zoneId });
    const green = make(account, RECORD, { ...weighted("green", 1, GREEN).inputs, zoneId });
    assert.deepEqual(dns.served(), {});
    dns.world.sync();
    assert.deepEqual(dns.served(), { blue: 3, green: 1 });
    account.delete(RECORD, green.id, options);
    dns.world.sync();
    assert.deepEqual(dns.served(), { blue: 3 });
    assert.deepEqual(dns.events.at(-1), [0, { name: NAME, weights: { blue: 3 }, status: "INSYNC" }]);
  });
});
