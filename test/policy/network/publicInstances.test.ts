import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const noPublic = rule("no-public-instances");

const INSTANCE = "aws:ec2/instance:Instance";
const SPOT_REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const EIP = "aws:ec2/eip:Eip";
const ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";

const machine = { subnetId: "subnet-1", associatePublicIpAddress: false };

const NEEDED = "instances without public addresses are required";
const asked = (property: string) =>
  `${property} is true; ${NEEDED}. Set it to false, and reach the instance through Session Manager.`;
const nowhere = (property: string) =>
  `${property} is missing, so the instance starts in the default VPC, whose subnets give public addresses; ${NEEDED}. ` +
  "Name a private subnet.";
const attached = (property: string, id: string) =>
  `${property} is ${id}, which gets a public address; ${NEEDED}. Put a load balancer before it, or reach it through ` +
  "Session Manager.";

describe("no-public-instances", () => {
  for (const type of [INSTANCE, SPOT_REQUEST]) {
    it(`judges ${type}`, async () => {
      assert.deepEqual(await violations(noPublic, type, machine), []);
      assert.deepEqual(await violations(noPublic, type, mutated(machine, "associatePublicIpAddress", undefined)), []);
      assert.deepEqual(await violations(noPublic, type, mutated(machine, "associatePublicIpAddress", true)), [
        asked("associatePublicIpAddress"),
      ]);
      assert.deepEqual(await violations(noPublic, type, {}), [nowhere("subnetId")]);
    });
  }

  it("takes an instance without a subnet for one in the default VPC, unless something else places it", async () => {
    for (const placed of [
      { subnetId: UNKNOWN },
      { launchTemplate: { id: "lt-1" } },
      { networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: "eni-1" }] },
      { primaryNetworkInterface: { networkInterfaceId: "eni-1" } },
      { associatePublicIpAddress: false },
    ]) {
      assert.deepEqual(await violations(noPublic, INSTANCE, placed), []);
      assert.deepEqual(await leftOpen(noPublic, INSTANCE, placed), []);
    }
  });

  it("judges launch configurations, and launch templates, whose flags are strings", async () => {
    assert.deepEqual(await violations(noPublic, CONFIGURATION, {}), []);
    assert.deepEqual(await violations(noPublic, CONFIGURATION, { associatePublicIpAddress: true }), [
      asked("associatePublicIpAddress"),
    ]);
    const template = { networkInterfaces: [{ associatePublicIpAddress: "false" }] };
    assert.deepEqual(await violations(noPublic, TEMPLATE, template), []);
    const path = "networkInterfaces.0.associatePublicIpAddress";
    assert.deepEqual(await violations(noPublic, TEMPLATE, mutated(template, path, "true")), [
      asked("networkInterfaces[0].associatePublicIpAddress"),
    ]);
    assert.deepEqual(await violations(noPublic, TEMPLATE, {}), []);
  });

  it("judges the launch specifications of a spot fleet", async () => {
    const fleet = { launchSpecifications: [machine, { subnetId: "subnet-1, subnet-2" }] };
    assert.deepEqual(await violations(noPublic, FLEET, fleet), []);
    const asks = mutated(fleet, "launchSpecifications.1.associatePublicIpAddress", true);
    assert.deepEqual(await violations(noPublic, FLEET, asks), [
      asked("launchSpecifications[1].associatePublicIpAddress"),
    ]);
    assert.deepEqual(await violations(noPublic, FLEET, { launchSpecifications: [{}] }), [
      nowhere("launchSpecifications[0].subnetId"),
    ]);
  });

  it("refuses an elastic address on an instance, whichever that is, and on nothing else", async () => {
    assert.deepEqual(await violations(noPublic, EIP, { domain: "vpc" }), []);
    assert.deepEqual(await violations(noPublic, EIP, { instance: "" }), []);
    assert.deepEqual(await violations(noPublic, EIP, { instance: "i-1" }), [attached("instance", "i-1")]);
    assert.deepEqual(await violations(noPublic, EIP, { instance: UNKNOWN }), [
      attached("instance", "an instance of this stack"),
    ]);
    assert.deepEqual(await leftOpen(noPublic, EIP, { instance: UNKNOWN }), []);
    assert.deepEqual(await violations(noPublic, ASSOCIATION, { instanceId: "i-1" }), [attached("instanceId", "i-1")]);
    assert.deepEqual(await violations(noPublic, ASSOCIATION, { networkInterfaceId: "eni-1" }), []);
  });

  it("says nothing about a flag that is not known yet", async () => {
    const unknown = mutated(machine, "associatePublicIpAddress", UNKNOWN);
    assert.deepEqual(await violations(noPublic, INSTANCE, unknown), []);
    assert.deepEqual(await leftOpen(noPublic, INSTANCE, unknown), ["associatePublicIpAddress"]);
    assert.deepEqual(await leftOpen(noPublic, TEMPLATE, { networkInterfaces: UNKNOWN }), ["networkInterfaces"]);
  });
});
