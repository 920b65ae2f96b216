import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import {
  INTERNET_GATEWAY,
  NAT_GATEWAY,
  ROUTE,
  ROUTE_TABLE,
  ROUTE_TABLE_ASSOCIATION,
  SUBNET,
  VPC,
} from "../../local/account/types/ec2/references";
import { type Made, network, read, remove, withNat } from "./fixtures";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

const ARN = `arn:aws:ec2:us-west-2:${ACCOUNT_ID}`;

describe("account: route table", () => {
  it("reports its routes", () => {
    const { account, vpc, gateway } = network();
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
    const { id, outputs } = make(account, ROUTE_TABLE, { vpcId: vpc.id, routes });
    assert.match(id, /^rtb-[0-9a-f]{17}$/);
    assert.deepEqual(outputs, {
      arn: `${ARN}:route-table/${id}`,
      ownerId: ACCOUNT_ID,
      propagatingVgws: [],
      region: "us-west-2",
      routes,
      tagsAll: {},
      vpcId: vpc.id,
    });
  });

  for (const [what, routes, failure] of [
    [
      "a route to nowhere",
      [{ cidrBlock: "0.0.0.0/0" }],
      "routes[0]: expected exactly one of carrierGatewayId, coreNetworkArn, egressOnlyGatewayId, gatewayId, localGatewayId, natGatewayId, networkInterfaceId, odbNetworkArn, transitGatewayId, vpcEndpointId, vpcPeeringConnectionId, got none",
    ],
    [
      "a route from nowhere",
      [{ gatewayId: "igw-1" }],
      "routes[0]: expected exactly one of cidrBlock, ipv6CidrBlock, destinationPrefixListId, got none",
    ],
    [
      "two routes to one place",
      [
        { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
        { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
      ],
      "routes: more than one route leads to 0.0.0.0/0",
    ],
    [
      "a destination with host bits",
      [{ cidrBlock: "10.0.0.1/8", gatewayId: "igw-1" }],
      'routes[0].cidrBlock: expected an IPv4 CIDR block with a prefix between 0 and 32, got "10.0.0.1/8"',
    ],
  ] as [string, Props[], string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(ROUTE_TABLE, { vpcId: "vpc-1", routes }), [failure]));
  }

  it("is refused with a gateway of another VPC, or none", () => {
    const { account, gateway } = network();
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const routed = (gatewayId: string) => () =>
      make(account, ROUTE_TABLE, { vpcId: other.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId }] });
    assert.equal(
      refusal(routed(gateway.id)),
      `InvalidParameterValue: route table of this VPC and network gateway ${gateway.id} belong to different networks`,
    );
    assert.equal(refusal(routed("igw-1")), "InvalidGatewayID.NotFound: The gateway ID 'igw-1' does not exist");
  });

  it("counts the main route table", () => {
    const { account, vpc } = network();
    account.raiseQuota("L-589F43AA", 2);
    make(account, ROUTE_TABLE, { vpcId: vpc.id });
    assert.match(
      refusal(() => make(account, ROUTE_TABLE, { vpcId: vpc.id })),
      /^RouteTableLimitExceeded: .*\(L-589F43AA\) is 2; 2 in use/,
    );
  });

  it("is deleted with its routes and associations", () => {
    const { account, vpc, gateway, subnet } = network();
    const table = make(account, ROUTE_TABLE, { vpcId: vpc.id });
    make(account, ROUTE_TABLE_ASSOCIATION, { routeTableId: table.id, subnetId: subnet.id });
    make(account, ROUTE, { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
    remove(account, ROUTE_TABLE, table);
    assert.deepEqual(account.records(ROUTE), []);
    assert.deepEqual(account.records(ROUTE_TABLE_ASSOCIATION), []);
  });
});

describe("account: route", () => {
  /** A network with a route table of its own. */
  function withTable(): ReturnType<typeof withNat> & { table: Made; happy: Props } {
    const made = withNat();
    const table = make(made.account, ROUTE_TABLE, { vpcId: made.vpc.id });
    const happy = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: made.nat.id };
    return { ...made, table, happy };
  }

  it("has an id of its table and destination, as the provider makes it", () => {
    const { account, table, happy } = withTable();
    const { id, outputs } = make(account, ROUTE, happy);
    assert.equal(id, `r-${table.id}1080289494`);
    assert.deepEqual(outputs, {
      ...happy,
      instanceId: "",
      instanceOwnerId: "",
      networkInterfaceId: "",
      origin: "CreateRoute",
      region: "us-west-2",
      state: "active",
    });
  });

  for (const [what, inputs, failure] of [
    [
      "two destinations",
      { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", destinationPrefixListId: "pl-1", gatewayId: "igw-1" },
      'destinationPrefixListId: at most one of "destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId" may be given, got "destinationCidrBlock", "destinationPrefixListId"',
    ],
    [
      "an egress-only gateway for IPv4",
      { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", egressOnlyGatewayId: "eigw-1" },
      'destinationCidrBlock: at most one of "egressOnlyGatewayId", "destinationCidrBlock" may be given, got "egressOnlyGatewayId", "destinationCidrBlock"',
    ],
  ] as [string, Props, string][]) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(ROUTE, inputs), [failure]));
  }

  it("is refused where the table, inline or by another route, leads there already", () => {
    const { account, vpc, gateway, happy } = withTable();
    const first = make(account, ROUTE, happy);
    assert.equal(
      refusal(() => make(account, ROUTE, happy)),
      `RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists: ${first.id}`,
    );
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }];
    const inline = make(account, ROUTE_TABLE, { vpcId: vpc.id, routes });
    assert.equal(
      refusal(() => make(account, ROUTE, { ...happy, routeTableId: inline.id })),
      `RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists: ${inline.id}`,
    );
  });

  it("is refused in a table, and to a gateway, that do not exist", () => {
    const { account, happy } = withTable();
    assert.equal(
      refusal(() => make(account, ROUTE, { ...happy, routeTableId: "rtb-1" })),
      "InvalidRouteTableID.NotFound: The routeTable ID 'rtb-1' does not exist",
    );
    assert.equal(
      refusal(() => make(account, ROUTE, { ...happy, natGatewayId: "nat-1" })),
      "InvalidNatGatewayID.NotFound: The natGateway ID 'nat-1' does not exist",
    );
  });

  it("is refused to a gateway that is attached to no VPC", () => {
    const { account, table } = withTable();
    const detached = make(account, INTERNET_GATEWAY, {});
    const inputs = { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: detached.id };
    assert.equal(
      refusal(() => make(account, ROUTE, inputs)),
      `InvalidParameterValue: route table ${table.id} and network gateway ${detached.id} belong to different networks`,
    );
  });

  it("changes what it leads to in place, but not what is led there", () => {
    const { account, gateway, happy } = withTable();
    const route = make(account, ROUTE, happy);
    const target = { natGatewayId: null, gatewayId: gateway.id };
    assert.deepEqual(replaces(ROUTE, happy, target), []);
    assert.equal(change(account, ROUTE, route, target).gatewayId, gateway.id);
    assert.deepEqual(replaces(ROUTE, happy, { destinationCidrBlock: "10.0.0.0/8" }), ["destinationCidrBlock"]);
  });

  it("stays behind as a black hole when its NAT gateway goes", () => {
    const { account, nat, happy } = withTable();
    const route = make(account, ROUTE, happy);
    remove(account, NAT_GATEWAY, nat);
    assert.equal(read(account, ROUTE, route).state, "blackhole");
  });

  it("is limited for each table", () => {
    const { account, happy } = withTable();
    account.raiseQuota("L-93826ACB", 1);
    make(account, ROUTE, happy);
    assert.match(
      refusal(() => make(account, ROUTE, { ...happy, destinationCidrBlock: "10.0.0.0/8" })),
      /^RouteLimitExceeded: The quota "Routes per route table" \(L-93826ACB\) is 1; 1 in use/,
    );
  });
});

describe("account: route table association", () => {
  it("holds a subnet once", () => {
    const { account, vpc, subnet } = network();
    const table = make(account, ROUTE_TABLE, { vpcId: vpc.id });
    const inputs = { routeTableId: table.id, subnetId: subnet.id };
    const first = make(account, ROUTE_TABLE_ASSOCIATION, inputs);
    assert.match(first.id, /^rtbassoc-[0-9a-f]{17}$/);
    assert.deepEqual(first.outputs, { ...inputs, region: "us-west-2" });
    const other = make(account, ROUTE_TABLE, { vpcId: vpc.id });
    assert.equal(
      refusal(() => make(account, ROUTE_TABLE_ASSOCIATION, { ...inputs, routeTableId: other.id })),
      `Resource.AlreadyAssociated: the specified association for route table ${other.id} conflicts with an existing ` +
        `association: ${subnet.id} is in ${table.id} by ${first.id}`,
    );
    assert.equal(change(account, ROUTE_TABLE_ASSOCIATION, first, { routeTableId: other.id }).routeTableId, other.id);
  });

  it("needs a subnet or a gateway", () => {
    assert.deepEqual(failures(ROUTE_TABLE_ASSOCIATION, { routeTableId: "rtb-1" }), [
      'subnetId: one of "subnetId", "gatewayId" must be given',
    ]);
  });

  it("is refused across VPCs", () => {
    const { account, subnet } = network();
    const other = make(account, VPC, { cidrBlock: "10.0.0.0/16" });
    const table = make(account, ROUTE_TABLE, { vpcId: other.id });
    assert.equal(
      refusal(() => make(account, ROUTE_TABLE_ASSOCIATION, { routeTableId: table.id, subnetId: subnet.id })),
      `InvalidParameterValue: route table ${table.id} and subnet ${subnet.id} belong to different networks`,
    );
  });

  it("goes with its subnet", () => {
    const { account, vpc, subnet } = network();
    const table = make(account, ROUTE_TABLE, { vpcId: vpc.id });
    make(account, ROUTE_TABLE_ASSOCIATION, { routeTableId: table.id, subnetId: subnet.id });
    remove(account, SUBNET, subnet);
    assert.deepEqual(account.records(ROUTE_TABLE_ASSOCIATION), []);
  });
});
