import { AwsError, type TypeDefinition } from "../../model";
import { text } from "../read";
import { ipv6Block } from "./addresses";
import { ROUTE, routeTableReference } from "./references";
import {
  destinationOf,
  destinationsIn,
  networkOf,
  requireSameNetwork,
  stateOf,
  TARGETS,
  targetReferences,
} from "./routes";
import { alreadyExists } from "./routeTable";

/** One route of a route table. What it leads to may go before it: the route stays behind in state `blackhole`. */
export const route: TypeDefinition = {
  type: ROUTE,
  noun: "route",
  rules: { destinationCidrBlock: { cidr: [0, 32] }, destinationIpv6CidrBlock: ipv6Block(0, 128) },
  exactlyOneOf: [["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"], TARGETS],
  conflicts: [
    ["carrierGatewayId", "destinationIpv6CidrBlock"],
    ["egressOnlyGatewayId", "destinationCidrBlock"],
    ["vpcEndpointId", "destinationPrefixListId"],
  ],
  replaces: ["destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId"],
  computed: ["networkInterfaceId"],
  references: [
    routeTableReference(),
    ...targetReferences(""),
    {
      path: "destinationPrefixListId",
      to: ["aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/prefixList:PrefixList"],
      missing: (id) => new AwsError("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`),
    },
  ],
  quotas: [
    {
      code: "L-93826ACB",
      name: "Routes per route table",
      default: 50,
      error: "RouteLimitExceeded",
      per: ({ routeTableId }) => String(routeTableId),
    },
  ],
  verify: (context) => {
    const { account, before, inputs } = context;
    const tableId = String(inputs.routeTableId);
    requireSameNetwork(account, inputs, tableId, networkOf(context));
    const taken = destinationsIn(account, tableId).find(
      ({ destination, holder }) => holder.id !== before?.id && destination === destinationOf(inputs),
    );
    if (taken) throw alreadyExists(taken.destination, taken.holder.id);
  },
  id: ({ inputs }) => `r-${text(inputs, "routeTableId")}${crc32(destinationOf(inputs) ?? "")}`,
  importId: {
    form: "ROUTE-TABLE-ID_DESTINATION",
    of: ({ inputs }) => `${inputs.routeTableId}_${destinationOf(inputs)}`,
  },
  outputs: ({ account, inputs }) => ({
    instanceId: "",
    instanceOwnerId: "",
    networkInterfaceId: inputs.networkInterfaceId ?? "",
    origin: "CreateRoute",
    state: stateOf(account, inputs),
  }),
};

/** The checksum by which the provider tells a table's routes apart in their ids. */
function crc32(value: string): number {
  let crc = -1;
  for (const byte of Buffer.from(value)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
