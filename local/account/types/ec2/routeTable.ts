import { AwsError, type CheckFailure, type Props, type TypeDefinition } from "../../model";
import { given, objects, repeated, undecided } from "../read";
import { ipv6Block } from "./addresses";
import { removeAll } from "./cascade";
import { ROUTE, ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, vpcReference } from "./references";
import { destinationOf, destinationsIn, requireSameNetwork, TARGETS, targetReferences } from "./routes";

const DESTINATIONS = ["cidrBlock", "ipv6CidrBlock", "destinationPrefixListId"];

/**
 * A route table other than a VPC's main one. Routes are its own inline ones or separate `Route`s, not both for one
 * destination. The provider takes subnets out of the table before it deletes it, so that nothing holds it.
 */
export const routeTable: TypeDefinition = {
  type: ROUTE_TABLE,
  noun: "route table",
  rules: { "routes[*].cidrBlock": { cidr: [0, 32] }, "routes[*].ipv6CidrBlock": ipv6Block(0, 128) },
  check,
  replaces: ["vpcId"],
  sets: ["propagatingVgws", "routes"],
  computed: ["propagatingVgws", "routes"],
  references: [
    vpcReference(),
    ...targetReferences("routes[*]."),
    {
      path: "propagatingVgws[*]",
      to: "aws:ec2/vpnGateway:VpnGateway",
      missing: (id) => new AwsError("InvalidVpnGatewayID.NotFound", `The vpnGateway ID '${id}' does not exist`),
    },
  ],
  quotas: [
    {
      code: "L-589F43AA",
      name: "Route tables per VPC",
      default: 200,
      error: "RouteTableLimitExceeded",
      used: 1, // the main route table
      per: ({ vpcId }) => String(vpcId),
    },
  ],
  verify: ({ account, before, inputs }) => {
    const routes = objects(inputs, "routes");
    const separate = before ? destinationsIn(account, before.id).filter(({ holder }) => holder.type === ROUTE) : [];
    for (const route of routes) {
      requireSameNetwork(account, route, before?.id ?? "of this VPC", String(inputs.vpcId));
      const taken = separate.find(({ destination }) => destination === destinationOf(route));
      if (taken) throw alreadyExists(taken.destination, taken.holder.id);
    }
  },
  id: ({ hex }) => `rtb-${hex(17)}`,
  outputs: ({ id, arn, accountId, inputs }) => ({
    arn: arn("ec2", `route-table/${id}`),
    ownerId: accountId,
    propagatingVgws: inputs.propagatingVgws ?? [],
    routes: inputs.routes ?? [],
  }),
  deleted: (context) => {
    for (const type of [ROUTE, ROUTE_TABLE_ASSOCIATION]) {
      removeAll(context, type, ({ inputs }) => inputs.routeTableId === context.id);
    }
  },
};

/** The error of a second route to one destination. */
export function alreadyExists(destination: string, holder: string): AwsError {
  return new AwsError("RouteAlreadyExists", `The route identified by ${destination} already exists: ${holder}`);
}

function check(inputs: Props): CheckFailure[] {
  const routes = objects(inputs, "routes");
  const exactlyOne = (route: Props, names: readonly string[], property: string): CheckFailure[] => {
    if (names.filter((name) => given(route, name)).length === 1) return [];
    const got = names.filter((name) => given(route, name)).join(", ") || "none";
    return [{ property, reason: `expected exactly one of ${names.join(", ")}, got ${got}` }];
  };
  const twice = repeated(routes.flatMap((route) => destinationOf(route) ?? []));
  if (undecided(inputs, "routes")) return [];
  return [
    ...routes.flatMap((route, i) => [
      ...exactlyOne(route, DESTINATIONS, `routes[${i}]`),
      ...exactlyOne(route, TARGETS, `routes[${i}]`),
    ]),
    ...twice.map((destination) => ({ property: "routes", reason: `more than one route leads to ${destination}` })),
  ];
}
