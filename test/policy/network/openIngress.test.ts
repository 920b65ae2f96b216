import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const openIngress = rule("security-group-open-ingress");

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const group = {
  ingress: [
    { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
    { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] },
  ],
};
const standalone = {
  type: "ingress",
  protocol: "tcp",
  fromPort: 443,
  toPort: 443,
  cidrBlocks: ["0.0.0.0/0"],
  securityGroupId: "sg-1",
};
const single = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0", securityGroupId: "sg-1" };

const refused = (property: string, cidr: string, what: string) =>
  `${property} is ${cidr}, which opens ${what} to the world; only 80, 443 may be open to it. ` +
  "Name the addresses or the security group that need it, or narrow the ports.";

describe("security-group-open-ingress", () => {
  it("accepts the world on the web's ports, and named addresses on others", async () => {
    assert.deepEqual(await violations(openIngress, GROUP, group), []);
    assert.deepEqual(await violations(openIngress, RULE, standalone), []);
    assert.deepEqual(await violations(openIngress, INGRESS_RULE, single), []);
  });

  it("refuses the world on another port, in each way to write it", async () => {
    assert.deepEqual(await violations(openIngress, GROUP, mutated(group, "ingress.1.cidrBlocks.0", "0.0.0.0/0")), [
      refused("ingress[1].cidrBlocks[0]", "0.0.0.0/0", "tcp port 22"),
    ]);
    const adopted = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
    assert.deepEqual(await violations(openIngress, adopted, mutated(group, "ingress.1.cidrBlocks.0", "0.0.0.0/0")), [
      refused("ingress[1].cidrBlocks[0]", "0.0.0.0/0", "tcp port 22"),
    ]);
    assert.deepEqual(await violations(openIngress, RULE, mutated(standalone, "fromPort", 0)), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "tcp ports 0 to 443"),
    ]);
    assert.deepEqual(
      await violations(openIngress, INGRESS_RULE, { ...single, cidrIpv4: undefined, cidrIpv6: "::/0", toPort: 444 }),
      [refused("cidrIpv6", "::/0", "tcp ports 443 to 444")],
    );
  });

  it("refuses every port of every protocol, and protocols without ports other than ICMP", async () => {
    const all = { ...group.ingress[0], protocol: "-1", fromPort: 0, toPort: 0, ipv6CidrBlocks: [] };
    assert.deepEqual(await violations(openIngress, GROUP, { ingress: [all] }), [
      refused("ingress[0].cidrBlocks[0]", "0.0.0.0/0", "every port of every protocol"),
    ]);
    assert.deepEqual(await violations(openIngress, GROUP, { ingress: [{ ...all, protocol: "50" }] }), [
      refused("ingress[0].cidrBlocks[0]", "0.0.0.0/0", "protocol 50"),
    ]);
    const icmp = { ...all, protocol: "icmp", fromPort: 3, toPort: 4 };
    assert.deepEqual(await violations(openIngress, GROUP, { ingress: [icmp] }), []);
  });

  it("takes halves and quarters of the internet for the world, but no private network", async () => {
    for (const cidr of ["0.0.0.0/1", "128.0.0.0/1", "64.0.0.0/2", "10.0.0.0/7"]) {
      assert.deepEqual(await violations(openIngress, GROUP, mutated(group, "ingress.1.cidrBlocks.0", cidr)), [
        refused("ingress[1].cidrBlocks[0]", cidr, "tcp port 22"),
      ]);
    }
    assert.deepEqual(await violations(openIngress, GROUP, mutated(group, "ingress.1.ipv6CidrBlocks", ["2000::/3"])), [
      refused("ingress[1].ipv6CidrBlocks[0]", "2000::/3", "tcp port 22"),
    ]);
    assert.deepEqual(
      await violations(openIngress, GROUP, mutated(group, "ingress.1.ipv6CidrBlocks", ["fc00::/7"])),
      [],
    );
    const strict = { minIpv4Prefix: 16 };
    assert.deepEqual(
      await violations(openIngress, GROUP, mutated(group, "ingress.1.cidrBlocks.0", "10.0.0.0/8"), strict),
      [],
    );
    assert.deepEqual(
      await violations(openIngress, GROUP, mutated(group, "ingress.1.cidrBlocks.0", "54.0.0.0/8"), strict),
      [refused("ingress[1].cidrBlocks[0]", "54.0.0.0/8", "tcp port 22")],
    );
  });

  it("leaves egress alone", async () => {
    const egress = { ...standalone, type: "egress", fromPort: 0, toPort: 65535 };
    assert.deepEqual(await violations(openIngress, RULE, egress), []);
  });

  it("says nothing about what is not known yet, and still judges the rest", async () => {
    const someUnknown = mutated(group, "ingress.0.cidrBlocks", UNKNOWN);
    assert.deepEqual(await violations(openIngress, GROUP, mutated(someUnknown, "ingress.1.cidrBlocks", ["::/0"])), [
      refused("ingress[1].cidrBlocks[0]", "::/0", "tcp port 22"),
    ]);
    assert.deepEqual(await violations(openIngress, GROUP, { ingress: UNKNOWN }), []);
    assert.deepEqual(await violations(openIngress, RULE, { ...standalone, toPort: UNKNOWN }), []);
    assert.deepEqual(await violations(openIngress, INGRESS_RULE, { ...single, cidrIpv4: UNKNOWN }), []);
  });

  it("leaves open what it needed to know, and nothing else", async () => {
    for (const property of ["type", "cidrBlocks", "cidrBlocks[0]", "protocol", "fromPort", "toPort"]) {
      const path = property.replace("[0]", ".0");
      assert.deepEqual(await leftOpen(openIngress, RULE, mutated(standalone, path, UNKNOWN)), [property]);
    }
    const inner = mutated(standalone, "cidrBlocks.0", "10.0.0.0/8");
    assert.deepEqual(await leftOpen(openIngress, RULE, mutated(inner, "toPort", UNKNOWN)), []);
    assert.deepEqual(await leftOpen(openIngress, GROUP, mutated(group, "ingress.1.cidrBlocks", UNKNOWN)), [
      "ingress[1].cidrBlocks",
    ]);
    assert.deepEqual(await leftOpen(openIngress, INGRESS_RULE, { ...single, cidrIpv4: UNKNOWN }), ["cidrIpv4"]);
  });

  it("judges a protocol that is a number", async () => {
    assert.deepEqual(await violations(openIngress, RULE, { ...standalone, protocol: 6, toPort: 444 }), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "tcp ports 443 to 444"),
    ]);
  });

  it("takes its ports from the policy config", async () => {
    assert.deepEqual(await violations(openIngress, RULE, standalone, { allowedPorts: [] }), [
      "cidrBlocks[0] is 0.0.0.0/0, which opens tcp port 443 to the world; no port may be open to it. " +
        "Name the addresses or the security group that need it, or narrow the ports.",
    ]);
    assert.deepEqual(await violations(openIngress, RULE, standalone, { allowedPorts: [443] }), []);
  });
});
