import { type AccountRecord, AwsError, type Records, type Reference } from "../../model";

/** Type tokens that several files name. */
export const VPC = "aws:ec2/vpc:Vpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
export const ROUTE_TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
export const ROUTE = "aws:ec2/route:Route";
export const EIP = "aws:ec2/eip:Eip";
export const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
export const INSTANCE = "aws:ec2/instance:Instance";
export const NETWORK_INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

/** AWS refuses to delete what something still lies in or uses. */
const DEPENDENCY = "DependencyViolation";

/** An input that names the VPC something lies in. The VPC cannot go before it, unless `blocks` is false. */
export function vpcReference(path = "vpcId", { blocks = true }: { blocks?: boolean } = {}): Reference {
  return {
    path,
    to: VPC,
    missing: (id) => new AwsError("InvalidVpcID.NotFound", `The vpc ID '${id}' does not exist`),
    ...(blocks ? { blocks: DEPENDENCY } : {}),
  };
}

/** An input that names a subnet which something has a network interface in: the subnet cannot go before it. */
export function subnetReference(path: string): Reference {
  return {
    path,
    to: SUBNET,
    missing: (id) => new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${id}' does not exist`),
    blocks: DEPENDENCY,
  };
}

/** An input that names a security group in use, which may be the default one of a VPC: the group cannot go before it. */
export function securityGroupReference(path: string): Reference {
  return {
    path,
    to: SECURITY_GROUP,
    except: (id, _resource, records) => vpcWith(records, "defaultSecurityGroupId", id) !== undefined,
    missing: (id) => new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`),
    blocks: DEPENDENCY,
  };
}

/** An input that names a route table, which may be the main one of a VPC. The provider takes out what holds a table. */
export function routeTableReference(): Reference {
  return {
    path: "routeTableId",
    to: ROUTE_TABLE,
    except: (id, _resource, records) => vpcWith(records, "mainRouteTableId", id) !== undefined,
    missing: (id) => new AwsError("InvalidRouteTableID.NotFound", `The routeTable ID '${id}' does not exist`),
  };
}

/** The record of one type under an id. */
export function recordOf(records: Records, type: string, id: string | undefined): AccountRecord | undefined {
  return id === undefined ? undefined : records.records(type).find((record) => record.id === id);
}

/**
 * The VPC that reports an id as an output of its own. A VPC's default security group, main route table and default
 * network ACL come and go with it, so no record of their own stands for them.
 */
export function vpcWith(records: Records, output: string, id: string | undefined): AccountRecord | undefined {
  return id === undefined ? undefined : records.records(VPC).find(({ outputs }) => outputs[output] === id);
}

/** The id of the VPC that a subnet, a route table or a security group lies in. */
export function vpcOf(records: Records, id: string | undefined): string | undefined {
  const implicit = vpcWith(records, "mainRouteTableId", id) ?? vpcWith(records, "defaultSecurityGroupId", id);
  if (implicit) return implicit.id;
  const record = [SUBNET, ROUTE_TABLE, SECURITY_GROUP]
    .map((type) => recordOf(records, type, id))
    .find((found) => found !== undefined);
  return typeof record?.outputs.vpcId === "string" ? record.outputs.vpcId : undefined;
}

/** The internet gateway that is attached to a VPC. */
export function gatewayOf(records: Records, vpcId: string | undefined): AccountRecord | undefined {
  if (vpcId === undefined) return undefined;
  return records.records(INTERNET_GATEWAY).find(({ inputs }) => inputs.vpcId === vpcId);
}

/** An input that names a pool of IP Address Manager. */
export function ipamPoolReference(path: string): Reference {
  return {
    path,
    to: "aws:ec2/vpcIpamPool:VpcIpamPool",
    missing: (id) => new AwsError("InvalidIpamPoolId.NotFound", `The ipam-pool ID '${id}' does not exist`),
  };
}
