import { type AccountRecord, AwsError, type Context, type Props, type Records, type Reference } from "../../model";
import { objects, text } from "../read";
import { report } from "./cascade";
import { INTERNET_GATEWAY, NAT_GATEWAY, NETWORK_INTERFACE, ROUTE, ROUTE_TABLE, vpcOf } from "./references";

/*
 * What a route may lead to. AWS never holds a target in being for the sake of a route: when it goes, the route stays
 * and its state turns to `blackhole`.
 * docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html
 */
const targets: Record<string, readonly [type: string, code: string, name: string]> = {
  carrierGatewayId: ["aws:ec2/carrierGateway:CarrierGateway", "InvalidCarrierGatewayID.NotFound", "carrier gateway"],
  coreNetworkArn: ["aws:networkmanager/coreNetwork:CoreNetwork", "InvalidCoreNetworkArn.NotFound", "core network"],
  egressOnlyGatewayId: [
    "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
    "InvalidGatewayID.NotFound",
    "egress-only internet gateway",
  ],
  gatewayId: [INTERNET_GATEWAY, "InvalidGatewayID.NotFound", "gateway"],
  localGatewayId: ["aws:ec2/localGateway:LocalGateway", "InvalidLocalGatewayID.NotFound", "local gateway"],
  natGatewayId: [NAT_GATEWAY, "InvalidNatGatewayID.NotFound", "natGateway"],
  networkInterfaceId: [NETWORK_INTERFACE, "InvalidNetworkInterfaceID.NotFound", "networkInterface"],
  odbNetworkArn: ["aws:odb/network:Network", "InvalidOdbNetworkArn.NotFound", "ODB network"],
  transitGatewayId: [
    "aws:ec2transitgateway/transitGateway:TransitGateway",
    "InvalidTransitGatewayID.NotFound",
    "transit gateway",
  ],
  vpcEndpointId: ["aws:ec2/vpcEndpoint:VpcEndpoint", "InvalidVpcEndpointId.NotFound", "Vpc Endpoint"],
  vpcPeeringConnectionId: [
    "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
    "InvalidVpcPeeringConnectionID.NotFound",
    "vpcPeeringConnection",
  ],
};

/** Inputs that name what a route leads to. */
export const TARGETS = Object.keys(targets);

/** References to everything that routes under a path (`""` or `routes[*].`) may lead to. */
export function targetReferences(prefix: string): Reference[] {
  return Object.entries(targets).map(([input, [to, code, name]]) => ({
    path: `${prefix}${input}`,
    to,
    ...(input.endsWith("Arn") ? { by: "arn" } : {}),
    missing: (id) => new AwsError(code, `The ${name} ID '${id}' does not exist`),
  }));
}

/** A gateway that a route leads to must serve the VPC that the table lies in. */
export function requireSameNetwork(records: Records, route: Props, tableId: string, vpcId: string | undefined): void {
  for (const [input, type, name] of [
    ["gatewayId", INTERNET_GATEWAY, "network gateway"],
    ["natGatewayId", NAT_GATEWAY, "NAT gateway"],
  ] as const) {
    const id = text(route, input);
    const target = records.records(type).find((record) => record.id === id);
    if (target && target.outputs.vpcId !== vpcId) {
      throw new AwsError(
        "InvalidParameterValue",
        `route table ${tableId} and ${name} ${id} belong to different networks`,
      );
    }
  }
}

/** Where a route leads from, whichever of its inputs says so. */
export function destinationOf(route: Props): string | undefined {
  const inputs = [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "cidrBlock",
    "ipv6CidrBlock",
  ];
  return inputs.map((input) => text(route, input)).find((value) => value !== undefined);
}

/** The destinations of a table's own inline routes and of the separate ones in it, with the resource that has each. */
export function destinationsIn(records: Records, tableId: string): { destination: string; holder: AccountRecord }[] {
  const separate = records.records(ROUTE).filter(({ inputs }) => inputs.routeTableId === tableId);
  const table = records.records(ROUTE_TABLE).filter(({ id }) => id === tableId);
  return [
    ...table.flatMap((holder) => objects(holder.inputs, "routes").map((route) => ({ route, holder }))),
    ...separate.map((holder) => ({ route: holder.inputs, holder })),
  ].flatMap(({ route, holder }) => {
    const destination = destinationOf(route);
    return destination === undefined ? [] : [{ destination, holder }];
  });
}

/** `active` while what a route leads to exists, `blackhole` when it is gone. */
export function stateOf(records: Records, route: Props): "active" | "blackhole" {
  const gone = Object.entries(targets).some(([input, [type]]) => {
    const id = text(route, input);
    return id !== undefined && !records.records(type).some((record) => record.id === id || record.outputs.arn === id);
  });
  return gone ? "blackhole" : "active";
}

/** Lets the routes to something that has gone show that they lead nowhere. */
export function reportRoutes(records: Records, target: "gatewayId" | "natGatewayId", id: string): void {
  const routes = records.records(ROUTE).filter(({ inputs }) => inputs[target] === id);
  report(routes, ({ inputs }) => ({ state: stateOf(records, inputs) }));
}

/** The VPC of the table that a route is put into. */
export function networkOf({ account, inputs }: Pick<Context, "account" | "inputs">): string | undefined {
  return vpcOf(account, text(inputs, "routeTableId"));
}
