import assert from "node:assert/strict";
import { type Fixture, rule, stackViolations, UNKNOWN } from "../harness";

const oneNat = rule("one-nat-gateway");

const nat: Fixture = { type: "aws:ec2/natGateway:NatGateway", props: { id: UNKNOWN, subnetId: UNKNOWN } };

describe("one-nat-gateway", () => {
  it("accepts one, or none", async () => {
    assert.deepEqual(await stackViolations(oneNat, { "network-1": nat }), []);
    assert.deepEqual(await stackViolations(oneNat, { eip: { type: "aws:ec2/eip:Eip", props: {} } }), []);
  });

  it("refuses one in each zone, of the stack as a whole", async () => {
    assert.deepEqual(await stackViolations(oneNat, { "network-2": nat, "network-1": nat }), [
      "stack: The number of NAT gateways is 2 (network-1, network-2), which cost $0.0900 an hour before any traffic; " +
        "at most 1 is allowed. Route the private subnets of all zones through one.",
    ]);
  });

  it("takes another limit from the policy config", async () => {
    const two = { "network-1": nat, "network-2": nat };
    assert.deepEqual(await stackViolations(oneNat, two, { maxNatGateways: 2 }), []);
    assert.deepEqual(await stackViolations(oneNat, { "network-1": nat }, { maxNatGateways: 0 }), [
      "stack: The number of NAT gateways is 1 (network-1), which cost $0.0450 an hour before any traffic; at most 0 " +
        "are allowed. Route the private subnets of all zones through one.",
    ]);
  });
});
