import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Network, type NetworkArgs } from "../../components/network";
import { label, record } from "./recorder";
import { RECORDED_NAT_ADDRESS } from "./recorderVpc";

const VPC = "awsx:ec2:Vpc";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";

const SITE = "network-load-balancer-id";
const INSTANCES = "network-instances-id";

function build(args: Partial<NetworkArgs> = {}) {
  return record(() => {
    const provider = new aws.Provider("provider", { region: "us-west-2" });
    const opts = { providers: { aws: provider } };
    const network = new Network("network", { stack: "team-7", siteIngressCidrs: ["0.0.0.0/0"], ...args }, opts);
    // Stands for an instance: what it waits for is what a destroy takes away after it.
    new aws.ec2.Instance("instance", {}, { dependsOn: network.egress });
    const { vpcId, privateSubnets, instanceSecurityGroupId } = network;
    return { vpcId, privateSubnets, instanceSecurityGroupId };
  });
}

describe("Network", () => {
  it("has the workshop's addresses, two zones and one NAT gateway", async () => {
    const vpc = (await build()).one(VPC);
    assert.deepEqual(vpc.inputs, {
      cidrBlock: "172.20.0.0/16",
      enableDnsHostnames: true,
      numberOfAvailabilityZones: 2,
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Private", cidrBlocks: ["172.20.1.0/24", "172.20.2.0/24"] },
        { type: "Public", cidrBlocks: ["172.20.3.0/24", "172.20.4.0/24"] },
      ],
      natGateways: { strategy: "Single" },
    });
  });

  it("names the VPC's parts after the stack, and makes them with the stack's provider", async () => {
    const vpc = (await build()).one(VPC);
    assert.equal(vpc.name, "team-7-network");
    assert.equal(vpc.parent, label("catsndogs:index:Network", "network"));
    assert.equal(vpc.providers.aws, label("pulumi:providers:aws", "provider"));
  });

  it("uses the zones that are asked for", async () => {
    const { inputs } = (await build({ zones: ["us-west-2b", "us-west-2c"] })).one(VPC);
    assert.deepEqual(inputs.availabilityZoneNames, ["us-west-2b", "us-west-2c"]);
    assert.equal("numberOfAvailabilityZones" in inputs, false);
  });

  it("tells others where to put instances", async () => {
    assert.deepEqual((await build()).result, {
      vpcId: "team-7-network-id",
      privateSubnets: [
        { id: "team-7-network-private-1-id", availabilityZone: "us-west-2a" },
        { id: "team-7-network-private-2-id", availabilityZone: "us-west-2b" },
      ],
      instanceSecurityGroupId: INSTANCES,
    });
  });

  describe("security groups", () => {
    it("are the VPC's, have no rules inside, and descriptions that AWS takes", async () => {
      const groups = (await build()).all(GROUP).map(({ inputs }) => inputs);
      assert.deepEqual(
        groups.map(({ description, ...rest }) => rest),
        [
          { name: "team-7-load-balancer", vpcId: "team-7-network-id" },
          { name: "team-7-instances", vpcId: "team-7-network-id" },
        ],
      );
    });

    it("have descriptions that AWS takes", async () => {
      const recorded = await build({ siteIngressCidrs: ["203.0.113.0/24"] });
      for (const { name, inputs } of [GROUP, INGRESS, EGRESS].flatMap((type) => recorded.all(type))) {
        assert.match(inputs.description, /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/, name);
      }
    });

    it("open the load balancer on port 80, and nothing but that", async () => {
      const recorded = await build();
      const rules = recorded.all(INGRESS).filter(({ inputs }) => inputs.securityGroupId === SITE);
      assert.deepEqual(
        rules.map(({ inputs }) => inputs),
        [
          {
            securityGroupId: SITE,
            cidrIpv4: "0.0.0.0/0",
            ipProtocol: "tcp",
            fromPort: 80,
            toPort: 80,
            description: "Visitors from anywhere",
          },
        ],
      );
    });

    it("let the load balancer reach containers on instances, and nothing else", async () => {
      const recorded = await build();
      const ports = { ipProtocol: "tcp", fromPort: 32768, toPort: 65535 };
      const out = recorded.all(EGRESS).filter(({ inputs }) => inputs.securityGroupId === SITE);
      assert.deepEqual(
        out.map(({ inputs }) => inputs),
        [
          {
            securityGroupId: SITE,
            referencedSecurityGroupId: INSTANCES,
            ...ports,
            description: "Containers on instances of the cluster",
          },
        ],
      );
      const into = recorded.all(INGRESS).filter(({ inputs }) => inputs.securityGroupId === INSTANCES);
      assert.deepEqual(
        into.map(({ inputs }) => inputs),
        [
          {
            securityGroupId: INSTANCES,
            referencedSecurityGroupId: SITE,
            ...ports,
            description: "Load balancer of the site",
          },
        ],
      );
    });

    it("let instances out to everywhere", async () => {
      assert.deepEqual((await build()).one(EGRESS, "instances-to-anywhere").inputs, {
        securityGroupId: INSTANCES,
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "-1",
        description: "Endpoints of AWS and image registries",
      });
    });
  });

  describe("a site that is not open to the world", () => {
    const siteIngressCidrs = ["203.0.113.0/24", "198.51.100.0/25"];

    it("has one rule a network, named after it, so that a change of one leaves the others", async () => {
      const recorded = await build({ siteIngressCidrs });
      assert.equal(recorded.one(INGRESS, "http-from-203.0.113.0-24").inputs.cidrIpv4, "203.0.113.0/24");
      assert.equal(recorded.one(INGRESS, "http-from-198.51.100.0-25").inputs.cidrIpv4, "198.51.100.0/25");
    });

    it("lets in the stack's own instances, which come from the NAT gateway", async () => {
      const { inputs } = (await build({ siteIngressCidrs })).one(INGRESS, "http-from-nat");
      assert.deepEqual(inputs, {
        securityGroupId: SITE,
        cidrIpv4: `${RECORDED_NAT_ADDRESS}/32`,
        ipProtocol: "tcp",
        fromPort: 80,
        toPort: 80,
        description: "Own instances, through the NAT gateway",
      });
    });

    it("needs no rule for them once the world is let in as well", async () => {
      const recorded = await build({ siteIngressCidrs: [...siteIngressCidrs, "0.0.0.0/0"] });
      assert.deepEqual(
        recorded.all(INGRESS).filter(({ name }) => name.endsWith("-nat")),
        [],
      );
    });
  });

  describe("load balancer", () => {
    it("is the site's, open to the internet, with the workshop's idle timeout", async () => {
      assert.deepEqual((await build()).one(BALANCER).inputs, {
        name: "team-7-site",
        loadBalancerType: "application",
        internal: false,
        subnets: ["team-7-network-public-1-id", "team-7-network-public-2-id"],
        securityGroups: [SITE],
        idleTimeout: 50,
        dropInvalidHeaderFields: true,
      });
    });

    it("waits for the internet gateway, without which AWS refuses it", async () => {
      const { dependencies } = (await build()).one(BALANCER);
      assert.ok(dependencies.includes(label("aws:ec2/internetGateway:InternetGateway", "team-7-network")));
    });
  });

  it("keeps every part of the way out until the last instance is gone", async () => {
    const { dependencies } = (await build()).one("aws:ec2/instance:Instance");
    const parts = ["private-1", "private-2", "public-1", "public-2"].map((part) => `team-7-network-${part}`);
    const expected = [
      ...parts.map((part) => label("aws:ec2/route:Route", part)),
      ...parts.map((part) => label("aws:ec2/routeTableAssociation:RouteTableAssociation", part)),
      label("aws:ec2/natGateway:NatGateway", "team-7-network-1"),
      label("aws:ec2/internetGateway:InternetGateway", "team-7-network"),
      label(EGRESS, "network-instances-to-anywhere"),
    ];
    assert.deepEqual(
      expected.filter((part) => !dependencies.includes(part)),
      [],
    );
  });

  it("works where nothing is known yet, in a first preview", async () => {
    const recorded = await record(
      () => new Network("network", { stack: "team-7", siteIngressCidrs: ["203.0.113.0/24"] }),
      { preview: true },
    );
    assert.equal(recorded.one(BALANCER).inputs.name, "team-7-site");
  });

  it("refuses a stack's name that is too long for a load balancer", async () => {
    await assert.rejects(build({ stack: "a".repeat(28) }), {
      message:
        'The name "aaaaaaaaaaaaaaaaaaaaaaaaaaaa-load-balancer" has 42 characters; AWS allows 32 there. ' +
        'Shorten the stack\'s name ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa") or "load-balancer".',
    });
  });
});
