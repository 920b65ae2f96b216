import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { LOAD_BALANCER } from "../../local/account/types/lb/references";
import { RECORD, ZONE } from "../../local/account/types/route53/references";
import { NAME, withZone } from "./route53Fixture";
import { change, failures, make, options, refusal, replaces } from "./support";

describe("account: DNS records", () => {
  it("have an id of zone, name, type and set identifier", () => {
    const { account, zone, weighted, simple } = withZone();
    const blue = make(account, RECORD, weighted("blue", 100));
    assert.equal(blue.id, `${zone.id}_${NAME}_A_blue`);
    assert.deepEqual([blue.outputs.fqdn, blue.outputs.name, blue.outputs.allowOverwrite], [NAME, NAME, false]);
    assert.equal(make(account, RECORD, { ...simple, name: "Cats." }).id, `${zone.id}_cats_A`);
  });

  it("complete a name that lies not in the zone, as the provider does", () => {
    const { account, simple } = withZone();
    const fqdn = (name: string) => make(account, RECORD, { ...simple, name }).outputs.fqdn;
    assert.deepEqual(["cats", "dogs.catsndogs.lol", "catsndogs.lol", "a.org"].map(fqdn), [
      "cats.catsndogs.lol",
      "dogs.catsndogs.lol",
      "catsndogs.lol",
      "a.org.catsndogs.lol",
    ]);
  });

  it("keep the name of an alias in small letters, and read no change in another case", () => {
    const { account, weighted, balancer } = withZone();
    const record = weighted("blue", 100);
    const loud = {
      ...record,
      aliases: [{ name: balancer.dnsName.toUpperCase(), zoneId: balancer.zoneId, evaluateTargetHealth: false }],
    };
    const [alias] = make(account, RECORD, loud).outputs.aliases as Props[];
    assert.equal(alias?.name, balancer.dnsName.toLowerCase());
    assert.equal(account.diff(RECORD, record, loud).changes, false);
  });

  const wrong: [what: string, by: Props, ...expected: string[]][] = [
    [
      "an unknown type",
      { type: "ALIAS" },
      'type: expected one of A, AAAA, CAA, CNAME, DS, HTTPS, MX, NAPTR, NS, PTR, SOA, SPF, SRV, SSHFP, SVCB, TLSA, TXT, got "ALIAS"',
    ],
    [
      "a weight above 255",
      { weightedRoutingPolicies: [{ weight: 256 }] },
      "weightedRoutingPolicies[0].weight: expected a number between 0 and 255, got 256",
    ],
    [
      "a weight below 0",
      { weightedRoutingPolicies: [{ weight: -1 }] },
      "weightedRoutingPolicies[0].weight: expected a number between 0 and 255, got -1",
    ],
    [
      "a weight without a set identifier",
      { setIdentifier: null },
      "setIdentifier: missing; weightedRoutingPolicies needs it",
    ],
    [
      "a set identifier without a weight",
      { weightedRoutingPolicies: null },
      "weightedRoutingPolicies: missing; a record with a set identifier needs a routing policy",
    ],
    [
      "two ways to route",
      { failoverRoutingPolicies: [{ type: "PRIMARY" }] },
      'weightedRoutingPolicies: at most one of "cidrRoutingPolicy", "failoverRoutingPolicies", "geolocationRoutingPolicies", ' +
        '"geoproximityRoutingPolicy", "latencyRoutingPolicies", "multivalueAnswerRoutingPolicy", "weightedRoutingPolicies" may be ' +
        'given, got "failoverRoutingPolicies", "weightedRoutingPolicies"',
      "failoverRoutingPolicies: not modelled on this machine; leave it out",
    ],
    [
      "an alias and values",
      { records: ["192.0.2.1"], ttl: 60 },
      'ttl: at most one of "aliases", "ttl" may be given, got "aliases", "ttl"',
      'records: at most one of "aliases", "records" may be given, got "aliases", "records"',
    ],
    ["an alias with a TTL", { ttl: 60 }, 'ttl: at most one of "aliases", "ttl" may be given, got "aliases", "ttl"'],
    ["neither an alias nor values", { aliases: null }, 'aliases: one of "aliases", "records" must be given'],
    [
      "values without a TTL",
      { aliases: null, records: ["192.0.2.1"] },
      "ttl: missing; records and ttl are given together",
    ],
    [
      "an alias that says nothing of its target's health",
      { aliases: [{ name: "lb", zoneId: "Z1" }] },
      "aliases[0].evaluateTargetHealth: missing required property",
    ],
    ["a health check", { healthCheckId: "abc" }, "healthCheckId: not modelled on this machine; leave it out"],
  ];
  for (const [what, by, ...expected] of wrong) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(failures(RECORD, { ...withZone().weighted("blue", 100), ...by }), expected);
    });
  }

  it("accept weights of 0 and 255 and what a preview does not know", () => {
    const { weighted } = withZone();
    assert.deepEqual(failures(RECORD, weighted("blue", 0)), []);
    assert.deepEqual(failures(RECORD, weighted("blue", 255)), []);
    assert.deepEqual(
      failures(RECORD, { ...weighted("blue", 1), zoneId: UNKNOWN, name: UNKNOWN, aliases: UNKNOWN }),
      [],
    );
  });

  it("need their zone", () => {
    assert.equal(
      refusal(() =>
        make(new Account(), RECORD, { zoneId: "Z123", name: "cats", type: "A", ttl: 60, records: ["192.0.2.1"] }),
      ),
      "NoSuchHostedZone: No hosted zone found with ID: Z123",
    );
  });

  const refused = (by: Props, from: "weighted" | "simple" = "simple"): string => {
    const { account, weighted, simple } = withZone();
    return refusal(() => make(account, RECORD, { ...(from === "simple" ? simple : weighted("blue", 100)), ...by }));
  };

  it("end as the zone's name does, with a dot before it", () => {
    assert.equal(
      refused({ name: "mycatsndogs.lol" }),
      "InvalidChangeBatch: [RRSet with DNS name mycatsndogs.lol. is not permitted in zone catsndogs.lol.]",
    );
  });

  it("hold what their type holds", () => {
    assert.equal(
      refused({ records: ["cats"] }),
      "InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 " +
        "address) encountered with 'cats'']",
    );
    assert.match(
      refused({ name: "catsndogs.lol", type: "CNAME", records: ["a.org"] }),
      /^InvalidChangeBatch: \[RRSet of type CNAME with DNS name catsndogs\.lol\. is not permitted at apex in zone catsndogs\.lol\./,
    );
    assert.match(
      refused({ name: "catsndogs.lol", type: "NS", records: ["ns.a.org"] }),
      /^InvalidChangeBatch: \[Tried to create resource record set \[name='catsndogs\.lol\.', type='NS'\] but it already exists\]$/,
    );
  });

  it("are aliases of load balancers that are there, in the zone that these lie in", () => {
    const { balancer } = withZone();
    const tried = (name: string, zone: string) =>
      `Tried to create an alias that targets ${name}., type A in zone ${zone}, but`;
    const gone = "gone-1234567890.us-west-2.elb.amazonaws.com";
    assert.equal(
      refused({ aliases: [{ name: gone, zoneId: balancer.zoneId, evaluateTargetHealth: false }] }, "weighted"),
      `InvalidChangeBatch: [${tried(gone, balancer.zoneId)} that target was not found]`,
    );
    const name = balancer.dnsName.toLowerCase();
    assert.equal(
      refused({ aliases: [{ name, zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: false }] }, "weighted"),
      `InvalidChangeBatch: [${tried(name, "Z35SXDOTRQ7X7K")} the alias target name does not lie within the target zone, ` +
        `${tried(name, "Z35SXDOTRQ7X7K")} that target was not found]`,
    );
  });

  it("are there once, however they are written", () => {
    const { account, weighted, simple } = withZone();
    make(account, RECORD, weighted("blue", 100));
    const exists =
      "InvalidChangeBatch: [Tried to create resource record set [name='www.catsndogs.lol.', type='A', set-identifier='blue'] " +
      "but it already exists]";
    const again: Props[] = [
      {},
      { name: `${NAME}.` },
      { name: "www" },
      { allowOverwrite: true },
      { name: "www", allowOverwrite: true },
    ];
    for (const by of again) {
      assert.equal(
        refusal(() => make(account, RECORD, { ...weighted("blue", 0), ...by })),
        exists,
      );
    }
    assert.match(make(account, RECORD, weighted("green", 0)).id, /_A_green$/);
    make(account, RECORD, simple);
    assert.equal(
      refusal(() => make(account, RECORD, simple)),
      "InvalidChangeBatch: [Tried to create resource record set [name='cats.catsndogs.lol.', type='A'] but it already exists]",
    );
  });

  it("are either simple or weighted, those of one name and type", () => {
    const { account, weighted, simple } = withZone();
    make(account, RECORD, { ...simple, name: NAME });
    assert.equal(
      refusal(() => make(account, RECORD, weighted("blue", 100))),
      "InvalidChangeBatch: [RRSet with DNS name www.catsndogs.lol., type A, SetIdentifier blue cannot be created as other " +
        "RRSets exist with the same name and type.]",
    );
  });

  it("may overwrite what the zone has by itself", () => {
    const { account, simple } = withZone();
    const apex = { ...simple, name: "catsndogs.lol", type: "NS", records: ["ns.a.org"], allowOverwrite: true };
    assert.equal(make(account, RECORD, apex).outputs.allowOverwrite, true);
  });

  it("are replaced under another name and in another zone, and changed in place otherwise", () => {
    const { weighted } = withZone();
    const record = weighted("blue", 100);
    assert.deepEqual(replaces(RECORD, record, { name: "w3.catsndogs.lol" }), ["name"]);
    assert.deepEqual(replaces(RECORD, record, { zoneId: "Z1" }), ["zoneId"]);
    assert.deepEqual(replaces(RECORD, record, { name: `${NAME.toUpperCase()}.`, setIdentifier: "teal" }), []);
    assert.deepEqual(replaces(RECORD, record, { weightedRoutingPolicies: [{ weight: 1 }] }), []);
  });

  it("become weighted in place, where they alone have the name", () => {
    const { account, weighted, simple } = withZone();
    const made = make(account, RECORD, { ...simple, name: NAME });
    const { inputs } = account.check(RECORD, weighted("blue", 1), options);
    const { outputs } = account.update(RECORD, made.id, made.inputs, inputs, options);
    assert.deepEqual([outputs.setIdentifier, outputs.records, outputs.ttl], ["blue", undefined, undefined]);
  });

  it("are not changed into what another record is", () => {
    const { account, weighted } = withZone();
    make(account, RECORD, weighted("blue", 100));
    const green = make(account, RECORD, weighted("green", 0));
    assert.match(
      refusal(() => change(account, RECORD, green, { setIdentifier: "blue" })),
      /set-identifier='blue'\] but it already exists\]$/,
    );
  });

  it("are written whole by an update: weights that a release has set are lost", () => {
    const { account, weighted, balancer } = withZone();
    const blue = make(account, RECORD, weighted("blue", 100));
    const record = account.records(RECORD)[0];
    assert.ok(record);
    record.inputs.weightedRoutingPolicies = [{ weight: 90 }];
    const aliases = [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }];
    const { weightedRoutingPolicies } = change(account, RECORD, blue, { aliases });
    assert.deepEqual(weightedRoutingPolicies, [{ weight: 100 }]);
  });

  it("are deleted as they are, whatever their weight has become", () => {
    const { account, weighted } = withZone();
    const blue = make(account, RECORD, weighted("blue", 100));
    const record = account.records(RECORD)[0];
    assert.ok(record);
    record.inputs.weightedRoutingPolicies = [{ weight: 0 }];
    account.delete(RECORD, blue.id, options);
    assert.deepEqual(account.records(RECORD), []);
  });

  it("let a load balancer go that they are aliases of", () => {
    const { account, weighted } = withZone();
    make(account, RECORD, weighted("blue", 100));
    const balancer = account.records(LOAD_BALANCER)[0];
    account.delete(LOAD_BALANCER, balancer?.id ?? "", options);
    assert.deepEqual([account.records(LOAD_BALANCER).length, account.records(RECORD).length], [0, 1]);
  });

  it("are 10,000 in a zone at most", () => {
    const { account, simple } = withZone();
    account.raiseQuota("L-E209CC9F", 1);
    make(account, RECORD, simple);
    assert.match(
      refusal(() => make(account, RECORD, { ...simple, name: "dogs" })),
      /^InvalidChangeBatch: The quota "Records per hosted zone" \(L-E209CC9F\) is 1; 1 in use, 1 more asked for\./,
    );
    const zone = make(account, ZONE, { name: "a.lol" });
    assert.ok(make(account, RECORD, { ...simple, zoneId: zone.id }).id);
  });
});
