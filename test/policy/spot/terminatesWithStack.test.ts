import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const terminates = rule("spot-terminates-with-stack");

const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const EC2_FLEET = "aws:ec2/fleet:Fleet";
const REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";

const fleet = {
  terminateInstancesOnDelete: "true",
  terminateInstancesWithExpiration: true,
  validUntil: "2030-01-01T00:00:00Z",
};
const ec2Fleet = {
  targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 3 },
  terminateInstances: true,
  terminateInstancesWithExpiration: true,
  validUntil: "2030-01-01T00:00:00Z",
};

const DESTROYED =
  "so the instances run on, and cost money, when the stack is destroyed; true is required. Set it to true.";
const EXPIRED = "so the instances run on, and cost money, when the request expires; true is required. Set it to true.";

describe("spot-terminates-with-stack", () => {
  it("accepts fleets that end their instances, and a request without an end", async () => {
    assert.deepEqual(await violations(terminates, FLEET, fleet), []);
    assert.deepEqual(await violations(terminates, EC2_FLEET, ec2Fleet), []);
    assert.deepEqual(await violations(terminates, REQUEST, { spotPrice: "0.1" }), []);
  });

  it("refuses a Spot Fleet that leaves its instances when it is deleted", async () => {
    assert.deepEqual(await violations(terminates, FLEET, mutated(fleet, "terminateInstancesOnDelete", "false")), [
      `terminateInstancesOnDelete is false, ${DESTROYED}`,
    ]);
    assert.deepEqual(await violations(terminates, FLEET, {}), [`terminateInstancesOnDelete is missing, ${DESTROYED}`]);
  });

  it("takes the flag for expiration where the other is left out, as the provider does", async () => {
    assert.deepEqual(await violations(terminates, FLEET, { terminateInstancesWithExpiration: true }), []);
    assert.deepEqual(await violations(terminates, FLEET, { terminateInstancesWithExpiration: false }), [
      `terminateInstancesOnDelete is missing, ${DESTROYED}`,
    ]);
  });

  it("asks for the flag for expiration only where the fleet expires", async () => {
    const lasting = mutated(fleet, "terminateInstancesWithExpiration", undefined);
    assert.deepEqual(await violations(terminates, FLEET, lasting), [
      `terminateInstancesWithExpiration is missing, ${EXPIRED}`,
    ]);
    assert.deepEqual(await violations(terminates, FLEET, mutated(lasting, "validUntil", undefined)), []);
  });

  it("refuses an EC2 Fleet of Spot Instances whose flags are missing or false, and no other EC2 Fleet", async () => {
    const { targetCapacitySpecification } = ec2Fleet;
    assert.deepEqual(await violations(terminates, EC2_FLEET, { targetCapacitySpecification }), [
      `terminateInstances is missing, ${DESTROYED}`,
    ]);
    assert.deepEqual(await violations(terminates, EC2_FLEET, mutated(ec2Fleet, "terminateInstances", false)), [
      `terminateInstances is false, ${DESTROYED}`,
    ]);
    const expiring = mutated(ec2Fleet, "terminateInstancesWithExpiration", false);
    assert.deepEqual(await violations(terminates, EC2_FLEET, expiring), [
      `terminateInstancesWithExpiration is false, ${EXPIRED}`,
    ]);
    const onDemand = {
      targetCapacitySpecification: { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 3 },
    };
    assert.deepEqual(await violations(terminates, EC2_FLEET, onDemand), []);
  });

  it("refuses a persistent request that expires before its instance does", async () => {
    const expiring = { validUntil: "2030-01-01T00:00:00Z" };
    const message =
      "validUntil is 2030-01-01T00:00:00Z, after which the instance runs on without its request, and destroying the stack " +
      'no longer finds it; a persistent request must not expire. Leave it out, or set spotType to "one-time".';
    assert.deepEqual(await violations(terminates, REQUEST, expiring), [message]);
    assert.deepEqual(await violations(terminates, REQUEST, { ...expiring, spotType: "persistent" }), [message]);
    assert.deepEqual(await violations(terminates, REQUEST, { ...expiring, spotType: "one-time" }), []);
  });

  it("leaves flags open that are not known yet", async () => {
    const open = mutated(fleet, "terminateInstancesOnDelete", UNKNOWN);
    assert.deepEqual(await violations(terminates, FLEET, open), []);
    assert.deepEqual(await leftOpen(terminates, FLEET, open), ["terminateInstancesOnDelete"]);
    assert.deepEqual(await violations(terminates, EC2_FLEET, mutated(ec2Fleet, "terminateInstances", UNKNOWN)), []);
    assert.deepEqual(await leftOpen(terminates, FLEET, { terminateInstancesWithExpiration: UNKNOWN }), [
      "terminateInstancesWithExpiration",
    ]);
  });
});
