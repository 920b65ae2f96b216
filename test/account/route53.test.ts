import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { authorize } from "../../local/account/iam/authorize";
import type { Props } from "../../local/account/model";
import { RECORD, ZONE } from "../../local/account/types/route53/references";
import { accountWithRole, ROLE_ARN } from "./iam/fixture";
import { NAME, withZone } from "./route53Fixture";
import { failures, make, options, refusal, replaces } from "./support";

describe("account: hosted zones", () => {
  it("have an id, an ARN without an account, and four name servers that are always the same", () => {
    const [one, other] = [new Account(), new Account()].map((account) =>
      make(account, ZONE, { name: "catsndogs.lol." }),
    );
    assert.deepEqual(one?.outputs, other?.outputs);
    assert.match(one?.id ?? "", /^Z[0-9A-Z]{20}$/);
    const { arn, comment, forceDestroy, name, nameServers, primaryNameServer, zoneId } = one?.outputs ?? {};
    assert.equal(arn, `arn:aws:route53:::hostedzone/${one?.id}`);
    assert.deepEqual([comment, forceDestroy, name, zoneId], ["Managed by Pulumi", false, "catsndogs.lol", one?.id]);
    const servers = nameServers as string[];
    assert.deepEqual(servers, servers.toSorted());
    for (const end of ["com", "net", "org", "co.uk"]) {
      assert.equal(
        servers.filter((server) => new RegExp(`^ns-\\d{1,4}\\.awsdns-\\d{2}\\.${end}$`).test(server)).length,
        1,
      );
    }
    assert.match(String(primaryNameServer), /\.com$/);
  });

  it("may be several of one name, each with servers of its own", () => {
    const account = new Account();
    const [one, other] = [make(account, ZONE, { name: "a.lol" }), make(account, ZONE, { name: "a.lol" })];
    assert.notEqual(one.id, other.id);
    assert.notDeepEqual(one.outputs.nameServers, other.outputs.nameServers);
  });

  it("are replaced by another name, not by the same in capitals or with a dot", () => {
    assert.deepEqual(replaces(ZONE, { name: "a.lol" }, { name: "b.lol" }), ["name"]);
    assert.deepEqual(replaces(ZONE, { name: "a.lol" }, { name: "A.lol." }), []);
    const account = new Account();
    const { inputs } = account.check(ZONE, { name: "a.lol" }, options);
    assert.equal(account.diff(ZONE, inputs, { ...inputs, name: "A.lol." }).changes, false);
    assert.equal(account.diff(ZONE, inputs, { ...inputs, name: "b.lol" }).deleteBeforeReplace, false);
  });

  const wrong: [what: string, by: Props, expected: string][] = [
    [
      "a space in the name",
      { name: "cats dogs.lol" },
      'name: expected a domain name, whose labels are 1 to 63 letters, digits, hyphens and underscores, got "cats dogs.lol"',
    ],
    [
      "an empty label",
      { name: "cats..lol" },
      'name: expected a domain name, whose labels are 1 to 63 letters, digits, hyphens and underscores, got "cats..lol"',
    ],
    [
      "a name of 256 characters",
      { name: `${"a.".repeat(126)}lolo` },
      "name: expected a domain name of at most 255 characters, got 256",
    ],
    ["a private zone", { vpcs: [{ vpcId: "vpc-1" }] }, "vpcs: not modelled on this machine; leave it out"],
    ["a delegation set", { delegationSetId: "N1" }, "delegationSetId: not modelled on this machine; leave it out"],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(ZONE, { name: "a.lol", ...by }), [expected]));
  }

  it("are not made of a reserved domain, nor beyond the quota", () => {
    const account = new Account();
    assert.equal(
      refusal(() => make(account, ZONE, { name: "example.com" })),
      "InvalidDomainName: example.com is reserved by AWS!",
    );
    account.raiseQuota("L-4EA4796A", 1);
    make(account, ZONE, { name: "a.lol" });
    assert.match(
      refusal(() => make(account, ZONE, { name: "b.lol" })),
      /^TooManyHostedZones: The quota "Hosted zones" \(L-4EA4796A\) is 1; 1 in use, 1 more asked for\./,
    );
  });

  it("stay while there is a record in them, whoever made it", () => {
    const { account, zone, simple } = withZone();
    const record = make(account, RECORD, simple);
    const expected =
      "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.";
    assert.equal(
      refusal(() => account.delete(ZONE, zone.id, options)),
      expected,
    );
    account.delete(RECORD, record.id, options);
    const hosted = account.records(ZONE)[0];
    assert.ok(hosted);
    hosted.hidden = { recordSets: [{ Name: "dogs.catsndogs.lol.", Type: "A", TTL: 60, ResourceRecords: [] }] };
    assert.equal(
      refusal(() => account.delete(ZONE, zone.id, options)),
      expected,
    );
    hosted.hidden = {};
    account.delete(ZONE, zone.id, options);
    assert.equal(account.read(ZONE, zone.id, options), undefined);
  });

  it("take their records with them when they are to be destroyed by force", () => {
    const account = new Account();
    const zone = make(account, ZONE, { name: "a.lol", forceDestroy: true });
    make(account, RECORD, { zoneId: zone.id, name: "cats", type: "A", ttl: 60, records: ["192.0.2.1"] });
    account.delete(ZONE, zone.id, options);
    assert.equal(account.isEmpty, true);
  });
});

describe("IAM: the condition keys of ChangeResourceRecordSets", () => {
  const only: Props = {
    Effect: "Allow",
    Action: "route53:ChangeResourceRecordSets",
    Resource: "arn:aws:route53:::hostedzone/Z1",
    Condition: {
      "ForAllValues:StringEquals": {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": [NAME],
        "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
        "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
      },
    },
  };
  const asked = { names: [NAME], types: ["A"], actions: ["UPSERT"] };
  const decision = (by: Partial<typeof asked>) => {
    const { names, types, actions } = { ...asked, ...by };
    return authorize(accountWithRole([only]), {
      principal: ROLE_ARN,
      action: "route53:ChangeResourceRecordSets",
      resource: "arn:aws:route53:::hostedzone/Z1",
      context: {
        "route53:ChangeResourceRecordSetsNormalizedRecordNames": names,
        "route53:ChangeResourceRecordSetsRecordTypes": types,
        "route53:ChangeResourceRecordSetsActions": actions,
      },
    }).reason;
  };

  it("allow what is named, once or twice in a batch", () => {
    assert.equal(decision({}), "allowed");
    assert.equal(decision({ names: [NAME, NAME] }), "allowed");
  });

  it("allow nothing else, not beside it either", () => {
    assert.equal(decision({ names: [NAME, "catsndogs.lol"] }), "implicit-deny");
    assert.equal(decision({ types: ["A", "AAAA"] }), "implicit-deny");
    assert.equal(decision({ actions: ["DELETE"] }), "implicit-deny");
  });
});
