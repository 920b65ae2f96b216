import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const adminPorts = rule("admin-ports");

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const group = {
  ingress: [
    { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8", "203.0.113.7/32"] },
    { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
    { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-1"], prefixListIds: ["pl-1"] },
  ],
};
const standalone = { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] };
const single = { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" };

const refused = (property: string, cidr: string, ports: string, prefix = 32) =>
  `${property} is ${cidr}, which reaches administration ${ports}; only private addresses, and public blocks of ` +
  `/${prefix} or smaller, may reach those. Use Session Manager, which needs no open port, or name the one address.`;

describe("admin-ports", () => {
  it("accepts private networks, single addresses and other groups", async () => {
    assert.deepEqual(await violations(adminPorts, GROUP, group), []);
    assert.deepEqual(await violations(adminPorts, RULE, standalone), []);
    assert.deepEqual(await violations(adminPorts, INGRESS_RULE, single), []);
  });

  it("refuses a network of the internet, in each way to write it", async () => {
    for (const type of [GROUP, DEFAULT_GROUP]) {
      assert.deepEqual(await violations(adminPorts, type, mutated(group, "ingress.0.cidrBlocks.1", "203.0.113.0/24")), [
        refused("ingress[0].cidrBlocks[1]", "203.0.113.0/24", "port 22"),
      ]);
    }
    assert.deepEqual(await violations(adminPorts, RULE, mutated(standalone, "cidrBlocks.0", "0.0.0.0/0")), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "port 22"),
    ]);
    assert.deepEqual(await violations(adminPorts, INGRESS_RULE, mutated(single, "cidrIpv4", "203.0.113.0/31")), [
      refused("cidrIpv4", "203.0.113.0/31", "port 22"),
    ]);
  });

  it("allows one network of IPv6, and no more", async () => {
    const one = mutated(group, "ingress.0.ipv6CidrBlocks", ["2001:db8:1:2::/64", "fc00::/7"]);
    assert.deepEqual(await violations(adminPorts, GROUP, one), []);
    assert.deepEqual(await violations(adminPorts, GROUP, mutated(one, "ingress.0.ipv6CidrBlocks.0", "2001:db8::/48")), [
      refused("ingress[0].ipv6CidrBlocks[0]", "2001:db8::/48", "port 22", 64),
    ]);
  });

  it("finds the ports in ranges and in every protocol", async () => {
    const world = mutated(standalone, "cidrBlocks.0", "0.0.0.0/0");
    const range = { ...world, fromPort: 0, toPort: 3389 };
    assert.deepEqual(await violations(adminPorts, RULE, range), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "ports 22, 23, 2375, 2376, 3389"),
    ]);
    assert.deepEqual(await violations(adminPorts, RULE, { ...world, protocol: "-1", fromPort: 0, toPort: 0 }), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "ports 22, 23, 2375, 2376, 3389, 5900, 5985, 5986, 10250"),
    ]);
    assert.deepEqual(await violations(adminPorts, RULE, { ...world, protocol: "udp", fromPort: 3389, toPort: 3389 }), [
      refused("cidrBlocks[0]", "0.0.0.0/0", "port 3389"),
    ]);
    assert.deepEqual(await violations(adminPorts, RULE, { ...world, protocol: "17", fromPort: 24, toPort: 2374 }), []);
    assert.deepEqual(await violations(adminPorts, RULE, { ...world, protocol: "icmp", fromPort: 22, toPort: 22 }), []);
  });

  it("leaves egress alone", async () => {
    const egress = { ...standalone, type: "egress", cidrBlocks: ["0.0.0.0/0"] };
    assert.deepEqual(await violations(adminPorts, RULE, egress), []);
  });

  it("says nothing about what is not known yet, and asks for nothing that it does not need", async () => {
    const world = mutated(standalone, "cidrBlocks.0", "0.0.0.0/0");
    for (const property of ["type", "cidrBlocks", "cidrBlocks[0]", "protocol", "fromPort", "toPort"]) {
      const path = property.replace("[0]", ".0");
      assert.deepEqual(await violations(adminPorts, RULE, mutated(world, path, UNKNOWN)), []);
      assert.deepEqual(await leftOpen(adminPorts, RULE, mutated(world, path, UNKNOWN)), [property]);
    }
    assert.deepEqual(await leftOpen(adminPorts, RULE, mutated(standalone, "toPort", UNKNOWN)), []);
    assert.deepEqual(await leftOpen(adminPorts, INGRESS_RULE, { ...single, cidrIpv4: UNKNOWN }), ["cidrIpv4"]);
    assert.deepEqual(await leftOpen(adminPorts, GROUP, { ingress: UNKNOWN }), ["ingress"]);
  });

  it("takes ports and sizes from the policy config", async () => {
    const office = mutated(standalone, "cidrBlocks.0", "203.0.113.0/24");
    assert.deepEqual(await violations(adminPorts, RULE, office, { minIpv4Prefix: 24 }), []);
    assert.deepEqual(await violations(adminPorts, RULE, office, { adminPorts: [8443] }), []);
    assert.deepEqual(await violations(adminPorts, RULE, { ...office, toPort: 8443 }, { adminPorts: [8443] }), [
      refused("cidrBlocks[0]", "203.0.113.0/24", "port 8443"),
    ]);
  });
});
