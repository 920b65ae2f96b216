import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import {
  INGRESS_RULE,
  INTERNET_GATEWAY,
  NAT_GATEWAY,
  ROUTE,
  ROUTE_TABLE,
  ROUTE_TABLE_ASSOCIATION,
  SECURITY_GROUP,
  SUBNET,
  VPC,
} from "../../local/account/types/ec2/references";
import { type Made, network, read, remove, withNat } from "./fixtures";
import { ACCOUNT_ID, change, failures, make, refusal, replaces, without } from "./support";

const ARN = `arn:aws:ec2:us-west-2:${ACCOUNT_ID}`;

describe("account: VPC", () => {
  it("reports what AWS makes with a VPC", () => {
    const { id, outputs } = network().vpc;
    assert.match(id, /^vpc-[0-9a-f]{17}$/);
    assert.match(String(outputs.mainRouteTableId), /^rtb-[0-9a-f]{17}$/);
    assert.match(String(outputs.defaultSecurityGroupId), /^sg-[0-9a-f]{17}$/);
    assert.match(String(outputs.defaultNetworkAclId), /^acl-[0-9a-f]{17}$/);
    assert.match(String(outputs.dhcpOptionsId), /^dopt-[0-9a-f]{17}$/);
    const generated = ["mainRouteTableId", "defaultSecurityGroupId", "defaultNetworkAclId", "dhcpOptionsId"];
    assert.deepEqual(without(outputs, ...generated), {
      arn: `${ARN}:vpc/${id}`,
      assignGeneratedIpv6CidrBlock: false,
      cidrBlock: "172.20.0.0/16",
      defaultRouteTableId: outputs.mainRouteTableId,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      enableNetworkAddressUsageMetrics: false,
      instanceTenancy: "default",
      ipv6AssociationId: "",
      ipv6CidrBlock: "",
      ipv6CidrBlockNetworkBorderGroup: "",
      ownerId: ACCOUNT_ID,
      region: "us-west-2",
      tagsAll: {},
    });
  });

  it("gives an IPv6 block on request", () => {
    const { outputs } = make(new Account(), VPC, { cidrBlock: "10.0.0.0/16", assignGeneratedIpv6CidrBlock: true });
    assert.match(String(outputs.ipv6CidrBlock), /^2001:db8:[0-9a-f]{1,3}:[0-9a-f]{1,3}00::\/56$/);
    assert.equal(outputs.ipv6CidrBlockNetworkBorderGroup, "us-west-2");
  });

  it("takes what a preview does not know yet", () => {
    assert.deepEqual(failures(VPC, { cidrBlock: UNKNOWN, enableDnsHostnames: UNKNOWN }), []);
  });

  for (const [what, inputs, failure] of [
    [
      "a block that is too large",
      { cidrBlock: "10.0.0.0/8" },
      'cidrBlock: expected an IPv4 CIDR block with a prefix between 16 and 28, got "10.0.0.0/8"',
    ],
    [
      "a block with host bits",
      { cidrBlock: "10.0.0.1/16" },
      'cidrBlock: expected an IPv4 CIDR block with a prefix between 16 and 28, got "10.0.0.1/16"',
    ],
    ["no block", {}, 'cidrBlock: one of "cidrBlock", "ipv4IpamPoolId" must be given'],
    [
      "an unknown tenancy",
      { cidrBlock: "10.0.0.0/16", instanceTenancy: "host" },
      'instanceTenancy: expected one of default, dedicated, got "host"',
    ],
    [
      "DNS names without DNS",
      { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: false },
      'enableDnsHostnames: needs "enableDnsSupport" to be true',
    ],
    [
      "a mask without a pool",
      { cidrBlock: "10.0.0.0/16", ipv6NetmaskLength: 56 },
      'ipv6NetmaskLength: needs "ipv6IpamPoolId" beside it',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(VPC, inputs), [failure]));
  }

  it("is replaced for another block, and for dedicated tenancy but not back", () => {
    const olds = { cidrBlock: "10.0.0.0/16" };
    assert.deepEqual(replaces(VPC, olds, { cidrBlock: "10.1.0.0/16" }), ["cidrBlock"]);
    assert.deepEqual(replaces(VPC, olds, { instanceTenancy: "dedicated" }), ["instanceTenancy"]);
    assert.deepEqual(replaces(VPC, { ...olds, instanceTenancy: "dedicated" }, { instanceTenancy: "default" }), []);
    assert.deepEqual(replaces(VPC, olds, { enableDnsHostnames: true }), []);
  });

  it("counts the default VPC against the quota, which can be raised", () => {
    const account = new Account();
    const another = (): Made => make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    for (let i = 0; i < 4; i++) another();
    assert.equal(
      refusal(another),
      'VpcLimitExceeded: The quota "VPCs per Region" (L-F678F1CE) is 5; 5 in use, 1 more asked for. ' +
        "Delete what is not needed, or ask for a higher quota in Service Quotas.",
    );
    account.raiseQuota("L-F678F1CE", 6);
    assert.ok(another().id);
  });

  it("stays while something lies in it, and names that", () => {
    const { account, vpc, gateway, subnet } = network();
    const inUse = `DependencyViolation: The vpc '${vpc.id}' has dependencies and cannot be deleted`;
    assert.equal(
      refusal(() => remove(account, VPC, vpc)),
      `${inUse}: the subnet '${subnet.id}' uses it.`,
    );
    remove(account, SUBNET, subnet);
    assert.equal(
      refusal(() => remove(account, VPC, vpc)),
      `${inUse}: the internet gateway '${gateway.id}' uses it.`,
    );
    remove(account, INTERNET_GATEWAY, gateway);
    const group = make(account, SECURITY_GROUP, { name: "site", vpcId: vpc.id });
    assert.equal(
      refusal(() => remove(account, VPC, vpc)),
      `${inUse}: the security group '${group.id}' uses it.`,
    );
    remove(account, SECURITY_GROUP, group);
    const table = make(account, ROUTE_TABLE, { vpcId: vpc.id });
    assert.equal(
      refusal(() => remove(account, VPC, vpc)),
      `${inUse}: the route table '${table.id}' uses it.`,
    );
    remove(account, ROUTE_TABLE, table);
    remove(account, VPC, vpc);
    assert.ok(account.isEmpty);
  });

  it("takes what is in its main route table and default security group with it", () => {
    const { account, vpc, gateway, subnet } = network();
    const { mainRouteTableId, defaultSecurityGroupId } = vpc.outputs;
    make(account, ROUTE_TABLE_ASSOCIATION, { routeTableId: mainRouteTableId ?? "", subnetId: subnet.id });
    make(account, ROUTE, {
      routeTableId: mainRouteTableId ?? "",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    make(account, INGRESS_RULE, {
      securityGroupId: defaultSecurityGroupId ?? "",
      ipProtocol: "-1",
      cidrIpv4: "10.0.0.0/8",
    });
    remove(account, SUBNET, subnet);
    remove(account, INTERNET_GATEWAY, gateway);
    remove(account, VPC, vpc);
    assert.deepEqual(account.records(), []);
  });
});

describe("account: subnet", () => {
  const happy = { vpcId: "vpc-1", cidrBlock: "172.20.1.0/24", availabilityZone: "us-west-2b" };

  it("reports its zone by name and by id", () => {
    const { id, outputs } = network().subnet;
    assert.match(id, /^subnet-[0-9a-f]{17}$/);
    assert.deepEqual(without(outputs, "vpcId"), {
      arn: `${ARN}:subnet/${id}`,
      assignIpv6AddressOnCreation: false,
      availabilityZone: "us-west-2a",
      availabilityZoneId: "usw2-az1",
      cidrBlock: "172.20.3.0/24",
      customerOwnedIpv4Pool: "",
      enableDns64: false,
      enableLniAtDeviceIndex: 0,
      enableResourceNameDnsARecordOnLaunch: false,
      enableResourceNameDnsAaaaRecordOnLaunch: false,
      ipv6CidrBlock: "",
      ipv6CidrBlockAssociationId: "",
      ipv6Native: false,
      mapCustomerOwnedIpOnLaunch: false,
      mapPublicIpOnLaunch: true,
      outpostArn: "",
      ownerId: ACCOUNT_ID,
      privateDnsHostnameTypeOnLaunch: "ip-name",
      region: "us-west-2",
      tagsAll: {},
    });
  });

  it("lies in the zone that its id names, or in the Region's first", () => {
    const { account, vpc } = network();
    const byId = make(account, SUBNET, { vpcId: vpc.id, cidrBlock: "172.20.4.0/24", availabilityZoneId: "usw2-az3" });
    assert.equal(byId.outputs.availabilityZone, "us-west-2c");
    const anywhere = make(account, SUBNET, { vpcId: vpc.id, cidrBlock: "172.20.5.0/24" });
    assert.equal(anywhere.outputs.availabilityZone, "us-west-2a");
  });

  for (const [what, inputs, failure] of [
    [
      "a block that is too small",
      { ...happy, cidrBlock: "172.20.1.0/29" },
      'cidrBlock: expected an IPv4 CIDR block with a prefix between 16 and 28, got "172.20.1.0/29"',
    ],
    [
      "two names of a zone",
      { ...happy, availabilityZoneId: "usw2-az2" },
      'availabilityZoneId: at most one of "availabilityZone", "availabilityZoneId" may be given, got "availabilityZone", "availabilityZoneId"',
    ],
    [
      "an unknown kind of host name",
      { ...happy, privateDnsHostnameTypeOnLaunch: "name" },
      'privateDnsHostnameTypeOnLaunch: expected one of ip-name, resource-name, got "name"',
    ],
    [
      "an IPv6 block with host bits",
      { ...happy, ipv6CidrBlock: "2001:db8::1/64" },
      'ipv6CidrBlock: expected an IPv6 CIDR block with a prefix between 44 and 64, got "2001:db8::1/64"',
    ],
    ["no VPC", without(happy, "vpcId"), "vpcId: missing required property"],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(SUBNET, inputs), [failure]));
  }

  it("is refused in a VPC that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), SUBNET, happy)),
      "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist",
    );
  });

  it("is refused in a zone that the Region does not have", () => {
    const { account, vpc } = network();
    assert.equal(
      refusal(() => make(account, SUBNET, { ...happy, vpcId: vpc.id, availabilityZone: "us-west-2z" })),
      "InvalidParameterValue: Value (us-west-2z) for parameter availabilityZone is invalid. Subnets can currently only " +
        "be created in the following availability zones: us-west-2a, us-west-2b, us-west-2c, us-west-2d.",
    );
  });

  it("is refused outside the VPC's block", () => {
    const { account, vpc } = network();
    assert.equal(
      refusal(() => make(account, SUBNET, { ...happy, vpcId: vpc.id, cidrBlock: "172.21.1.0/24" })),
      `InvalidSubnet.Range: The CIDR '172.21.1.0/24' is invalid: it does not lie in 172.20.0.0/16 of ${vpc.id}.`,
    );
  });

  it("is refused where another subnet is, in this VPC only", () => {
    const { account, vpc, subnet } = network();
    assert.equal(
      refusal(() => make(account, SUBNET, { ...happy, vpcId: vpc.id, cidrBlock: "172.20.2.0/23" })),
      "InvalidSubnet.Conflict: The CIDR '172.20.2.0/23' conflicts with another subnet: " +
        `the subnet '${subnet.id}' has 172.20.3.0/24.`,
    );
    assert.ok(network(account).subnet.id);
  });

  it("does not conflict with itself when it changes", () => {
    const { account, subnet } = network();
    assert.equal(change(account, SUBNET, subnet, { mapPublicIpOnLaunch: false }).mapPublicIpOnLaunch, false);
  });

  it("is limited for each VPC", () => {
    const { account, vpc } = network();
    account.raiseQuota("L-407747CB", 1);
    assert.match(
      refusal(() => make(account, SUBNET, { ...happy, vpcId: vpc.id })),
      /^SubnetLimitExceeded: The quota "Subnets per VPC" \(L-407747CB\) is 1; 1 in use, 1 more asked for\./,
    );
    assert.ok(network(account).subnet.id);
  });

  it("is replaced for another place, and for another IPv6 block if instances get addresses of it", () => {
    assert.deepEqual(replaces(SUBNET, happy, { availabilityZone: "us-west-2c", vpcId: "vpc-2" }), [
      "availabilityZone",
      "vpcId",
    ]);
    assert.deepEqual(replaces(SUBNET, happy, { mapPublicIpOnLaunch: true }), []);
    const ipv6 = { ...happy, ipv6CidrBlock: "2001:db8::/64" };
    const other = { ipv6CidrBlock: "2001:db8:0:1::/64" };
    assert.deepEqual(replaces(SUBNET, ipv6, other), []);
    assert.deepEqual(replaces(SUBNET, { ...ipv6, assignIpv6AddressOnCreation: true }, other), ["ipv6CidrBlock"]);
  });

  it("stays while a NAT gateway is in it", () => {
    const { account, subnet, nat } = withNat();
    assert.equal(
      refusal(() => remove(account, SUBNET, subnet)),
      `DependencyViolation: The subnet '${subnet.id}' has dependencies and cannot be deleted: ` +
        `the NAT gateway '${nat.id}' uses it.`,
    );
  });
});

describe("account: internet gateway", () => {
  it("is attached to its VPC", () => {
    const { gateway, vpc } = network();
    assert.match(gateway.id, /^igw-[0-9a-f]{17}$/);
    assert.deepEqual(gateway.outputs, {
      arn: `${ARN}:internet-gateway/${gateway.id}`,
      ownerId: ACCOUNT_ID,
      region: "us-west-2",
      tagsAll: {},
      vpcId: vpc.id,
    });
  });

  it("is the only one of its VPC", () => {
    const { account, vpc, gateway } = network();
    assert.equal(
      refusal(() => make(account, INTERNET_GATEWAY, { vpcId: vpc.id })),
      `InvalidParameterValue: Network ${vpc.id} already has an internet gateway attached: ${gateway.id}`,
    );
    assert.equal(make(account, INTERNET_GATEWAY, {}).outputs.vpcId, "");
  });

  it("stays while something has a public address", () => {
    const { account, vpc, gateway, nat } = withNat();
    const mapped =
      `DependencyViolation: Network ${vpc.id} has some mapped public address(es). Please unmap those public ` +
      `address(es) before detaching the gateway: the NAT gateway '${nat.id}' has one.`;
    assert.equal(
      refusal(() => remove(account, INTERNET_GATEWAY, gateway)),
      mapped,
    );
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    assert.equal(
      refusal(() => change(account, INTERNET_GATEWAY, gateway, { vpcId: other.id })),
      mapped,
    );
    remove(account, NAT_GATEWAY, nat);
    remove(account, INTERNET_GATEWAY, gateway);
    assert.deepEqual(account.records(INTERNET_GATEWAY), []);
  });

  it("moves to another VPC in place", () => {
    const { account, gateway } = network();
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    assert.deepEqual(replaces(INTERNET_GATEWAY, gateway.inputs, { vpcId: other.id }), []);
    assert.equal(change(account, INTERNET_GATEWAY, gateway, { vpcId: other.id }).vpcId, other.id);
  });

  it("leaves routes behind that lead nowhere", () => {
    const { account, vpc, gateway } = network();
    const route = make(account, ROUTE, {
      routeTableId: vpc.outputs.mainRouteTableId ?? "",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
    assert.equal(route.outputs.state, "active");
    remove(account, INTERNET_GATEWAY, gateway);
    assert.equal(read(account, ROUTE, route).state, "blackhole");
  });
});
