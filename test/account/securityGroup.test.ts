import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP, VPC } from "../../local/account/types/ec2/references";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const web = { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"] };
const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const happy: Props = { name: "site", description: "The site", vpcId: "vpc-1", ingress: [web], egress: [all] };
const rule: Props = {
  securityGroupId: "sg-1",
  ipProtocol: "tcp",
  fromPort: 80,
  toPort: 80,
  cidrIpv4: "0.0.0.0/0",
};

type Made = ReturnType<typeof make>;

function group(): { account: Account; vpc: Made; site: Made } {
  const account = new Account();
  const vpc = make(account, VPC, { cidrBlock: "172.20.0.0/16" });
  return { account, vpc, site: make(account, SECURITY_GROUP, { ...happy, vpcId: vpc.id }) };
}

describe("account: security group", () => {
  it("lets out nothing that is not listed, and reports rules in full", () => {
    const { account, vpc, site } = group();
    assert.match(site.id, /^sg-[0-9a-f]{17}$/);
    const unset = { description: "", ipv6CidrBlocks: [], prefixListIds: [], securityGroups: [], self: false };
    assert.deepEqual(site.outputs, {
      ...happy,
      arn: `arn:aws:ec2:us-west-2:${ACCOUNT_ID}:security-group/${site.id}`,
      egress: [{ ...unset, ...all }],
      ingress: [{ ...unset, ...web }],
      namePrefix: "",
      ownerId: ACCOUNT_ID,
      region: "us-west-2",
      revokeRulesOnDelete: false,
      tagsAll: {},
      vpcId: vpc.id,
    });
    const bare = make(account, SECURITY_GROUP, { vpcId: vpc.id, name: "bare" });
    assert.deepEqual([bare.outputs.ingress, bare.outputs.egress], [[], []]);
    assert.equal(bare.outputs.description, "Managed by Pulumi");
  });

  it("takes what a preview does not know yet", () => {
    const ingress = [
      { ...web, cidrBlocks: UNKNOWN },
      { ...web, fromPort: UNKNOWN },
    ];
    assert.deepEqual(failures(SECURITY_GROUP, { ...happy, ingress, egress: UNKNOWN }), []);
  });

  for (const [what, inputs, failure] of [
    [
      "a name that looks like an id",
      { name: "sg-site" },
      'name: expected a name that does not begin with "sg-", got "sg-site"',
    ],
    [
      "a letter that AWS does not take",
      { description: "cats > dogs" },
      'description: expected letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *, got "cats > dogs"',
    ],
    [
      "an unknown protocol",
      { ingress: [{ ...web, protocol: "http" }] },
      'ingress[0].protocol: expected tcp, udp, icmp, icmpv6, -1 (all) or a protocol number between 0 and 255, got "http"',
    ],
    [
      "ports for all protocols",
      { egress: [{ ...all, toPort: 65535 }] },
      "egress[0]: fromPort (0) and toPort (65535) must both be 0 to use the 'ALL' \"-1\" protocol",
    ],
    [
      "a port that does not exist",
      { ingress: [{ ...web, toPort: 70000 }] },
      "ingress[0]: expected whole numbers between 0 and 65535 for tcp, got 80 to 70000",
    ],
    [
      "a range that goes down",
      { ingress: [{ ...web, fromPort: 90 }] },
      "ingress[0]: expected a range that goes up, got 90 to 80",
    ],
    [
      "a rule for nobody",
      { ingress: [without(web, "cidrBlocks")] },
      "ingress[0]: expected at least one of cidrBlocks, ipv6CidrBlocks, prefixListIds, securityGroups and self, got none",
    ],
    [
      "a rule twice",
      { ingress: [web, { ...web, protocol: "6" }] },
      "ingress: The same permission must not appear multiple times: 0.0.0.0/0|tcp|80|80",
    ],
    [
      "an address with host bits",
      { ingress: [{ ...web, cidrBlocks: ["10.0.0.1/8"] }] },
      'ingress[0].cidrBlocks[0]: expected an IPv4 CIDR block with a prefix between 0 and 32, got "10.0.0.1/8"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(SECURITY_GROUP, { ...happy, ...inputs }), [failure]));
  }

  it("has a name that no other group of its VPC has", () => {
    const { account, vpc, site } = group();
    assert.equal(
      refusal(() => make(account, SECURITY_GROUP, { name: "site", vpcId: vpc.id })),
      `InvalidGroup.Duplicate: The security group 'site' already exists for VPC '${vpc.id}': ${site.id}`,
    );
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    assert.ok(make(account, SECURITY_GROUP, { name: "site", vpcId: other.id }).id);
  });

  it("is refused in no VPC and in one that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), SECURITY_GROUP, without(happy, "vpcId"))),
      "VPCIdNotSpecified: No default VPC for this user",
    );
    assert.equal(
      refusal(() => make(new Account(), SECURITY_GROUP, happy)),
      "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist",
    );
  });

  it("is limited to sixty rules in each direction", () => {
    const { account, site } = group();
    const ports = (count: number): Props[] =>
      Array.from({ length: count }, (_, i) => ({ ...web, fromPort: 1000 + i, toPort: 1000 + i }));
    assert.equal(
      refusal(() => change(account, SECURITY_GROUP, site, { ingress: ports(61) })),
      "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached: " +
        "61 ingress rules, 60 allowed (L-0EA8095F).",
    );
    change(account, SECURITY_GROUP, site, { ingress: ports(60) });
    assert.equal(
      refusal(() => make(account, INGRESS_RULE, { ...rule, securityGroupId: site.id })),
      "RulesPerSecurityGroupLimitExceeded: The maximum number of rules per security group has been reached: " +
        `'${site.id}' has 60 ingress rules, 60 allowed (L-0EA8095F).`,
    );
    assert.ok(make(account, EGRESS_RULE, { ...rule, securityGroupId: site.id }).id);
  });

  it("changes its rules in place, and is replaced for anything else", () => {
    assert.deepEqual(replaces(SECURITY_GROUP, happy, { ingress: [] }), []);
    assert.deepEqual(replaces(SECURITY_GROUP, happy, { name: "s", description: "d", vpcId: "v" }), [
      "description",
      "name",
      "vpcId",
    ]);
  });

  it("stays while another group names it, inline or by a rule", () => {
    const { account, vpc, site } = group();
    const from = { ...without(web, "cidrBlocks"), securityGroups: [site.id] };
    const inline = make(account, SECURITY_GROUP, { name: "inline", vpcId: vpc.id, ingress: [from] });
    const used = `DependencyViolation: resource ${site.id} has a dependent object`;
    const remove = (): void => account.delete(SECURITY_GROUP, site.id, options);
    assert.equal(refusal(remove), `${used}: the security group '${inline.id}' uses it.`);
    change(account, SECURITY_GROUP, inline, { ingress: [] });
    const named = make(account, EGRESS_RULE, {
      ...without(rule, "cidrIpv4"),
      securityGroupId: inline.id,
      referencedSecurityGroupId: site.id,
    });
    assert.equal(refusal(remove), `${used}: the security group egress rule '${named.id}' uses it.`);
    account.delete(EGRESS_RULE, named.id, options);
    remove();
    assert.deepEqual(
      account.records(SECURITY_GROUP).map(({ id }) => id),
      [inline.id],
    );
  });

  it("may name itself, and takes its rules with it", () => {
    const { account, site } = group();
    make(account, INGRESS_RULE, {
      ...without(rule, "cidrIpv4"),
      securityGroupId: site.id,
      referencedSecurityGroupId: site.id,
    });
    account.delete(SECURITY_GROUP, site.id, options);
    assert.deepEqual(account.records(INGRESS_RULE), []);
  });

  it("may name the default group of a VPC, which no program makes", () => {
    const { account, vpc, site } = group();
    const { defaultSecurityGroupId } = vpc.outputs;
    const from = { ...without(web, "cidrBlocks"), securityGroups: [defaultSecurityGroupId ?? ""] };
    change(account, SECURITY_GROUP, site, { ingress: [from] });
    assert.equal(
      refusal(() => change(account, SECURITY_GROUP, site, { ingress: [{ ...from, securityGroups: ["sg-0"] }] })),
      "InvalidGroup.NotFound: The security group 'sg-0' does not exist",
    );
  });
});

describe("account: security group rule", () => {
  it("has an id, an ARN and AWS's name of the protocol", () => {
    const { account, site } = group();
    const inputs = { ...rule, securityGroupId: site.id, ipProtocol: "17" };
    const { id, outputs } = make(account, INGRESS_RULE, inputs);
    assert.match(id, /^sgr-[0-9a-f]{17}$/);
    assert.deepEqual(outputs, {
      ...inputs,
      arn: `arn:aws:ec2:us-west-2:${ACCOUNT_ID}:security-group-rule/${id}`,
      ipProtocol: "udp",
      region: "us-west-2",
      securityGroupRuleId: id,
      tagsAll: {},
    });
  });

  for (const [what, inputs, failure] of [
    [
      "nobody",
      without(rule, "cidrIpv4"),
      'cidrIpv4: one of "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId" must be given',
    ],
    [
      "two peers",
      { ...rule, cidrIpv6: "::/0" },
      'cidrIpv6: at most one of "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId" may be given, got "cidrIpv4", "cidrIpv6"',
    ],
    ["no upper port", without(rule, "toPort"), 'toPort: missing; required for ipProtocol "tcp"'],
    [
      "ports beside all protocols",
      { ...without(rule, "toPort"), ipProtocol: "-1" },
      'fromPort: may not be given for ipProtocol "-1", which means all ports',
    ],
    ["a port out of range", { ...rule, toPort: 65536 }, "toPort: expected a number between -1 and 65535, got 65536"],
    [
      "a port that tcp has not",
      { ...rule, fromPort: -1 },
      "fromPort: expected whole numbers between 0 and 65535 for tcp, got -1 to 80",
    ],
  ] as [string, Props, string][]) {
    // A port out of its own range is also out of the protocol's.
    it(`refuses ${what}`, () => assert.equal(failures(INGRESS_RULE, inputs)[0], failure));
  }

  it("is refused where the group lets that through already, inline or by a rule", () => {
    const { account, site } = group();
    const same = { ...rule, securityGroupId: site.id };
    const exists = (port: number, holder: string): string =>
      'InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: ' +
      `${port}, to port: ${port}, ALLOW" already exists: ${holder}`;
    assert.equal(
      refusal(() => make(account, INGRESS_RULE, same)),
      exists(80, site.id),
    );
    const other = { ...same, fromPort: 443, toPort: 443 };
    const first = make(account, INGRESS_RULE, other);
    assert.equal(
      refusal(() => make(account, INGRESS_RULE, other)),
      exists(443, first.id),
    );
    assert.ok(make(account, EGRESS_RULE, other).id);
    const everywhere = { securityGroupId: site.id, ipProtocol: "all", cidrIpv4: "0.0.0.0/0" };
    assert.equal(
      refusal(() => make(account, EGRESS_RULE, everywhere)),
      `InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists: ${site.id}`,
    );
    assert.equal(
      refusal(() => change(account, SECURITY_GROUP, site, { ingress: [web, { ...web, fromPort: 443, toPort: 443 }] })),
      exists(443, first.id),
    );
  });

  it("is refused for groups that do not exist", () => {
    const { account, site } = group();
    assert.equal(
      refusal(() => make(account, INGRESS_RULE, rule)),
      "InvalidGroup.NotFound: The security group 'sg-1' does not exist",
    );
    const from = { ...without(rule, "cidrIpv4"), securityGroupId: site.id, referencedSecurityGroupId: "sg-2" };
    assert.equal(
      refusal(() => make(account, INGRESS_RULE, from)),
      "InvalidGroup.NotFound: The security group 'sg-2' does not exist",
    );
  });

  it("changes in place, but is replaced for another kind of peer or another group", () => {
    assert.deepEqual(replaces(INGRESS_RULE, rule, { cidrIpv4: "10.0.0.0/8", toPort: 90 }), []);
    assert.deepEqual(replaces(INGRESS_RULE, rule, { cidrIpv4: null, cidrIpv6: "::/0" }), ["cidrIpv4", "cidrIpv6"]);
    assert.deepEqual(replaces(INGRESS_RULE, rule, { securityGroupId: "sg-2" }), ["securityGroupId"]);
  });

  it("reads protocol numbers and names as the same", () => {
    const account = new Account();
    assert.equal(account.diff(INGRESS_RULE, rule, { ...rule, ipProtocol: "6" }).changes, false);
    assert.equal(account.diff(INGRESS_RULE, rule, { ...rule, ipProtocol: "udp" }).changes, true);
  });
});
