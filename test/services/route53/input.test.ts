import assert from "node:assert/strict";
import { refusal } from "../../account/support";
import { address, admin, batch, Dns, ELB_ZONE, GREEN, NAME, ZONE_ID } from "./fixture";

const SCHEMA = "https://route53.amazonaws.com/doc/2013-04-01/";

describe("Route 53's input", () => {
  const dns = new Dns();
  const refused = (set: object, action = "UPSERT"): string => refusal(() => dns.change([action, set]));
  const without = (set: object, name: string): object =>
    Object.fromEntries(Object.entries(set).filter(([field]) => field !== name));
  const change = `in Change with [Action=UPSERT, Name=${NAME}., Type=A, SetIdentifier=`;

  it("has weights from 0 to 255", () => {
    dns.change(["UPSERT", dns.set("green", 255)]);
    assert.equal(
      refused(dns.set("green", 256)),
      "InvalidInput: Invalid XML ; cvc-maxInclusive-valid: Value '256' is not facet-valid with respect to maxInclusive " +
        "'255' for type 'ResourceRecordSetWeight'.",
    );
    assert.equal(
      refused(dns.set("green", -1)),
      "InvalidInput: Invalid XML ; cvc-minInclusive-valid: Value '-1' is not facet-valid with respect to minInclusive " +
        "'0' for type 'ResourceRecordSetWeight'.",
    );
    assert.equal(
      refused(dns.set("green", 0.5)),
      "InvalidInput: Invalid XML ; cvc-datatype-valid.1.2.1: '0.5' is not a valid value for 'integer'.",
    );
  });

  it("has a set identifier with each weight", () => {
    assert.equal(
      refused(without(dns.set("green", 1), "SetIdentifier")),
      `InvalidInput: Invalid request: Missing field 'SetIdentifier' ${change}null]`,
    );
  });

  it("has a way to route with each set identifier", () => {
    assert.equal(
      refused(without(dns.set("green", 1), "Weight")),
      "InvalidInput: Invalid request: Expected exactly one of [Weight, Region, Failover, GeoLocation, or " +
        `MultiValueAnswer], but found none ${change}green]`,
    );
  });

  const either = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";

  it("has an alias, or values with their time to live", () => {
    assert.equal(
      refused(without(dns.set("green", 1), "AliasTarget")),
      `InvalidInput: Invalid request: ${either}, but found none ${change}green]`,
    );
    assert.equal(
      refused(without(address(NAME, "192.0.2.1"), "TTL")),
      `InvalidInput: Invalid request: ${either}, but found none ${change}null]`,
    );
    assert.equal(
      refused(dns.set("green", 1, { TTL: 60 })),
      `InvalidInput: Invalid request: ${either}, but found more than one ${change}green]`,
    );
  });

  it("says whether an alias looks at its target's health", () => {
    const AliasTarget = { HostedZoneId: ELB_ZONE, DNSName: GREEN };
    assert.equal(
      refused(dns.set("green", 1, { AliasTarget })),
      "InvalidInput: Invalid XML ; cvc-complex-type.2.4.b: The content of element 'AliasTarget' is not complete. One of " +
        `'{"${SCHEMA}":EvaluateTargetHealth}' is expected.`,
    );
  });

  it("has changes", () => {
    assert.equal(
      refusal(() => dns.zones.change(admin, batch())),
      "InvalidInput: Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Changes' is not complete. One of " +
        `'{"${SCHEMA}":Change}' is expected.`,
    );
  });

  it("has known actions and types", () => {
    const unknown = (value: string, known: string): string =>
      `InvalidInput: Invalid XML ; cvc-enumeration-valid: Value '${value}' is not facet-valid with respect to ` +
      `enumeration '[${known}]'. It must be a value from the enumeration.`;
    assert.equal(refused(dns.set("green", 1), "PUT"), unknown("PUT", "CREATE, DELETE, UPSERT"));
    const types = "A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SOA, SPF, SRV, SSHFP, SVCB, TLSA, TXT";
    assert.equal(refused(dns.set("green", 1, { Type: "a" })), unknown("a", types));
  });

  it("has no fields that Route 53 does not know", () => {
    assert.equal(
      refused(dns.set("green", 1, { Wieght: 1 })),
      "InvalidInput: Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element 'Wieght'.",
    );
    assert.equal(
      refusal(() => dns.zones.getChange(admin, { Id: "C1", Name: "x" })),
      'InvalidInput: Invalid request: unknown parameter "Name", expected one of: Id.',
    );
    assert.equal(
      refusal(() => dns.zones.get(admin, {})),
      'InvalidInput: Invalid request: missing required parameter "Id".',
    );
  });

  it("is refused where it asks for what is not modelled", () => {
    assert.equal(
      refused(dns.set("green", 1, { HealthCheckId: "1" })),
      "UnsupportedOperation: Record sets with HealthCheckId are not modelled.",
    );
  });

  const problem = (name: string): string => refused(address(name, "192.0.2.1"));

  it("has names that can be names", () => {
    const fatal = (what: string, name: string): string =>
      `InvalidChangeBatch: [FATAL problem: ${what} encountered with '${name}']`;
    assert.equal(problem("."), fatal("DomainNameEmpty (Domain name is empty)", "."));
    assert.equal(problem("a..catsndogs.lol"), fatal("DomainLabelEmpty (Domain label is empty)", "a..catsndogs.lol"));
    const label = "a".repeat(64);
    const long = `${label}.catsndogs.lol`;
    assert.equal(problem(long), fatal("DomainLabelTooLong (Domain label is too long)", long));
    const longer = `${`${"a".repeat(60)}.`.repeat(4)}catsndogs.lol`;
    assert.equal(problem(longer), fatal("DomainNameTooLong (Domain name is too long)", longer));
  });

  it("may have other characters in names, which are kept as octal codes", () => {
    dns.change(["CREATE", address("*.catsndogs.lol", "192.0.2.1")]);
    const { ResourceRecordSets } = dns.zones.list(admin, { HostedZoneId: ZONE_ID });
    assert.equal(ResourceRecordSets.at(2)?.Name, "\\052.catsndogs.lol.");
    assert.match(refused(address("\\052.catsndogs.lol", "192.0.2.1"), "CREATE"), /but it already exists/);
  });
});
