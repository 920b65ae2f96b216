import type { ProgramChange } from "./change";

/** Changes that the rules about who can reach what find. */
export const networkChanges: ProgramChange[] = [
  {
    rule: "security-group-open-ingress",
    file: "components/network.ts",
    line: '{ securityGroupId: site.id, cidrIpv4, ipProtocol: "tcp", fromPort: 80, toPort: 80, description },',
    becomes: '{ securityGroupId: site.id, cidrIpv4, ipProtocol: "tcp", fromPort: 80, toPort: 81, description },',
    says: [
      "security-group-open-ingress network-http-from-0.0.0.0-0: cidrIpv4 is 0.0.0.0/0, which opens tcp ports 80 to 81 to the world; only 80, 443 may be open to it. Name the addresses or the security group that need it, or narrow the ports.",
    ],
  },
  {
    rule: "admin-ports",
    file: "components/network.ts",
    line: 'description: "Container instances: the load balancer in, everything out",',
    becomes:
      'description: "Container instances", ' +
      'ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] }],',
    says: [
      "admin-ports network-instances: ingress[0].cidrBlocks[0] is 203.0.113.0/24, which reaches administration port 22; only private addresses, and public blocks of /32 or smaller, may reach those. Use Session Manager, which needs no open port, or name the one address.",
    ],
  },
  {
    rule: "instances-not-open-to-world",
    file: "components/network.ts",
    line: "this.instanceSecurityGroupId = instances.id;",
    becomes: "this.instanceSecurityGroupId = site.id;",
    says: [
      "instances-not-open-to-world cluster-on-demand: vpcSecurityGroupIds is network-load-balancer, which lets 0.0.0.0/0 in; a group that names its sources is required on instances. Use a group whose ingress comes from the load balancer's security group.",
      "instances-not-open-to-world cluster-spot: vpcSecurityGroupIds is network-load-balancer, which lets 0.0.0.0/0 in; a group that names its sources is required on instances. Use a group whose ingress comes from the load balancer's security group.",
    ],
  },
  {
    rule: "no-public-instances",
    file: "components/loadGenerator.ts",
    line: "associatePublicIpAddress: false,",
    becomes: "associatePublicIpAddress: true,",
    settings: { loadTest: true },
    says: [
      "no-public-instances load-generator: associatePublicIpAddress is true; instances without public addresses are required. Set it to false, and reach the instance through Session Manager.",
    ],
  },
  {
    rule: "instances-in-private-subnets",
    file: "components/network.ts",
    line: "this.privateSubnets = zoned(vpc.privateSubnets);",
    becomes:
      'this.privateSubnets = zoned(pulumi.output([new aws.ec2.Subnet("public-3", { vpcId: vpc.vpcId, ' +
      'cidrBlock: "172.20.5.0/24", mapPublicIpOnLaunch: true }, { parent: this })]));',
    says: [
      "instances-in-private-subnets cluster-fleet: launchTemplateConfigs[0].overrides is public-3, where instances get public addresses; subnets without mapPublicIpOnLaunch are required for instances. Start them in private subnets, or set associatePublicIpAddress to false.",
      "instances-in-private-subnets cluster-on-demand: vpcZoneIdentifiers is public-3, where instances get public addresses; subnets without mapPublicIpOnLaunch are required for instances. Start them in private subnets, or set associatePublicIpAddress to false.",
    ],
  },
];
