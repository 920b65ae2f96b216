import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { specialResourceSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** The zones that a recorded VPC has subnets in. */
export const RECORDED_ZONES = ["us-west-2a", "us-west-2b"] as const;

/** The address that a recorded VPC's NAT gateway has on the internet. */
export const RECORDED_NAT_ADDRESS = "198.51.100.7";

/**
 * Answers the registration of an `awsx.ec2.Vpc`, a remote component, with references to children such as the real one
 * makes: two zones, a private and a public subnet in each, a route table, its association and a default route a
 * subnet, and one NAT gateway. The children can be read by the program but are not recorded: they are not its own.
 */
export function expandVpc(monitor: MockMonitor, request: RegisterResourceRequest): RegisterResourceResponse {
  const name = request.getName();
  const urnOf = (type: string, child: string) => `urn:pulumi:workshop::catsndogs::awsx:ec2:Vpc$${type}::${child}`;

  /** Makes a child known to the monitor, so that the program can read it, and returns a reference to it. */
  const child = (type: string, childName: string, outputs: Record<string, unknown> = {}) => {
    const urn = urnOf(type, childName);
    const id = `${childName}-id`;
    monitor.resources.set(urn, { urn, id, state: { ...outputs, id } });
    return { [specialSigKey]: specialResourceSig, urn, id };
  };

  const subnets = RECORDED_ZONES.flatMap((availabilityZone, index) =>
    ["public", "private"].map((kind) => ({ kind, name: `${name}-${kind}-${index + 1}`, availabilityZone })),
  );
  const ofKind = (kind: string) => subnets.filter((subnet) => subnet.kind === kind);
  const idsOf = (kind: string) => ofKind(kind).map((subnet) => `${subnet.name}-id`);
  const subnet = ({ name: childName, availabilityZone }: (typeof subnets)[number]) =>
    child("aws:ec2/subnet:Subnet", childName, { availabilityZone });

  const response = new RegisterResourceResponse();
  response.setUrn(urnOf("awsx:ec2:Vpc", name).replace("awsx:ec2:Vpc$", ""));
  response.setObject(
    Struct.fromJavaScript({
      vpcId: `${name}-id`,
      vpc: child("aws:ec2/vpc:Vpc", name),
      internetGateway: child("aws:ec2/internetGateway:InternetGateway", name),
      subnets: subnets.map(subnet),
      publicSubnets: ofKind("public").map(subnet),
      publicSubnetIds: idsOf("public"),
      privateSubnets: ofKind("private").map(subnet),
      privateSubnetIds: idsOf("private"),
      isolatedSubnets: [],
      isolatedSubnetIds: [],
      routeTables: subnets.map((each) => child("aws:ec2/routeTable:RouteTable", each.name)),
      routeTableAssociations: subnets.map((each) =>
        child("aws:ec2/routeTableAssociation:RouteTableAssociation", each.name),
      ),
      routes: subnets.map((each) => child("aws:ec2/route:Route", each.name)),
      natGateways: [child("aws:ec2/natGateway:NatGateway", `${name}-1`, { publicIp: RECORDED_NAT_ADDRESS })],
      eips: [child("aws:ec2/eip:Eip", `${name}-1`, { publicIp: RECORDED_NAT_ADDRESS })],
      vpcEndpoints: [],
    }),
  );
  return response;
}
