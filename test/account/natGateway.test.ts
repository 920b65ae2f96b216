import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { EIP, INSTANCE, INTERNET_GATEWAY, NAT_GATEWAY, SUBNET, VPC } from "../../local/account/types/ec2/references";
import { IMAGE } from "./capacityFixture";
import { type Made, network, read, remove, withNat } from "./fixtures";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const ARN = `arn:aws:ec2:us-west-2:${ACCOUNT_ID}`;

describe("account: Elastic IP address", () => {
  it("has an address that nobody on the internet has", () => {
    const { id, outputs } = make(new Account(), EIP, { domain: "vpc" });
    assert.match(id, /^eipalloc-[0-9a-f]{17}$/);
    const address = String(outputs.publicIp);
    assert.match(address, /^198\.1[89]\.\d{1,3}\.\d{1,3}$/);
    assert.deepEqual(without(outputs, "publicIp"), {
      allocationId: id,
      arn: `${ARN}:elastic-ip/${id}`,
      associationId: "",
      carrierIp: "",
      customerOwnedIp: "",
      customerOwnedIpv4Pool: "",
      domain: "vpc",
      instance: "",
      ipamPoolId: "",
      networkBorderGroup: "us-west-2",
      networkInterface: "",
      privateDns: "",
      privateIp: "",
      ptrRecord: "",
      publicDns: `ec2-${address.replaceAll(".", "-")}.us-west-2.compute.amazonaws.com`,
      publicIpv4Pool: "amazon",
      region: "us-west-2",
      tagsAll: {},
    });
  });

  it("keeps its address when its tags change", () => {
    const account = new Account();
    const address = make(account, EIP, {});
    assert.equal(change(account, EIP, address, { tags: { Lab: "0" } }).publicIp, address.outputs.publicIp);
  });

  it("cannot be asked for by its number", () => {
    assert.equal(
      refusal(() => make(new Account(), EIP, { address: "198.18.0.1" })),
      "InvalidAddress.NotFound: The address '198.18.0.1' does not belong to you.",
    );
    assert.deepEqual(failures(EIP, { address: "none" }), [
      'address: expected an IPv4 address such as 10.0.0.4, got "none"',
    ]);
  });

  it("is refused outside VPCs", () => {
    assert.deepEqual(failures(EIP, { domain: "standard" }), ['domain: expected one of vpc, got "standard"']);
  });

  it("is limited to five in a Region", () => {
    const account = new Account();
    for (let i = 0; i < 5; i++) make(account, EIP, {});
    assert.match(
      refusal(() => make(account, EIP, {})),
      /^AddressLimitExceeded: The quota "EC2-VPC Elastic IPs" \(L-0263D0A3\) is 5; 5 in use, 1 more asked for\./,
    );
  });

  it("is given to an instance, and keeps the internet gateway", () => {
    const { account, vpc, gateway, subnet } = network();
    change(account, SUBNET, subnet, { mapPublicIpOnLaunch: false });
    const machine = make(account, INSTANCE, { ami: IMAGE, instanceType: "m4.large", subnetId: subnet.id });
    const { id, outputs } = make(account, EIP, { instance: machine.id });
    assert.match(String(outputs.associationId), /^eipassoc-[0-9a-f]{17}$/);
    assert.equal(outputs.privateIp, machine.outputs.privateIp);
    assert.equal(outputs.networkInterface, machine.outputs.primaryNetworkInterfaceId);
    assert.equal(
      refusal(() => remove(account, INTERNET_GATEWAY, gateway)),
      `DependencyViolation: Network ${vpc.id} has some mapped public address(es). Please unmap those public ` +
        `address(es) before detaching the gateway: the Elastic IP address '${id}' has one.`,
    );
    account.delete(EIP, id, options);
    remove(account, INTERNET_GATEWAY, gateway);
    assert.equal(
      refusal(() => make(account, EIP, { instance: machine.id })),
      `Gateway.NotAttached: Network ${vpc.id} is not attached to any internet gateway`,
    );
  });

  it("stays while a NAT gateway has it", () => {
    const { account, address, nat } = withNat();
    assert.equal(
      refusal(() => remove(account, EIP, address)),
      `InvalidIPAddress.InUse: The Elastic IP address '${address.id}' is in use and cannot be released: ` +
        `the NAT gateway '${nat.id}' uses it.`,
    );
  });
});

describe("account: NAT gateway", () => {
  const happy = { subnetId: "subnet-1", allocationId: "eipalloc-1" };

  it("has a private address of its subnet and the Elastic IP address", () => {
    const { account, vpc, nat, address } = withNat();
    assert.match(nat.id, /^nat-[0-9a-f]{17}$/);
    assert.match(String(nat.outputs.privateIp), /^172\.20\.3\.\d{1,3}$/);
    assert.match(String(nat.outputs.associationId), /^eipassoc-[0-9a-f]{17}$/);
    assert.match(String(nat.outputs.networkInterfaceId), /^eni-[0-9a-f]{17}$/);
    assert.deepEqual(without(nat.outputs, "privateIp", "associationId", "networkInterfaceId"), {
      ...nat.inputs,
      autoProvisionZones: "",
      autoScalingIps: "",
      availabilityMode: "zonal",
      publicIp: address.outputs.publicIp,
      region: "us-west-2",
      regionalNatGatewayAddresses: [],
      regionalNatGatewayAutoMode: "",
      routeTableId: "",
      secondaryAllocationIds: [],
      secondaryPrivateIpAddressCount: 0,
      secondaryPrivateIpAddresses: [],
      tagsAll: {},
      vpcId: vpc.id,
    });
    const used = read(account, EIP, address);
    assert.equal(used.associationId, nat.outputs.associationId);
    assert.equal(used.networkInterface, nat.outputs.networkInterfaceId);
    assert.equal(used.privateIp, nat.outputs.privateIp);
  });

  it("gives the Elastic IP address back when it goes", () => {
    const { account, address, nat } = withNat();
    remove(account, NAT_GATEWAY, nat);
    assert.deepEqual(read(account, EIP, address), address.outputs);
    remove(account, EIP, address);
    assert.deepEqual(account.records(EIP), []);
  });

  for (const [what, inputs, failure] of [
    ["no subnet", without(happy, "subnetId"), "subnetId: missing; required for a zonal NAT gateway"],
    [
      "an address for a private one",
      { ...happy, connectivityType: "private" },
      "allocationId: may not be given for a private NAT gateway",
    ],
    [
      "a subnet for a regional one",
      { subnetId: "subnet-1", vpcId: "vpc-1", availabilityMode: "regional" },
      "subnetId: may not be given for a regional NAT gateway",
    ],
    [
      "a number of secondary addresses for a public one",
      { ...happy, secondaryPrivateIpAddressCount: 2 },
      "secondaryPrivateIpAddressCount: may not be given for a public NAT gateway",
    ],
    [
      "an unknown connectivity",
      { ...happy, connectivityType: "both" },
      'connectivityType: expected one of public, private, got "both"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(NAT_GATEWAY, inputs), [failure]));
  }

  it("is refused in a VPC without an internet gateway", () => {
    const account = new Account();
    const vpc = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const subnet = make(account, SUBNET, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    const address = make(account, EIP, {});
    assert.equal(
      refusal(() => make(account, NAT_GATEWAY, { subnetId: subnet.id, allocationId: address.id })),
      `Gateway.NotAttached: Network ${vpc.id} has no Internet gateway attached`,
    );
    const inside = make(account, NAT_GATEWAY, { subnetId: subnet.id, connectivityType: "private" });
    assert.equal(inside.outputs.publicIp, "");
  });

  it("is refused without an address, or with one that does not exist or is in use", () => {
    const { account, subnet, address, nat } = withNat();
    const another = (allocation: Props) => () => make(account, NAT_GATEWAY, { subnetId: subnet.id, ...allocation });
    assert.equal(
      refusal(another({})),
      "MissingParameter: The request must include the AllocationId parameter. Add the required parameter and retry the request.",
    );
    assert.equal(
      refusal(another({ allocationId: "eipalloc-1" })),
      "InvalidAllocationID.NotFound: The allocation ID 'eipalloc-1' does not exist",
    );
    assert.equal(
      refusal(another({ allocationId: address.id })),
      `Resource.AlreadyAssociated: Elastic IP address [${address.id}] is already associated: ` +
        `the NAT gateway '${nat.id}' has it`,
    );
  });

  it("is limited for each zone", () => {
    const { account, vpc, subnet } = withNat();
    account.raiseQuota("L-FE5A380F", 1);
    const in_ = (where: Made) => () =>
      make(account, NAT_GATEWAY, { subnetId: where.id, allocationId: make(account, EIP, {}).id });
    assert.match(
      refusal(in_(subnet)),
      /^NatGatewayLimitExceeded: The quota "NAT gateways per Availability Zone" \(L-FE5A380F\) is 1; 1 in use/,
    );
    const place = { vpcId: vpc.id, cidrBlock: "172.20.4.0/24", availabilityZone: "us-west-2b" };
    assert.ok(in_(make(account, SUBNET, place))().id);
  });

  it("is replaced for another subnet or address", () => {
    const other = { subnetId: "subnet-2", allocationId: "eipalloc-2" };
    assert.deepEqual(replaces(NAT_GATEWAY, happy, other), ["allocationId", "subnetId"]);
  });
});
