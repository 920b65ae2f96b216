import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { defaultSpecs, type PlannedSubnet, planSubnets, readVpcArgs, type VpcPlan } from "./awsxVpcArgs";

/** Version of the AWS provider that version 3.8.0 of the awsx provider asks for. */
const AWS_VERSION = "7.38.0";

/** Everything that the component makes, in the lists in which it hands it out. */
interface Parts {
  vpc: aws.ec2.Vpc;
  internetGateway: aws.ec2.InternetGateway;
  subnets: aws.ec2.Subnet[];
  publicSubnets: aws.ec2.Subnet[];
  privateSubnets: aws.ec2.Subnet[];
  isolatedSubnets: aws.ec2.Subnet[];
  routeTables: aws.ec2.RouteTable[];
  routeTableAssociations: aws.ec2.RouteTableAssociation[];
  routes: aws.ec2.Route[];
  natGateways: aws.ec2.NatGateway[];
  eips: aws.ec2.Eip[];
}

/**
 * What the awsx provider makes of `awsx.ec2.Vpc`, made in this process: the same resources under the same names and
 * parents, with the same inputs and dependencies, and the same outputs.
 */
export class ExpandedVpc extends pulumi.ComponentResource {
  /** The component's outputs, once all children are registered; rejects where the arguments cannot be fulfilled. */
  readonly state: Promise<Record<string, pulumi.Output<unknown>>>;

  constructor(name: string, args: Record<string, unknown>, options: pulumi.ComponentResourceOptions) {
    super("awsx:ec2:Vpc", name, {}, options);
    const plan = readVpcArgs(args);
    this.state = this.build(name, plan).then((built) => {
      // As in the awsx provider every output comes out of one, so that each depends on the VPC and all of its subnets.
      const data = pulumi.output(built);
      return Object.fromEntries(OUTPUTS.map((key) => [key, data.apply((parts) => parts[key])]));
    });
  }

  private async build(name: string, plan: VpcPlan) {
    const zones = typeof plan.zones === "number" ? await this.firstZones(plan.zones) : plan.zones;
    const planned = planSubnets(name, plan, zones);
    const sharedTags = { Name: name, ...plan.tags };
    const { cidrBlock, enableDnsHostnames, enableDnsSupport } = plan;
    const vpc = new aws.ec2.Vpc(
      name,
      { cidrBlock, enableDnsHostnames, enableDnsSupport, tags: sharedTags },
      { parent: this, version: AWS_VERSION },
    );
    const internetGateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags: sharedTags }, under(vpc));
    const parts: Parts = { vpc, internetGateway, ...emptyLists() };
    for (const subnet of planned.flat()) this.addSubnet(name, plan, parts, subnet);
    return {
      ...parts,
      vpcEndpoints: [],
      vpcId: vpc.id,
      publicSubnetIds: parts.publicSubnets.map(({ id }) => id),
      privateSubnetIds: parts.privateSubnets.map(({ id }) => id),
      isolatedSubnetIds: parts.isolatedSubnets.map(({ id }) => id),
      subnetLayout: layoutOf(plan, zones.length),
    };
  }

  /** The region's first zones, in the order in which AWS lists them. */
  private async firstZones(count: number): Promise<string[]> {
    const { names } = await aws.getAvailabilityZones(undefined, { parent: this, version: AWS_VERSION });
    if (names.length >= count) return names.slice(0, count);
    throw new Error(
      `numberOfAvailabilityZones: expected at most ${names.length}, which the region has, got ${count}; ` +
        `or name the zones in availabilityZoneNames`,
    );
  }

  private addSubnet(name: string, plan: VpcPlan, parts: Parts, planned: PlannedSubnet): void {
    const { vpc } = parts;
    const tags = { Name: name, ...plan.tags };
    const ownTags = { Name: planned.name, SubnetType: planned.type };
    const isPublic = planned.type === "Public";
    const subnet = new aws.ec2.Subnet(
      planned.name,
      {
        vpcId: vpc.id,
        availabilityZone: planned.zone,
        mapPublicIpOnLaunch: isPublic,
        cidrBlock: planned.cidrBlock,
        assignIpv6AddressOnCreation: false,
        tags: { ...tags, ...planned.tags, ...ownTags },
      },
      under(vpc),
    );
    const routeTable = new aws.ec2.RouteTable(
      planned.name,
      { vpcId: vpc.id, tags: { ...tags, ...ownTags } },
      under(subnet),
    );
    const association = new aws.ec2.RouteTableAssociation(
      planned.name,
      { routeTableId: routeTable.id, subnetId: subnet.id },
      under(routeTable),
    );
    parts.subnets.push(subnet);
    listFor(planned.type, parts).push(subnet);
    parts.routeTables.push(routeTable);
    parts.routeTableAssociations.push(association);
    if (isPublic && needsNatGateway(plan, parts, planned)) addNatGateway(name, plan, parts, planned, subnet);
    addRoute(plan, parts, planned, routeTable);
  }
}

/** Names of the component's outputs, all of them. */
const OUTPUTS = [
  "vpc",
  "vpcId",
  "internetGateway",
  "subnets",
  "publicSubnets",
  "privateSubnets",
  "isolatedSubnets",
  "publicSubnetIds",
  "privateSubnetIds",
  "isolatedSubnetIds",
  "routeTables",
  "routeTableAssociations",
  "routes",
  "natGateways",
  "eips",
  "vpcEndpoints",
  "subnetLayout",
] as const;

function needsNatGateway({ natStrategy }: VpcPlan, { natGateways }: Parts, { zoneIndex }: PlannedSubnet): boolean {
  if (natStrategy === "None") return false;
  return natStrategy === "Single" ? natGateways.length === 0 : natGateways.length <= zoneIndex;
}

function addNatGateway(
  vpcName: string,
  plan: VpcPlan,
  parts: Parts,
  { zoneIndex }: PlannedSubnet,
  subnet: aws.ec2.Subnet,
): void {
  const name = `${vpcName}-${zoneIndex + 1}`;
  const tags = { ...plan.tags, Name: name };
  const eip = new aws.ec2.Eip(name, { tags }, under(subnet));
  const { allocationId } = eip;
  parts.eips.push(eip);
  parts.natGateways.push(new aws.ec2.NatGateway(name, { subnetId: subnet.id, allocationId, tags }, under(subnet)));
}

/** Public subnets lead to the internet, private ones to a NAT gateway where there is one, isolated ones nowhere. */
function addRoute(plan: VpcPlan, parts: Parts, planned: PlannedSubnet, routeTable: aws.ec2.RouteTable): void {
  const nat = parts.natGateways[plan.natStrategy === "Single" ? 0 : planned.zoneIndex];
  const everywhere = { routeTableId: routeTable.id, destinationCidrBlock: "0.0.0.0/0" };
  if (planned.type === "Public") {
    const gatewayId = parts.internetGateway.id;
    parts.routes.push(new aws.ec2.Route(planned.name, { ...everywhere, gatewayId }, under(routeTable)));
  } else if (planned.type === "Private" && nat) {
    parts.routes.push(new aws.ec2.Route(planned.name, { ...everywhere, natGatewayId: nat.id }, under(routeTable)));
  }
}

/** The resolved layout that the component reports: each subnet of a zone with its size. */
function layoutOf({ subnetSpecs, cidrBlock }: VpcPlan, zones: number) {
  return (subnetSpecs ?? defaultSpecs(cidrBlock, zones)).map(({ type, name, cidrMask, cidrBlocks }) => ({
    type,
    name,
    cidrBlocks,
    cidrMask,
    size: subnetSpecs && cidrMask !== undefined ? 2 ** (32 - cidrMask) : undefined,
  }));
}

function listFor(type: PlannedSubnet["type"], parts: Parts): aws.ec2.Subnet[] {
  if (type === "Public") return parts.publicSubnets;
  return type === "Private" ? parts.privateSubnets : parts.isolatedSubnets;
}

function emptyLists(): Omit<Parts, "vpc" | "internetGateway"> {
  return {
    subnets: [],
    publicSubnets: [],
    privateSubnets: [],
    isolatedSubnets: [],
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    natGateways: [],
    eips: [],
  };
}

function under(parent: pulumi.Resource): pulumi.CustomResourceOptions {
  return { parent, dependsOn: [parent], version: AWS_VERSION };
}
