import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { CALLER } from "../../account/iam/fixture";
import { refusal } from "../../account/support";
import { address, batch, canary, Dns, NAME, role, withRole, ZONE_ID } from "./fixture";

const RESOURCE = `arn:aws:route53:::hostedzone/${ZONE_ID}`;

/** What a role may that changes the weights and nothing else. */
const weigh = (by: Props = {}): Props => ({
  Effect: "Allow",
  Action: "route53:ChangeResourceRecordSets",
  Resource: RESOURCE,
  Condition: {
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": [NAME],
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
    },
  },
  ...by,
});

const denied = (action: string, resource: string): string =>
  `AccessDenied: User: ${CALLER} is not authorized to perform: route53:${action} on resource: ${resource} because no ` +
  `identity-based policy allows the route53:${action} action`;

describe("Route 53's permissions", () => {
  const dnsFor = (...statements: Props[]): Dns => new Dns(withRole(canary(), ...statements));
  const refused = (dns: Dns, ...changes: [action: string, set: object][]): string =>
    refusal(() => dns.zones.change(role, batch(...changes)));

  it("allow what the conditions name, however the name is written", () => {
    const dns = dnsFor(weigh());
    dns.zones.change(
      role,
      batch(["UPSERT", dns.set("blue", 90, { Name: "WWW.catsndogs.lol." })], ["UPSERT", dns.set("green", 10)]),
    );
    assert.deepEqual(dns.inputs("green")?.weightedRoutingPolicies, [{ weight: 10 }]);
  });

  it("refuse a batch of which one change has another name", () => {
    const dns = dnsFor(weigh());
    const message = refused(dns, ["UPSERT", dns.set("blue", 90)], ["UPSERT", address("catsndogs.lol", "192.0.2.1")]);
    assert.equal(message, denied("ChangeResourceRecordSets", RESOURCE));
    assert.deepEqual(dns.inputs("blue")?.weightedRoutingPolicies, [{ weight: 100 }]);
  });

  it("refuse another action", () => {
    const dns = dnsFor(weigh());
    assert.equal(refused(dns, ["DELETE", dns.set("green", 0)]), denied("ChangeResourceRecordSets", RESOURCE));
  });

  it("refuse another type", () => {
    const dns = dnsFor(weigh());
    const set = dns.set("green", 0, { Type: "AAAA" });
    assert.equal(refused(dns, ["UPSERT", set]), denied("ChangeResourceRecordSets", RESOURCE));
  });

  it("come before the zone is looked for", () => {
    const dns = dnsFor(weigh());
    const input = { ...batch(["UPSERT", dns.set("blue", 1)]), HostedZoneId: "Z9" };
    assert.equal(
      refusal(() => dns.zones.change(role, input)),
      denied("ChangeResourceRecordSets", "arn:aws:route53:::hostedzone/Z9"),
    );
  });

  it("are those of us-east-1, whatever region the caller is in", () => {
    const Condition = { StringEquals: { "aws:RequestedRegion": "us-east-1" } };
    const dns = dnsFor(weigh({ Condition }));
    dns.zones.change(role, batch(["UPSERT", dns.set("blue", 90)]));
    assert.deepEqual(dns.inputs("blue")?.weightedRoutingPolicies, [{ weight: 90 }]);
  });

  it("of changes are by the change", () => {
    const dns = dnsFor({ Effect: "Allow", Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" });
    const Id = dns.weigh(90, 10);
    assert.equal(dns.zones.getChange(role, { Id }).ChangeInfo.Id, Id);
    assert.equal(
      refusal(() => dns.zones.list(role, { HostedZoneId: ZONE_ID })),
      denied("ListResourceRecordSets", RESOURCE),
    );
    assert.equal(
      refusal(() => dns.zones.get(role, { Id: ZONE_ID })),
      denied("GetHostedZone", RESOURCE),
    );
  });

  it("are needed to see a change", () => {
    const dns = dnsFor(weigh());
    const Id = dns.weigh(90, 10);
    assert.equal(
      refusal(() => dns.zones.getChange(role, { Id })),
      denied("GetChange", `arn:aws:route53:::${Id.slice(1)}`),
    );
  });
});
