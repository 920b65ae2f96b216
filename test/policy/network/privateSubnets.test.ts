import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const privateSubnets = rule("instances-in-private-subnets");

const subnet = (id: string, mapPublicIpOnLaunch: unknown = false): Fixture => ({
  type: "aws:ec2/subnet:Subnet",
  props: { id, mapPublicIpOnLaunch },
});

const network = { open: subnet("subnet-1", true), inner: subnet("subnet-2") };
const unmade = { open: subnet(UNKNOWN, true), inner: subnet(UNKNOWN) };

const template = (networkInterfaces?: unknown): Fixture => ({
  type: "aws:ec2/launchTemplate:LaunchTemplate",
  props: { id: "lt-1", name: "web", networkInterfaces },
});

const instance = (props: Record<string, unknown>, dependsOn: Fixture["dependsOn"] = {}): Fixture => ({
  type: "aws:ec2/instance:Instance",
  props,
  dependsOn,
});

const group = (
  vpcZoneIdentifiers: unknown,
  subnets: string[] = [],
  launched: object = { launchTemplate: { id: "lt-1" } },
) => ({
  type: "aws:autoscaling/group:Group",
  props: { vpcZoneIdentifiers, ...launched },
  dependsOn: { vpcZoneIdentifiers: subnets },
});

const fleet = (type: string, ...subnetIds: unknown[]): Fixture => ({
  type,
  props: {
    launchTemplateConfigs: [
      {
        launchTemplateSpecification: { id: "lt-1" },
        overrides: subnetIds.map((subnetId) => ({ instanceType: "m4.large", subnetId })),
      },
    ],
  },
});

const refused = (resource: string, path: string, subnets = "open") =>
  `${resource}: ${path} is ${subnets}, where instances get public addresses; subnets without mapPublicIpOnLaunch are ` +
  "required for instances. Start them in private subnets, or set associatePublicIpAddress to false.";

describe("instances-in-private-subnets", () => {
  it("accepts instances in private subnets, and load balancers and NAT gateways in public ones", async () => {
    const stack = {
      ...network,
      template: template(),
      group: group(["subnet-2"]),
      fleet: fleet("aws:ec2/spotFleetRequest:SpotFleetRequest", "subnet-2"),
      instance: instance({ subnetId: "subnet-2", associatePublicIpAddress: false }),
      balancer: { type: "aws:lb/loadBalancer:LoadBalancer", props: { subnets: ["subnet-1"] } },
      nat: { type: "aws:ec2/natGateway:NatGateway", props: { subnetId: "subnet-1" } },
    };
    assert.deepEqual(await stackViolations(privateSubnets, stack), []);
  });

  it("refuses an Auto Scaling group in a public subnet", async () => {
    const stack = { ...network, template: template(), group: group(["subnet-1", "subnet-2"]) };
    assert.deepEqual(await stackViolations(privateSubnets, stack), [refused("group", "vpcZoneIdentifiers")]);
  });

  it("reads every place that names subnets of instances", async () => {
    const path = "launchTemplateConfigs[0].overrides";
    const places: [path: string, launcher: Fixture][] = [
      ["subnetId", instance({ subnetId: "subnet-1" })],
      ["subnetId", { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { subnetId: "subnet-1" } }],
      [path, fleet("aws:ec2/spotFleetRequest:SpotFleetRequest", "subnet-2", "subnet-2, subnet-1")],
      [path, fleet("aws:ec2/fleet:Fleet", "subnet-2", "subnet-1")],
      [
        "launchSpecifications[0].subnetId",
        {
          type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
          props: { launchSpecifications: [{ subnetId: "subnet-1" }] },
        },
      ],
      [
        "networkInterfaces[0].subnetId",
        {
          type: "aws:ec2/launchTemplate:LaunchTemplate",
          props: { networkInterfaces: [{ subnetId: "subnet-1" }] },
        },
      ],
    ];
    for (const [where, launcher] of places) {
      assert.deepEqual(await stackViolations(privateSubnets, { ...network, template: template(), launcher }), [
        refused("launcher", where),
      ]);
    }
  });

  it("does not mind a public subnet where an address is refused, on the instance or by its template", async () => {
    const own = instance({ subnetId: "subnet-1", associatePublicIpAddress: false });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, own }), []);
    const none = template([{ associatePublicIpAddress: "false" }]);
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, none, group: group(["subnet-1"]) }), []);
    const configuration = {
      type: "aws:ec2/launchConfiguration:LaunchConfiguration",
      props: { name: "web", associatePublicIpAddress: false },
    };
    const configured = group(["subnet-1"], [], { launchConfiguration: "web" });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, configuration, configured }), []);
  });

  it("takes an address that the provider reports for one that the subnet gave", async () => {
    const made = instance({ subnetId: "subnet-1", associatePublicIpAddress: true });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, made }), [refused("made", "subnetId")]);
    const planned = instance({ subnetId: "subnet-1", associatePublicIpAddress: UNKNOWN });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, planned }), [refused("planned", "subnetId")]);
  });

  it("finds the template of a mixed instances policy, and says nothing of one outside the stack", async () => {
    const mixed = (launchTemplateName: string) => ({
      mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateName } } },
    });
    const inside = { ...network, template: template(), group: group(["subnet-1"], [], mixed("web")) };
    assert.deepEqual(await stackViolations(privateSubnets, inside), [refused("group", "vpcZoneIdentifiers")]);
    const outside = { ...network, template: template(), group: group(["subnet-1"], [], mixed("other")) };
    assert.deepEqual(await stackViolations(privateSubnets, outside), []);
    const configuration = { type: "aws:ec2/launchConfiguration:LaunchConfiguration", props: { name: "web" } };
    const configured = group(["subnet-1"], [], { launchConfiguration: "web" });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, configuration, configured }), [
      refused("configured", "vpcZoneIdentifiers"),
    ]);
  });

  it("finds a subnet by its ARN where outputs hold no id", async () => {
    const arn = "arn:aws:ec2:us-west-2:123456789012:subnet/subnet-1";
    const open = { type: "aws:ec2/subnet:Subnet", props: { arn, mapPublicIpOnLaunch: true } };
    const instances = { one: instance({ subnetId: "subnet-1" }), other: instance({ subnetId: "subnet-2" }) };
    assert.deepEqual(await stackViolations(privateSubnets, { open, ...instances }), [refused("one", "subnetId")]);
  });

  it("goes by what ids depend on while they are not known, where all of that is public", async () => {
    const first = { ...unmade, instance: instance({ subnetId: UNKNOWN }, { subnetId: ["open"] }) };
    assert.deepEqual(await stackViolations(privateSubnets, first), [refused("instance", "subnetId")]);
    const whole = { ...unmade, template: template(), group: group(UNKNOWN, ["open"]) };
    assert.deepEqual(await stackViolations(privateSubnets, whole), [refused("group", "vpcZoneIdentifiers")]);
    const inner = { ...unmade, template: template(), group: group(UNKNOWN, ["inner"]) };
    assert.deepEqual(await stackViolations(privateSubnets, inner), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, inner), []);
  });

  it("leaves open what may be either", async () => {
    const either = { ...unmade, template: template(), group: group([UNKNOWN, UNKNOWN], ["open", "inner"]) };
    assert.deepEqual(await stackViolations(privateSubnets, either), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, either), ["group: vpcZoneIdentifiers"]);
    const vpc = { type: "awsx:ec2:Vpc", props: {} };
    const component = { ...unmade, vpc, template: template(), group: group(UNKNOWN, ["vpc"]) };
    assert.deepEqual(await stackViolations(privateSubnets, component), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, component), ["group: vpcZoneIdentifiers"]);
    const nowhere = { ...component, group: group(UNKNOWN) };
    assert.deepEqual(await stackLeftOpen(privateSubnets, nowhere), []);
    const named = { inner: subnet("subnet-2", UNKNOWN), instance: instance({ subnetId: "subnet-2" }) };
    assert.deepEqual(await stackViolations(privateSubnets, named), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, named), ["instance: subnetId"]);
    const unmadeToo = {
      inner: subnet(UNKNOWN, UNKNOWN),
      instance: instance({ subnetId: UNKNOWN }, { subnetId: ["inner"] }),
    };
    assert.deepEqual(await stackViolations(privateSubnets, unmadeToo), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, unmadeToo), ["instance: subnetId"]);
  });

  it("leaves open a flag that the program computes, but not what the provider does", async () => {
    const computed = instance(
      { subnetId: "subnet-1", associatePublicIpAddress: UNKNOWN },
      { associatePublicIpAddress: ["inner"] },
    );
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, computed }), []);
    assert.deepEqual(await stackLeftOpen(privateSubnets, { ...network, computed }), [
      "computed: associatePublicIpAddress",
    ]);
    const unknown = group(["subnet-1"], [], { launchTemplate: { id: UNKNOWN } });
    const planned = instance({ subnetId: "subnet-1", launchTemplate: UNKNOWN });
    assert.deepEqual(await stackViolations(privateSubnets, { ...network, planned }), [refused("planned", "subnetId")]);
    const launched = { ...network, template: template(UNKNOWN), group: group(["subnet-1"]) };
    assert.deepEqual(await stackViolations(privateSubnets, launched), [refused("group", "vpcZoneIdentifiers")]);
    assert.deepEqual(await stackLeftOpen(privateSubnets, { ...network, unknown }), ["unknown: launchTemplate"]);
    const refusing = {
      ...unmade,
      template: template([{ associatePublicIpAddress: "false" }]),
      group: group(UNKNOWN, ["open", "inner"]),
    };
    assert.deepEqual(await stackLeftOpen(privateSubnets, refusing), []);
  });
});
