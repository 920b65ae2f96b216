import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";
import { type LoadBalancerInfo, type SitePlace, siteLoadBalancer } from "./siteLoadBalancer";
import type { ZonedSubnet } from "./spotFleetOverrides";

/** The workshop's addresses. Zone by zone, in the order of the zones; each subnet has 251 addresses to give away. */
const VPC_CIDR = "172.20.0.0/16";
const PRIVATE_SUBNET_CIDRS = ["172.20.1.0/24", "172.20.2.0/24"];
const PUBLIC_SUBNET_CIDRS = ["172.20.3.0/24", "172.20.4.0/24"];

/** Ports that Docker on Linux gives to containers that ask for any port. */
const CONTAINER_PORTS = { fromPort: 32768, toPort: 65535 };

const EVERYWHERE = "0.0.0.0/0";

export interface NetworkArgs {
  /** The stack's name; begins every physical name. */
  stack: string;
  /** IPv4 CIDR blocks that may open the site on port 80. `0.0.0.0/0` is the whole world. */
  siteIngressCidrs: string[];
  /**
   * The two availability zones to use, for example `us-west-2a` and `us-west-2b`. The NAT gateway stands in the first.
   *
   * @default the region's first two
   */
  zones?: string[];
}

/**
 * Where everything else lives: a VPC of 172.20.0.0/16 over two zones, with a private and a public /24 in each and one
 * NAT gateway as the private subnets' way out; the site's load balancer in the public ones, the only thing that the
 * internet can open a connection to; and a security group for instances that lets in the load balancer alone.
 *
 * Costs $0.0825 an hour: $0.0450 the NAT gateway, $0.0225 the load balancer, $0.0150 three public IPv4 addresses
 * ($0.0050 each: two of the load balancer, one of the NAT gateway). Traffic comes on top: $0.045 a GB through the NAT
 * gateway, $0.008 an hour for each of the load balancer's capacity units.
 */
export class Network extends pulumi.ComponentResource implements SitePlace {
  readonly vpcId: pulumi.Output<string>;
  /** Subnets without public addresses, one a zone, in the order of the zones. */
  readonly privateSubnets: pulumi.Output<ZonedSubnet[]>;
  /** Lets in the load balancer on the ports of containers, and lets out everything. */
  readonly instanceSecurityGroupId: pulumi.Output<string>;
  readonly loadBalancer: LoadBalancerInfo;
  /** Subnets with public addresses, one a zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Lets visitors in, and reaches the instances. */
  readonly loadBalancerSecurityGroupId: pulumi.Output<string>;
  /**
   * All that an instance in a private subnet needs to reach the internet. Whatever runs there depends on it, so that
   * a `destroy` ends the instances first: agents that are cut off can no longer leave their cluster, which then
   * cannot be deleted.
   */
  readonly egress: pulumi.Output<pulumi.Resource[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("catsndogs:index:Network", name, {}, opts);

    const vpc = this.vpc(name, args);
    const site = this.securityGroup(vpc, `${name}-load-balancer`, {
      name: physicalName(args.stack, "load-balancer"),
      description: "Load balancer of the site: HTTP in, containers out",
    });
    const instances = this.securityGroup(vpc, `${name}-instances`, {
      name: physicalName(args.stack, "instances"),
      description: "Container instances: the load balancer in, everything out",
    });
    this.letVisitorsIn(name, site, args.siteIngressCidrs, vpc);
    this.letLoadBalancerReachContainers(name, site, instances);
    const instancesOut = this.letInstancesOut(name, instances);

    this.vpcId = vpc.vpcId;
    this.privateSubnets = zoned(vpc.privateSubnets);
    this.instanceSecurityGroupId = instances.id;
    this.egress = wayOut(vpc, instancesOut);
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.loadBalancerSecurityGroupId = site.id;
    this.loadBalancer = siteLoadBalancer(
      `${name}-load-balancer`,
      { physical: physicalName(args.stack, "site"), place: this },
      this,
    );

    this.registerOutputs({
      vpcId: this.vpcId,
      privateSubnets: this.privateSubnets,
      instanceSecurityGroupId: this.instanceSecurityGroupId,
      loadBalancerDns: this.loadBalancer.dnsName,
    });
  }

  /** Its children take their Name tags from its own name, so that starts with the stack's as all physical names do. */
  private vpc(name: string, { stack, zones }: NetworkArgs): awsx.ec2.Vpc {
    return new awsx.ec2.Vpc(
      `${stack}-${name}`,
      {
        cidrBlock: VPC_CIDR,
        enableDnsHostnames: true,
        ...(zones === undefined ? { numberOfAvailabilityZones: 2 } : { availabilityZoneNames: zones }),
        subnetStrategy: "Auto",
        subnetSpecs: [
          { type: "Private", cidrBlocks: PRIVATE_SUBNET_CIDRS },
          { type: "Public", cidrBlocks: PUBLIC_SUBNET_CIDRS },
        ],
        natGateways: { strategy: "Single" },
      },
      { parent: this },
    );
  }

  private securityGroup(
    vpc: awsx.ec2.Vpc,
    name: string,
    args: { name: string; description: string },
  ): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(name, { vpcId: vpc.vpcId, ...args }, { parent: this });
  }

  private letVisitorsIn(name: string, site: aws.ec2.SecurityGroup, cidrs: string[], vpc: awsx.ec2.Vpc): void {
    const open = (from: string, cidrIpv4: pulumi.Input<string>, description: string) =>
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-http-from-${from}`,
        { securityGroupId: site.id, cidrIpv4, ipProtocol: "tcp", fromPort: 80, toPort: 80, description },
        { parent: this },
      );
    for (const cidr of cidrs) {
      open(cidr.replace("/", "-"), cidr, cidr === EVERYWHERE ? "Visitors from anywhere" : `Visitors from ${cidr}`);
    }
    if (!cidrs.includes(EVERYWHERE)) {
      // The load generator and the workshop's own tasks visit the site too, and come from the NAT gateway.
      const address = vpc.natGateways.apply((gateways) => pulumi.all(gateways.map(({ publicIp }) => publicIp)));
      open("nat", pulumi.interpolate`${address[0]}/32`, "Own instances, through the NAT gateway");
    }
  }

  private letLoadBalancerReachContainers(
    name: string,
    site: aws.ec2.SecurityGroup,
    instances: aws.ec2.SecurityGroup,
  ): void {
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-load-balancer-to-instances`,
      {
        securityGroupId: site.id,
        referencedSecurityGroupId: instances.id,
        ipProtocol: "tcp",
        ...CONTAINER_PORTS,
        description: "Containers on instances of the cluster",
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-instances-from-load-balancer`,
      {
        securityGroupId: instances.id,
        referencedSecurityGroupId: site.id,
        ipProtocol: "tcp",
        ...CONTAINER_PORTS,
        description: "Load balancer of the site",
      },
      { parent: this },
    );
  }

  private letInstancesOut(name: string, instances: aws.ec2.SecurityGroup): pulumi.Resource {
    return new aws.vpc.SecurityGroupEgressRule(
      `${name}-instances-to-anywhere`,
      {
        securityGroupId: instances.id,
        cidrIpv4: EVERYWHERE,
        ipProtocol: "-1",
        description: "Endpoints of AWS and image registries",
      },
      { parent: this },
    );
  }
}

function zoned(subnets: pulumi.Output<aws.ec2.Subnet[]>): pulumi.Output<ZonedSubnet[]> {
  return subnets.apply((all) => pulumi.all(all.map(({ id, availabilityZone }) => ({ id, availabilityZone }))));
}

/** From the instances' security group through the private and public route tables and the NAT gateway to the internet. */
function wayOut(vpc: awsx.ec2.Vpc, instancesOut: pulumi.Resource): pulumi.Output<pulumi.Resource[]> {
  return pulumi
    .all([vpc.routes, vpc.routeTableAssociations, vpc.natGateways, vpc.internetGateway])
    .apply(([routes, associations, gateways, internetGateway]) => [
      ...routes,
      ...associations,
      ...gateways,
      internetGateway,
      instancesOut,
    ]);
}
