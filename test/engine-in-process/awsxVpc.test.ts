import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { Account } from "../../local/account/account";
import type { StackState } from "../../local/engine/inProcess";
import { bringUp, named, URN } from "./fixture";

const VPC = `${URN}::awsx:ec2:Vpc`;

/** What the tests' VPC needs beside what a test is about. */
const auto = { subnetStrategy: "Auto", numberOfAvailabilityZones: 2 } as const;
const oneOfEach = [{ type: "Private" as const }, { type: "Public" as const }];

/** Everything inside the component, as `Type name`, by what it hangs under. */
function tree(state: StackState): Record<string, string[]> {
  const children: Record<string, string[]> = {};
  for (const { urn, parent } of state.resources) {
    if (!urn.includes("awsx:ec2:Vpc$")) continue;
    const key = short(parent ?? "");
    children[key] = [...(children[key] ?? []), short(urn)].sort();
  }
  return children;
}

function short(urn: string): string {
  return urn.replace(/.*:/, (all) => `${all.split("::")[2]?.split(":").pop()} `);
}

/** A property of every resource of a type, by logical name. */
function each(state: StackState, type: string, property: string): Record<string, unknown> {
  const found = state.resources.filter((resource) => resource.type === type);
  return Object.fromEntries(found.map(({ urn, inputs }) => [urn.split("::").pop(), inputs[property]]));
}

const cidrs = (state: StackState) => each(state, "aws:ec2/subnet:Subnet", "cidrBlock");

describe("awsx.ec2.Vpc in process", () => {
  it("has the children of the real component, under the same parents and names", async () => {
    const { state } = await bringUp(() => {
      new awsx.ec2.Vpc("net", { ...auto, subnetSpecs: oneOfEach, natGateways: { strategy: "Single" } });
    });
    assert.deepEqual(tree(state), {
      "Vpc net": [
        "InternetGateway net",
        "Subnet net-private-1",
        "Subnet net-private-2",
        "Subnet net-public-1",
        "Subnet net-public-2",
        "Vpc net",
      ].sort(),
      "Subnet net-private-1": ["RouteTable net-private-1"],
      "Subnet net-private-2": ["RouteTable net-private-2"],
      "Subnet net-public-1": ["Eip net-1", "NatGateway net-1", "RouteTable net-public-1"],
      "Subnet net-public-2": ["RouteTable net-public-2"],
      "RouteTable net-private-1": ["Route net-private-1", "RouteTableAssociation net-private-1"],
      "RouteTable net-private-2": ["Route net-private-2", "RouteTableAssociation net-private-2"],
      "RouteTable net-public-1": ["Route net-public-1", "RouteTableAssociation net-public-1"],
      "RouteTable net-public-2": ["Route net-public-2", "RouteTableAssociation net-public-2"],
    });
    const component = state.resources.find(({ urn }) => urn === `${VPC}::net`);
    assert.deepEqual([component?.custom, component?.inputs, component?.outputs], [false, {}, {}]);
  });

  it("gives them the real component's inputs, tags and dependencies", async () => {
    const { state } = await bringUp(() => {
      new awsx.ec2.Vpc("net", {
        ...auto,
        cidrBlock: "172.20.0.0/16",
        enableDnsHostnames: true,
        subnetSpecs: [
          { type: "Private", cidrMask: 24, tags: { Tier: "app" } },
          { type: "Public", cidrMask: 24, name: "web" },
        ],
        natGateways: { strategy: "Single" },
        tags: { Lab: "0" },
      });
    });
    const vpc = `${VPC}$aws:ec2/vpc:Vpc::net`;
    const inner = state.resources.find(({ urn }) => urn === vpc);
    assert.equal(inner?.inputs.cidrBlock, "172.20.0.0/16");
    assert.equal(inner?.inputs.enableDnsHostnames, true);
    assert.deepEqual(inner?.inputs.tags, { Name: "net", Lab: "0" });
    const subnet = named(state, "net-private-1");
    assert.deepEqual(cidrs(state), {
      "net-private-1": "172.20.0.0/24",
      "net-web-1": "172.20.1.0/24",
      "net-private-2": "172.20.128.0/24",
      "net-web-2": "172.20.129.0/24",
    });
    assert.deepEqual(subnet.dependencies, [vpc]);
    const tagsOf = each(state, "aws:ec2/subnet:Subnet", "tags");
    assert.deepEqual(tagsOf["net-private-1"], { Name: "net-private-1", SubnetType: "Private", Tier: "app", Lab: "0" });
    assert.deepEqual(tagsOf["net-web-1"], { Name: "net-web-1", SubnetType: "Public", Lab: "0" });
    assert.deepEqual(each(state, "aws:ec2/routeTable:RouteTable", "tags")["net-private-1"], {
      Name: "net-private-1",
      SubnetType: "Private",
      Lab: "0",
    });
    assert.deepEqual(each(state, "aws:ec2/eip:Eip", "tags"), { "net-1": { Name: "net-1", Lab: "0" } });
    assert.deepEqual(each(state, "aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch"), {
      "net-private-1": false,
      "net-private-2": false,
      "net-web-1": true,
      "net-web-2": true,
    });
    assert.deepEqual(each(state, "aws:ec2/subnet:Subnet", "availabilityZone"), {
      "net-private-1": "us-west-2a",
      "net-private-2": "us-west-2b",
      "net-web-1": "us-west-2a",
      "net-web-2": "us-west-2b",
    });
    const eip = `${VPC}$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/eip:Eip::net-1`;
    const nat = state.resources.find(({ type }) => type === "aws:ec2/natGateway:NatGateway");
    assert.deepEqual(nat?.propertyDependencies.allocationId, [eip]);
  });

  it("takes given ranges, zones by name and in their order, and a range that stays unused", async () => {
    const { state } = await bringUp(() => {
      new awsx.ec2.Vpc("given", {
        subnetStrategy: "Auto",
        availabilityZoneNames: ["us-west-2c", "us-west-2a"],
        subnetSpecs: [
          { type: "Private", cidrBlocks: ["10.0.1.0/24", "10.0.2.0/24"] },
          { type: "Public", cidrBlocks: ["10.0.3.0/24", "10.0.4.0/24"] },
        ],
        natGateways: { strategy: "None" },
      });
      new awsx.ec2.Vpc("gap", {
        ...auto,
        subnetSpecs: [
          { type: "Public", cidrMask: 26 },
          { type: "Unused", cidrMask: 26 },
          { type: "Isolated", cidrMask: 20 },
        ],
        natGateways: { strategy: "None" },
      });
    });
    assert.deepEqual(cidrs(state), {
      "given-private-1": "10.0.1.0/24",
      "given-private-2": "10.0.2.0/24",
      "given-public-1": "10.0.3.0/24",
      "given-public-2": "10.0.4.0/24",
      "gap-public-1": "10.0.0.0/26",
      "gap-isolated-1": "10.0.16.0/20",
      "gap-public-2": "10.0.128.0/26",
      "gap-isolated-2": "10.0.144.0/20",
    });
    assert.equal(named(state, "given-private-1").inputs.availabilityZone, "us-west-2c");
  });

  it("divides a zone among a private and a public subnet where nothing is said", async () => {
    const { state } = await bringUp(() => void new awsx.ec2.Vpc("net", { subnetStrategy: "Auto" }));
    assert.deepEqual(cidrs(state), {
      "net-private-1": "10.0.0.0/19",
      "net-public-1": "10.0.32.0/20",
      "net-private-2": "10.0.64.0/19",
      "net-public-2": "10.0.96.0/20",
      "net-private-3": "10.0.128.0/19",
      "net-public-3": "10.0.160.0/20",
    });
  });

  for (const [strategy, gateways, routes] of [
    ["None", [], ["net-public-1", "net-public-2"]],
    ["Single", ["net-1"], ["net-private-1", "net-private-2", "net-public-1", "net-public-2"]],
    ["OnePerAz", ["net-1", "net-2"], ["net-private-1", "net-private-2", "net-public-1", "net-public-2"]],
  ] as const) {
    it(`makes the NAT gateways of the strategy ${strategy}, and the routes to them`, async () => {
      const { state } = await bringUp(
        () => void new awsx.ec2.Vpc("net", { ...auto, subnetSpecs: oneOfEach, natGateways: { strategy } }),
      );
      assert.deepEqual(Object.keys(each(state, "aws:ec2/natGateway:NatGateway", "subnetId")).sort(), gateways);
      const ways = each(state, "aws:ec2/route:Route", "natGatewayId");
      assert.deepEqual(Object.keys(ways).sort(), routes);
      const second = gateways.length > 0 ? named(state, gateways[gateways.length - 1] ?? "").parent : undefined;
      assert.equal(second, gateways.length > 0 ? named(state, `net-public-${gateways.length}`).urn : undefined);
    });
  }

  it("hands out ids and live resources, on which others can depend", async () => {
    const { state, outputs } = await bringUp(() => {
      const vpc = new awsx.ec2.Vpc("net", { ...auto, natGateways: { strategy: "Single" } });
      new aws.sns.Topic("after", { name: "after" }, { dependsOn: vpc.routes });
      return {
        vpcId: vpc.vpcId,
        publicSubnetIds: vpc.publicSubnetIds,
        privateSubnetIds: vpc.privateSubnetIds,
        zones: vpc.privateSubnets.apply((subnets) => pulumi.all(subnets.map((subnet) => subnet.availabilityZone))),
        gateways: vpc.natGateways.apply((gateways) => gateways.length),
        tables: vpc.routeTables.apply((tables) => tables.length),
        associations: vpc.routeTableAssociations.apply((associations) => associations.length),
        eip: vpc.eips.apply((eips) => eips[0]?.publicIp),
        igw: vpc.internetGateway.id,
        layout: vpc.subnetLayout,
      };
    });
    const value = (name: string) => outputs[name]?.value;
    const vpc = state.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
    assert.equal(value("vpcId"), vpc?.id);
    assert.deepEqual(value("publicSubnetIds"), [named(state, "net-public-1").id, named(state, "net-public-2").id]);
    assert.deepEqual(value("privateSubnetIds"), [named(state, "net-private-1").id, named(state, "net-private-2").id]);
    assert.deepEqual(value("zones"), ["us-west-2a", "us-west-2b"]);
    assert.deepEqual([value("gateways"), value("tables"), value("associations")], [1, 4, 4]);
    const eip = state.resources.find(({ type }) => type === "aws:ec2/eip:Eip");
    assert.equal(value("eip"), eip?.outputs.publicIp);
    assert.match(String(value("igw")), /^igw-/);
    assert.deepEqual(value("layout"), [
      { type: "Private", cidrMask: 18 },
      { type: "Public", cidrMask: 19 },
    ]);
    const routes = state.resources.filter(({ type }) => type === "aws:ec2/route:Route").map(({ urn }) => urn);
    const { dependencies } = named(state, "after");
    assert.deepEqual(
      routes.filter((urn) => !dependencies.includes(urn)),
      [],
    );
    assert.equal(dependencies.includes(`${VPC}::net`), true);
  });

  it("makes each output depend on the component, its VPC and all of its subnets, as the real one does", async () => {
    const { state } = await bringUp(() => {
      const { vpcId } = new awsx.ec2.Vpc("net", { ...auto, natGateways: { strategy: "None" } });
      new aws.ec2.SecurityGroup("web", { name: "web", vpcId });
    });
    const subnet = `${VPC}$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet`;
    assert.deepEqual(named(state, "web").dependencies.toSorted(), [
      `${VPC}$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet::net-private-1`,
      `${subnet}::net-private-2`,
      `${subnet}::net-public-1`,
      `${subnet}::net-public-2`,
      `${VPC}$aws:ec2/vpc:Vpc::net`,
      `${VPC}::net`,
    ]);
  });

  it("uses the default provider of the real component's own version", async () => {
    const { state } = await bringUp(() => void new awsx.ec2.Vpc("net", { ...auto, natGateways: { strategy: "None" } }));
    const providers = state.resources.flatMap(({ type, urn }) =>
      type.startsWith("pulumi:providers:") ? [urn.slice(URN.length + 2)] : [],
    );
    assert.deepEqual(providers.sort(), [
      "pulumi:providers:aws::default_7_38_0",
      "pulumi:providers:awsx::default_3_8_0",
      "pulumi:providers:pulumi::default",
    ]);
  });

  it("passes on tags that come from other resources, and what they depend on", async () => {
    const { state } = await bringUp(() => {
      const topic = new aws.sns.Topic("owner", { name: "owner" });
      new awsx.ec2.Vpc("net", { ...auto, natGateways: { strategy: "None" }, tags: { Owner: topic.name } });
    });
    const vpc = state.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
    assert.deepEqual(vpc?.inputs.tags, { Name: "net", Owner: "owner" });
    assert.deepEqual(vpc?.propertyDependencies.tags, [`${URN}::aws:sns/topic:Topic::owner`]);
  });

  it("stays as it is in an update, and goes away with the program's word", async () => {
    const account = new Account();
    const program = () => void new awsx.ec2.Vpc("net", { ...auto, natGateways: { strategy: "Single" } });
    const { state } = await bringUp(program, { account });
    const again = await bringUp(program, { account, previous: state });
    assert.deepEqual(again.state, state);
    await bringUp(() => undefined, { account, previous: state });
    assert.equal(account.isEmpty, true);
  });
});
