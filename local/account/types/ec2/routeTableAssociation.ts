import { AwsError, type TypeDefinition } from "../../model";
import { text } from "../read";
import { INTERNET_GATEWAY, ROUTE_TABLE_ASSOCIATION, recordOf, routeTableReference, SUBNET, vpcOf } from "./references";

/** Puts a subnet, or the traffic that comes in through a gateway, under a route table. */
export const routeTableAssociation: TypeDefinition = {
  type: ROUTE_TABLE_ASSOCIATION,
  noun: "route table association",
  exactlyOneOf: [["subnetId", "gatewayId"]],
  replaces: ["gatewayId", "subnetId"],
  references: [
    routeTableReference(),
    {
      path: "subnetId",
      to: SUBNET,
      missing: (id) => new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
    },
    {
      path: "gatewayId",
      to: INTERNET_GATEWAY,
      missing: (id) => new AwsError("InvalidGatewayID.NotFound", `The gateway ID '${id}' does not exist`),
    },
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "subnetId") ?? text(inputs, "gatewayId"),
      taken: ({ routeTableId, subnetId, gatewayId }, holder) =>
        new AwsError(
          "Resource.AlreadyAssociated",
          `the specified association for route table ${routeTableId} conflicts with an existing association: ` +
            `${subnetId ?? gatewayId} is in ${holder.inputs.routeTableId} by ${holder.id}`,
        ),
    },
  ],
  verify: ({ account, inputs }) => {
    const table = text(inputs, "routeTableId");
    const subnet = text(inputs, "subnetId");
    const gateway = recordOf(account, INTERNET_GATEWAY, text(inputs, "gatewayId"));
    const network = gateway ? gateway.outputs.vpcId : vpcOf(account, subnet);
    if (network === vpcOf(account, table)) return;
    const other = gateway ? `network gateway ${gateway.id}` : `subnet ${subnet}`;
    throw new AwsError("InvalidParameterValue", `route table ${table} and ${other} belong to different networks`);
  },
  id: ({ hex }) => `rtbassoc-${hex(17)}`,
  importId: {
    form: "SUBNET-ID/ROUTE-TABLE-ID or GATEWAY-ID/ROUTE-TABLE-ID",
    of: ({ inputs }) => `${inputs.subnetId ?? inputs.gatewayId}/${inputs.routeTableId}`,
  },
};
