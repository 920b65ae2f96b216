import assert from "node:assert/strict";
import fc from "fast-check";
import { RECORD } from "../../../local/account/types/route53/references";
import { accountWith, refusal } from "../../account/support";
import {
  admin,
  BLUE,
  balancer,
  canary,
  Dns,
  ELB_ZONE,
  GREEN,
  NAME,
  NAME_SERVERS,
  weighted,
  ZONE_ID,
  zone,
} from "./fixture";

const withWeights = (blue: number, green: number): Dns =>
  new Dns(
    accountWith(zone(), balancer(BLUE), balancer(GREEN), weighted("blue", blue, BLUE), weighted("green", green, GREEN)),
  );

/** How often each load balancer is the answer. */
function resolved(dns: Dns, times: number, name = NAME): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < times; i++) {
    const dnsName = dns.zones.resolve(name)?.dnsName ?? "nothing";
    counts[dnsName] = (counts[dnsName] ?? 0) + 1;
  }
  return counts;
}

describe("Route 53's name servers", () => {
  it("answer by weight, and never more than one away from it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 255 }),
        fc.integer({ min: 1, max: 300 }),
        (blue, green, times) => {
          const counts = resolved(withWeights(blue, green), times);
          const fair = (times * blue) / (blue + green);
          assert.ok(Math.abs((counts[BLUE] ?? 0) - fair) <= 1 + 1e-6, `${counts[BLUE]} of ${fair}`);
        },
      ),
      { numRuns: 50, seed: 1 },
    );
  });

  it("never answer with weight 0 while another has one", () => {
    assert.deepEqual(resolved(withWeights(1, 0), 50), { [BLUE]: 50 });
  });

  it("answer equally where all weights are 0", () => {
    assert.deepEqual(resolved(withWeights(0, 0), 50), { [BLUE]: 25, [GREEN]: 25 });
  });

  it("follow each change", async () => {
    const dns = withWeights(99, 1);
    resolved(dns, 49);
    dns.weigh(0, 100);
    await dns.simulation.run(60);
    assert.deepEqual(resolved(dns, 10), { [GREEN]: 10 });
  });

  it("have no answer for another name", () => {
    assert.equal(new Dns().zones.resolve("cats.catsndogs.lol"), undefined);
    assert.equal(new Dns().zones.resolve("example.com"), undefined);
    assert.deepEqual(new Dns().zones.weights("example.com"), []);
  });

  it("know a name in any letters, with or without a dot", () => {
    assert.equal(new Dns().zones.resolve("WWW.CatsnDogs.lol.")?.dnsName, BLUE);
  });

  it("have weights with the names that load balancers have", () => {
    const dns = new Dns(
      accountWith(
        zone(),
        balancer("Blue-1.us-west-2.elb.amazonaws.com"),
        weighted("blue", 7, `dualstack.${BLUE}.`),
        weighted("gone", 3, GREEN),
      ),
    );
    assert.deepEqual(dns.zones.weights(NAME), [
      { setIdentifier: "blue", weight: 7, dnsName: "Blue-1.us-west-2.elb.amazonaws.com" },
      { setIdentifier: "gone", weight: 3, dnsName: GREEN },
    ]);
  });

  it("take a name without the zone's", () => {
    const dns = new Dns(accountWith(zone(), balancer(BLUE), weighted("blue", 1, BLUE, { name: "www" })));
    assert.deepEqual(dns.served(), { blue: 1 });
  });

  it("ask the zone that is nearest to a name", () => {
    const inputs = { name: NAME };
    const dns = new Dns(canary(zone({ id: "Z9", inputs }), weighted("sub", 1, GREEN, { zoneId: "Z9" })));
    assert.deepEqual(dns.served(), { sub: 1 });
  });

  it("take no name for the zone's own", () => {
    const dns = new Dns(accountWith(zone(), balancer(BLUE), weighted("blue", 1, BLUE, { name: "" })));
    assert.equal(dns.zones.resolve("catsndogs.lol")?.dnsName, BLUE);
  });

  it("have no answer where aliases go round in a circle", () => {
    const alias = (name: string, target: string) => ({
      type: RECORD,
      id: name,
      region: "global",
      inputs: { zoneId: ZONE_ID, name, type: "A", aliases: [{ name: `${target}.catsndogs.lol`, zoneId: ZONE_ID }] },
    });
    const dns = new Dns(accountWith(zone(), alias("one", "other"), alias("other", "one")));
    assert.equal(dns.zones.resolve("one.catsndogs.lol"), undefined);
  });

  it("follow an alias of another name in the zone", () => {
    const apex = {
      type: RECORD,
      id: "apex",
      region: "global",
      inputs: {
        zoneId: ZONE_ID,
        name: "catsndogs.lol",
        type: "A",
        aliases: [{ name: NAME, zoneId: ZONE_ID, evaluateTargetHealth: false }],
      },
    };
    const dns = new Dns(canary(apex));
    assert.deepEqual(dns.zones.answers("catsndogs.lol"), [{ setIdentifier: "", dnsName: BLUE, share: 1 }]);
    assert.equal(dns.zones.resolve("catsndogs.lol")?.dnsName, BLUE);
  });
});

describe("Route 53's lists", () => {
  const dns = new Dns();
  const list = (by: object = {}) => dns.zones.list(admin, { HostedZoneId: ZONE_ID, ...by });

  it("have all record sets as they were asked for, in sync or not", () => {
    dns.weigh(90, 10);
    const AliasTarget = { HostedZoneId: ELB_ZONE, EvaluateTargetHealth: true };
    const www = { Name: `${NAME}.`, Type: "A" };
    assert.deepEqual(list(), {
      ResourceRecordSets: [
        {
          Name: "catsndogs.lol.",
          Type: "NS",
          TTL: 172800,
          ResourceRecords: NAME_SERVERS.map((server) => ({ Value: `${server}.` })),
        },
        {
          Name: "catsndogs.lol.",
          Type: "SOA",
          TTL: 900,
          ResourceRecords: [{ Value: `${NAME_SERVERS[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400` }],
        },
        { ...www, SetIdentifier: "blue", Weight: 90, AliasTarget: { ...AliasTarget, DNSName: `${BLUE}.` } },
        { ...www, SetIdentifier: "green", Weight: 10, AliasTarget: { ...AliasTarget, DNSName: `${GREEN}.` } },
      ],
      IsTruncated: false,
      MaxItems: 300,
    });
  });

  it("come in pages", () => {
    const { ResourceRecordSets, ...rest } = list({ MaxItems: 3 });
    assert.equal(ResourceRecordSets.length, 3);
    assert.deepEqual(rest, {
      IsTruncated: true,
      MaxItems: 3,
      NextRecordName: `${NAME}.`,
      NextRecordType: "A",
      NextRecordIdentifier: "green",
    });
    const next = list({ StartRecordName: NAME, StartRecordType: "A", StartRecordIdentifier: "green" });
    assert.deepEqual(
      next.ResourceRecordSets.map(({ SetIdentifier }) => SetIdentifier),
      ["green"],
    );
    assert.equal(list({ StartRecordName: "catsndogs.lol", StartRecordType: "SOA" }).ResourceRecordSets.length, 3);
    assert.equal(list({ MaxItems: 1000 }).MaxItems, 300);
    assert.equal(
      refusal(() => list({ MaxItems: 0 })),
      "InvalidInput: Invalid request: MaxItems is 0.",
    );
    assert.equal(
      refusal(() => list({ StartRecordType: "A" })),
      "InvalidInput: Invalid request: StartRecordType cannot be specified without StartRecordName.",
    );
    assert.equal(
      refusal(() => list({ StartRecordName: NAME, StartRecordIdentifier: "blue" })),
      "InvalidInput: Invalid request: StartRecordIdentifier cannot be specified without StartRecordName and " +
        "StartRecordType.",
    );
  });

  it("describe the zone", () => {
    assert.deepEqual(dns.zones.get(admin, { Id: `/hostedzone/${ZONE_ID}` }), {
      HostedZone: {
        Id: `/hostedzone/${ZONE_ID}`,
        Name: "catsndogs.lol.",
        CallerReference: `terraform-${ZONE_ID}`,
        Config: { PrivateZone: false },
        ResourceRecordSetCount: 4,
      },
      DelegationSet: { NameServers: NAME_SERVERS },
    });
    const inputs = { name: "catsndogs.lol", comment: "Managed by Pulumi" };
    const { Config } = new Dns(accountWith(zone({ inputs }))).zones.get(admin, { Id: ZONE_ID }).HostedZone;
    assert.deepEqual(Config, { Comment: "Managed by Pulumi", PrivateZone: false });
  });
});
