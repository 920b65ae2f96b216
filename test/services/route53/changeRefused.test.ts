import assert from "node:assert/strict";
import { InvalidChangeBatch } from "../../../local/services/route53/errors";
import { refusal } from "../../account/support";
import { address, admin, BLUE, batch, Dns, ELB_ZONE, GREEN, NAME, ZONE_ID } from "./fixture";

describe("Route 53's changes that it does not make", () => {
  let dns: Dns;
  beforeEach(() => {
    dns = new Dns();
  });

  const refused = (...changes: [action: string, set: object][]): string => refusal(() => dns.change(...changes));
  const aliasOf = (DNSName: string, HostedZoneId = ELB_ZONE): object => ({
    DNSName,
    HostedZoneId,
    EvaluateTargetHealth: true,
  });
  const tried = (name: string, zoneId: string): string =>
    `Tried to create an alias that targets ${name}, type A in zone ${zoneId}, but`;

  it("are made all or none", () => {
    const message = refused(["UPSERT", dns.set("blue", 90)], ["CREATE", dns.set("green", 10)]);
    assert.equal(
      message,
      `InvalidChangeBatch: [Tried to create resource record set [name='${NAME}.', type='A', set-identifier='green'] ` +
        `but it already exists]`,
    );
    assert.deepEqual(dns.inputs("blue")?.weightedRoutingPolicies, [{ weight: 100 }]);
    assert.deepEqual(dns.events, []);
  });

  it("are refused with every reason", () => {
    assert.throws(
      () => dns.change(["CREATE", dns.set("green", 10)], ["DELETE", address("no.catsndogs.lol", "192.0.2.1")]),
      (error: InvalidChangeBatch) => {
        assert.ok(error instanceof InvalidChangeBatch);
        assert.deepEqual(error.messages, [
          `Tried to create resource record set [name='${NAME}.', type='A', set-identifier='green'] but it already exists`,
          "Tried to delete resource record set [name='no.catsndogs.lol.', type='A'] but it was not found",
        ]);
        assert.equal(error.message, `[${error.messages.join(", ")}]`);
        return true;
      },
    );
  });

  it("delete only what is given as it is", () => {
    assert.equal(
      refused(["DELETE", dns.set("green", 1)]),
      `InvalidChangeBatch: [Tried to delete resource record set [name='${NAME}.', type='A', set-identifier='green'] ` +
        `but the values provided do not match the current values]`,
    );
  });

  it("are refused where a record set is changed twice, unless it is replaced", () => {
    assert.equal(
      refused(["UPSERT", dns.set("blue", 90)], ["UPSERT", dns.set("blue", 80)]),
      `InvalidChangeBatch: [The request contains an invalid set of changes for a resource record set 'A ${NAME}.']`,
    );
    dns.change(["DELETE", dns.set("blue", 100)], ["CREATE", dns.set("blue", 70)]);
    assert.deepEqual(dns.inputs("blue")?.weightedRoutingPolicies, [{ weight: 70 }]);
  });

  it("are refused outside of the zone", () => {
    assert.equal(
      refused(["CREATE", address("www.notcatsndogs.lol", "192.0.2.1")]),
      "InvalidChangeBatch: [RRSet with DNS name www.notcatsndogs.lol. is not permitted in zone catsndogs.lol.]",
    );
  });

  it("are refused for an alias of a load balancer that is not there", () => {
    const AliasTarget = aliasOf("red-3.us-west-2.elb.amazonaws.com");
    assert.equal(
      refused(["UPSERT", dns.set("green", 10, { AliasTarget })]),
      `InvalidChangeBatch: [${tried("red-3.us-west-2.elb.amazonaws.com.", ELB_ZONE)} that target was not found]`,
    );
  });

  it("are refused for an alias with another region's zone", () => {
    const AliasTarget = aliasOf(GREEN, "Z35SXDOTRQ7X7K");
    const why = tried(`${GREEN}.`, "Z35SXDOTRQ7X7K");
    assert.equal(
      refused(["UPSERT", dns.set("green", 10, { AliasTarget })]),
      `InvalidChangeBatch: [${why} the alias target name does not lie within the target zone, ` +
        `${why} that target was not found]`,
    );
  });

  it("are refused for an alias of a name that the zone does not have", () => {
    const apex = { Name: "catsndogs.lol", Type: "A", AliasTarget: aliasOf("shop.catsndogs.lol", ZONE_ID) };
    assert.equal(
      refused(["CREATE", apex]),
      `InvalidChangeBatch: [${tried("shop.catsndogs.lol.", ZONE_ID)} that target was not found]`,
    );
  });

  it("are refused for an alias of the name itself, and for one that can be no alias of a load balancer", () => {
    const own = { ...address("own.catsndogs.lol", "192.0.2.1"), SetIdentifier: "one", Weight: 1 };
    dns.change(["CREATE", own]);
    const alias = { Name: "own.catsndogs.lol", Type: "A", SetIdentifier: "other", Weight: 1 };
    assert.equal(
      refused(["CREATE", { ...alias, AliasTarget: aliasOf("own.catsndogs.lol", ZONE_ID) }]),
      `InvalidChangeBatch: [${tried("own.catsndogs.lol.", ZONE_ID)} that target was not found]`,
    );
    assert.equal(
      refused(["CREATE", { Name: "text.catsndogs.lol", Type: "TXT", AliasTarget: aliasOf(BLUE) }]),
      `InvalidChangeBatch: [${tried(`${BLUE}.`, ELB_ZONE).replace("type A", "type TXT")} that target was not found]`,
    );
  });

  it("are refused for an alias of what is not modelled", () => {
    const AliasTarget = aliasOf("d1.cloudfront.net", "Z2FDTNDATAQYW2");
    assert.equal(
      refused(["UPSERT", dns.set("green", 10, { AliasTarget })]),
      "UnsupportedOperation: Aliases for anything but load balancers are not modelled: d1.cloudfront.net. in zone " +
        "Z2FDTNDATAQYW2.",
    );
  });

  it("are refused where simple and weighted records meet", () => {
    assert.equal(
      refused(["CREATE", address(NAME, "192.0.2.1")]),
      `InvalidChangeBatch: [RRSet with DNS name ${NAME}., type A cannot be created as other RRSets exist with the same ` +
        `name and type.]`,
    );
  });

  it("are refused where a name has a CNAME besides others", () => {
    const cname = { Name: NAME, Type: "CNAME", TTL: 60, ResourceRecords: [{ Value: "example.com" }] };
    assert.equal(
      refused(["CREATE", cname]),
      `InvalidChangeBatch: [RRSet of type CNAME with DNS name ${NAME}. is not permitted as it conflicts with other ` +
        `records with the same DNS name in zone catsndogs.lol.]`,
    );
    assert.equal(
      refused(["CREATE", { ...cname, Name: "catsndogs.lol" }]),
      "InvalidChangeBatch: [RRSet of type CNAME with DNS name catsndogs.lol. is not permitted at apex in zone " +
        "catsndogs.lol.]",
    );
    dns.change(["CREATE", { ...cname, Name: "cat.catsndogs.lol" }]);
    assert.equal(
      refused(["CREATE", address("cat.catsndogs.lol", "192.0.2.1")]),
      "InvalidChangeBatch: [RRSet of type A with DNS name cat.catsndogs.lol. is not permitted because a conflicting " +
        "RRSet of type  CNAME with the same DNS name already exists in zone catsndogs.lol.]",
    );
  });

  it("are refused for what is no address", () => {
    assert.equal(
      refused(["CREATE", address("a.catsndogs.lol", "cats")]),
      "InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 " +
        "address) encountered with 'cats'']",
    );
  });

  it("are refused where weighted records live for different times", () => {
    const one = address("a.catsndogs.lol", "192.0.2.1", { SetIdentifier: "one", Weight: 1 });
    const other = address("a.catsndogs.lol", "192.0.2.2", { SetIdentifier: "other", Weight: 1, TTL: 30 });
    dns.change(["CREATE", one]);
    assert.equal(
      refused(["CREATE", other]),
      "InvalidChangeBatch: [RRSet with DNS name a.catsndogs.lol.  and type A, SetIdentifier other cannot be created as " +
        "weighted sets must contain the same TTL.]",
    );
  });

  it("are refused beyond a thousand values, an UPSERT's counted twice", () => {
    const ResourceRecords = Array.from({ length: 501 }, (_, i) => ({ Value: `10.0.${i >> 8}.${i & 255}` }));
    const many = { Name: "a.catsndogs.lol", Type: "A", TTL: 60, ResourceRecords };
    assert.equal(refused(["UPSERT", many]), "InvalidChangeBatch: [Number of records limit of 1000 exceeded.]");
    dns.change(["CREATE", many]);
  });

  it("are refused beyond 32,000 characters", () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => ({ Value: `"${i}${"x".repeat(3997)}"` }));
    const text = (count: number) => ({
      ...address("a.catsndogs.lol", ""),
      Type: "TXT",
      ResourceRecords: values(count),
    });
    assert.equal(refused(["CREATE", text(9)]), "InvalidChangeBatch: [Number of characters limit of 32000 exceeded.]");
    dns.change(["CREATE", text(8)]);
  });

  it("are refused beyond a hundred weighted records of a name", () => {
    const one = (i: number): [string, object] => [
      "CREATE",
      address("a.catsndogs.lol", "192.0.2.1", { SetIdentifier: String(i), Weight: 1 }),
    ];
    dns.change(...Array.from({ length: 100 }, (_, i) => one(i)));
    assert.equal(
      refused(one(100)),
      "InvalidChangeBatch: [Exceeded limit on number of weighted RRSets for a.catsndogs.lol., type A in this zone.]",
    );
  });

  it("leave the zone its own records", () => {
    const [ns] = dns.zones
      .list(admin, { HostedZoneId: ZONE_ID })
      .ResourceRecordSets.filter(({ Type }) => Type === "NS");
    assert.equal(
      refused(["DELETE", ns ?? {}]),
      "InvalidChangeBatch: [A HostedZone must contain at least one NS record for the zone itself.]",
    );
  });

  it("are refused for a zone that is not there", () => {
    const input = { ...batch(["UPSERT", dns.set("blue", 1)]), HostedZoneId: "Z9" };
    assert.equal(
      refusal(() => dns.zones.change(admin, input)),
      "NoSuchHostedZone: No hosted zone found with ID: Z9",
    );
    assert.equal(
      refusal(() => dns.zones.getChange(admin, { Id: "/change/C9" })),
      "NoSuchChange: Could not find resource with ID: C9",
    );
  });
});
