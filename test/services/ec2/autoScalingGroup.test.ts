import assert from "node:assert/strict";
import fc from "fast-check";
import { AwsError } from "../../../local/account/model";
import { GROUP } from "../../account/capacityFixture";
import { aGroup, Cloud } from "./fixture";

describe("an Auto Scaling group", () => {
  it("runs its desired capacity on demand", async () => {
    const cloud = new Cloud(aGroup());
    await cloud.run(60);
    const [one, ...others] = cloud.running();
    assert.deepEqual(others, []);
    assert.deepEqual([one?.type, one?.market, one?.owner], ["m4.large", "on-demand", cloud.record(GROUP).id]);
  });

  it("spreads over its zones", async () => {
    const cloud = new Cloud(aGroup({ minSize: 4, maxSize: 4, desiredCapacity: 4 }));
    await cloud.run(60);
    assert.deepEqual(cloud.places(), [
      "m4.large in us-west-2a",
      "m4.large in us-west-2a",
      "m4.large in us-west-2b",
      "m4.large in us-west-2b",
    ]);
  });

  it("replaces what is gone, in another zone where one is out of order", async () => {
    const cloud = new Cloud(aGroup());
    await cloud.run(60);
    const [one] = cloud.running();
    assert.ok(one);
    cloud.ec2.failZone(one.zone, 5000);
    await cloud.run(400);
    const [other] = cloud.running();
    assert.notEqual(other?.zone, one.zone);
    cloud.ec2.failZone(other?.zone ?? "", 5000);
    await cloud.run(2000);
    assert.deepEqual(cloud.running(), []);
    assert.deepEqual(cloud.messages("EC2_INSTANCE_LAUNCH_ERROR"), [
      "540 Launching a new EC2 instance. Status Reason: We currently do not have sufficient m4.large capacity in the " +
        "Availability Zones you requested (us-west-2a, us-west-2b). Our system will be working on provisioning additional " +
        "capacity. Launching EC2 instance failed.",
    ]);
  });

  it("gives up one of the fullest zone", async () => {
    const cloud = new Cloud(aGroup({ minSize: 3, maxSize: 3, desiredCapacity: 3 }));
    await cloud.run(60);
    const record = cloud.record(GROUP);
    cloud.world.set(record, "desiredCapacity", 2);
    await cloud.run(200);
    assert.deepEqual(cloud.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
  });

  it("stops at the account's quota", async () => {
    // A group of two fits in; a third instance would make six vCPUs.
    const cloud = new Cloud(aGroup({ maxSize: 3, desiredCapacity: 2 }), { quota: 5 });
    cloud.world.set(cloud.record(GROUP), "desiredCapacity", 3);
    await cloud.run(300);
    assert.equal(cloud.running().length, 2);
    assert.match(
      cloud.messages("EC2_INSTANCE_LAUNCH_ERROR").join("\n"),
      /^0 .* than your current vCPU limit of 5 allows.*$/,
    );
  });

  it("writes down what it does in AWS's words", async () => {
    const cloud = new Cloud(aGroup());
    const record = cloud.record(GROUP);
    await cloud.run(60);
    const [first] = cloud.running();
    assert.ok(first);
    cloud.ec2.terminate(first);
    await cloud.run(150);
    const [second] = cloud.running();
    cloud.world.set(record, "desiredCapacity", 0);
    await cloud.run(300);
    assert.deepEqual(cloud.messages("EC2_INSTANCE_LAUNCH"), [
      `0 Launching a new EC2 instance: ${first.id}. At 2026-01-01T00:00:00Z an instance was started in response to a ` +
        "difference between desired and actual capacity, increasing the capacity from 0 to 1.",
      `120 Launching a new EC2 instance: ${second?.id}. At 2026-01-01T00:02:00Z an instance was launched in response to an ` +
        "unhealthy instance needing to be replaced.",
    ]);
    assert.deepEqual(cloud.messages("EC2_INSTANCE_TERMINATE"), [
      `120 Terminating EC2 instance: ${first.id}. At 2026-01-01T00:02:00Z an instance was taken out of service in response to ` +
        "an EC2 health check indicating it has been terminated or stopped.",
      `150 Terminating EC2 instance: ${second?.id}. At 2026-01-01T00:02:30Z an instance was taken out of service in response ` +
        "to a difference between desired and actual capacity, shrinking the capacity from 1 to 0. At 2026-01-01T00:02:30Z " +
        `instance ${second?.id} was selected for termination.`,
    ]);
  });

  it("moves instances to a zone that is back, launching before it ends others", async () => {
    const cloud = new Cloud(aGroup({ minSize: 4, maxSize: 4, desiredCapacity: 4 }));
    await cloud.run(60);
    cloud.ec2.failZone("us-west-2a", 1000);
    await cloud.run(1000);
    assert.deepEqual(cloud.places(), Array(4).fill("m4.large in us-west-2b"));
    let [fewest, most] = [4, 4];
    cloud.world.bus.subscribe("instance", () => {
      fewest = Math.min(fewest, cloud.running().length);
      most = Math.max(most, cloud.staying().length);
    });
    await cloud.run(1500);
    const [a, b] = ["m4.large in us-west-2a", "m4.large in us-west-2b"];
    assert.deepEqual(cloud.places(), [a, a, b, b]);
    // A tenth of four is less than one: one more than four at a time.
    assert.deepEqual([fewest, most], [4, 5]);
    assert.match(
      cloud.messages("EC2_INSTANCE_LAUNCH").find((message) => message.startsWith("1020")) ?? "",
      /availability zones us-west-2a us-west-2b had 0 4 instances respectively\. An instance was launched to aid in balancing/,
    );
    assert.match(
      cloud.messages("EC2_INSTANCE_TERMINATE").find((message) => message.startsWith("1080")) ?? "",
      /instances were launched to balance instances in zones us-west-2a with other zones resulting in more than desired number/,
    );
  });

  it("leaves zones as they are, launches nothing, ends nothing where that is suspended", async () => {
    const cloud = new Cloud(
      aGroup({ minSize: 0, maxSize: 4, desiredCapacity: 4, suspendedProcesses: ["AZRebalance", "Terminate"] }),
    );
    await cloud.run(60);
    cloud.ec2.failZone("us-west-2a", 1000);
    cloud.world.set(cloud.record(GROUP), "suspendedProcesses", ["AZRebalance", "Launch"]);
    await cloud.run(600);
    assert.deepEqual(cloud.places(), Array(2).fill("m4.large in us-west-2b"));
    cloud.world.set(cloud.record(GROUP), "suspendedProcesses", ["AZRebalance", "Terminate"]);
    await cloud.run(2000);
    assert.deepEqual(cloud.places(), Array(4).fill("m4.large in us-west-2b"));
    cloud.world.set(cloud.record(GROUP), "desiredCapacity", 1);
    await cloud.run(3000);
    assert.equal(cloud.places().length, 4);
  });

  it("waits for its emptiest zone where only a balance will do", async () => {
    const cloud = new Cloud(
      aGroup({
        minSize: 2,
        desiredCapacity: 2,
        availabilityZoneDistribution: { capacityDistributionStrategy: "balanced-only" },
      }),
    );
    await cloud.run(60);
    cloud.ec2.failZone("us-west-2a", 1000);
    await cloud.run(900);
    assert.deepEqual(cloud.places(), ["m4.large in us-west-2b"]);
    assert.match(
      cloud.messages("EC2_INSTANCE_LAUNCH_ERROR").join(),
      /the Availability Zone you requested \(us-west-2a\)/,
    );
    await cloud.run(1100);
    assert.deepEqual(cloud.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
  });

  it("keeps what is protected from scaling in", async () => {
    const cloud = new Cloud(aGroup({ minSize: 0, maxSize: 3, desiredCapacity: 3, protectFromScaleIn: true }));
    await cloud.run(60);
    cloud.world.set(cloud.record(GROUP), "desiredCapacity", 1);
    await cloud.run(600);
    assert.equal(cloud.places().length, 3);
  });

  it("is refused where it does what is not modelled", () => {
    assert.throws(() => new Cloud(aGroup({ maxInstanceLifetime: 86400 })), /does not model maxInstanceLifetime/);
    assert.throws(() => new Cloud(aGroup({ terminationPolicies: ["arn:aws:lambda:x"] })), AwsError);
    assert.throws(() => new Cloud(aGroup({ suspendedProcesses: ["HealthCheck"] })), /does not suspend HealthCheck/);
  });

  it("has never more than it wants beside what it launches for balance, whatever happens", async () => {
    const happening = fc.record({
      what: fc.constantFrom("desired", "fail", "terminate", "wait"),
      value: fc.nat({ max: 10 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 15 }), async (happenings) => {
        const cloud = new Cloud(aGroup({ minSize: 0, maxSize: 10, desiredCapacity: 3 }));
        const record = cloud.record(GROUP);
        cloud.world.bus.subscribe("instance", ({ state }) => {
          if (state !== "pending") return;
          const desired = Number(record.outputs.desiredCapacity);
          // Half of them may have to move, within a tenth above the maximum.
          const most = Math.min(desired + Math.floor(desired / 2), 11);
          assert.ok(cloud.staying().length <= most, `${cloud.staying().length} of ${desired}`);
        });
        for (const { what, value } of happenings) {
          const { now } = cloud.simulation;
          if (what === "desired") cloud.world.set(record, "desiredCapacity", value);
          else if (what === "fail") cloud.ec2.failZone(value % 2 === 0 ? "us-west-2a" : "us-west-2b", now + value * 40);
          else if (what === "terminate") for (const one of cloud.staying().slice(0, value)) cloud.ec2.terminate(one);
          await cloud.run(now + 10 + value * (what === "wait" ? 60 : 1));
        }
        await cloud.run(cloud.simulation.now + 1500);
        const counts = ["us-west-2a", "us-west-2b"].map(
          (zone) => cloud.running().filter((one) => one.zone === zone).length,
        );
        assert.equal(cloud.running().length, record.outputs.desiredCapacity);
        assert.ok(Math.abs((counts[0] ?? 0) - (counts[1] ?? 0)) <= 1, counts.join(" and "));
      }),
      { numRuns: 60 },
    );
  });
});
