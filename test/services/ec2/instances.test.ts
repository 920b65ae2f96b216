import assert from "node:assert/strict";
import type { LaunchRequest } from "../../../local/services/ec2/instance";
import { INSTANCE, instance } from "../../account/capacityFixture";
import { make } from "../../account/support";
import { Cloud } from "./fixture";

const REQUEST: LaunchRequest = {
  type: "m4.large",
  zone: "us-west-2a",
  market: "spot",
  owner: "sfr-1",
  imageId: "ami-1",
  userData: "",
  subnetId: undefined,
};

describe("instances", () => {
  let cloud: Cloud;
  beforeEach(() => {
    cloud = new Cloud();
  });
  const course = () => cloud.states.map(({ at, state }) => `${at} ${state}`);

  it("are pending for 20 seconds, and end within 30", async () => {
    const one = cloud.ec2.launch(REQUEST);
    assert.match(one.id, /^i-[0-9a-f]{17}$/);
    await cloud.run(100);
    cloud.ec2.terminate(one);
    cloud.ec2.terminate(one);
    assert.equal(one.endedAt, 100);
    await cloud.run(1000);
    assert.deepEqual(course(), ["0 pending", "20 running", "100 shutting-down", "130 terminated"]);
    assert.equal(cloud.ec2.get(one.id), undefined);
  });

  it("never run when they are ended before", async () => {
    const one = cloud.ec2.launch(REQUEST);
    cloud.ec2.terminate(one);
    await cloud.run(100);
    assert.deepEqual(course(), ["0 pending", "0 shutting-down", "30 terminated"]);
  });

  it("get two minutes' notice once, and are then ended", async () => {
    const one = cloud.ec2.launch(REQUEST);
    await cloud.run(100);
    cloud.ec2.interrupt(one, "price");
    await cloud.run(150);
    cloud.ec2.interrupt(one, "no-capacity");
    await cloud.run(1000);
    assert.deepEqual(
      cloud.interruptions.map(({ now, at, reason }) => [now, at, reason]),
      [[100, 220, "price"]],
    );
    assert.deepEqual(course().slice(2), ["220 shutting-down", "250 terminated"]);
  });

  it("are not interrupted on demand", () => {
    const one = cloud.ec2.launch({ ...REQUEST, market: "on-demand" });
    assert.throws(
      () => cloud.ec2.interrupt(one, "price"),
      /^RangeError: Only Spot instances are interrupted; i-\w+ runs/,
    );
    assert.throws(() => cloud.fleets.reclaim([one]), RangeError);
    assert.equal(cloud.market.available(one.type, one.zone), true);
  });

  it("never come up where their zone fails before", async () => {
    await cloud.run(100);
    cloud.ec2.launch(REQUEST);
    await cloud.run(110);
    cloud.ec2.failZone("us-west-2a", 200);
    cloud.ec2.failZone("us-west-2a", 150);
    await cloud.run(199);
    assert.equal(cloud.ec2.isUp("us-west-2a"), false);
    await cloud.run(1000);
    assert.deepEqual(course(), ["100 pending", "230 terminated"]);
  });

  it("answer nobody when their zone fails, and are gone when status checks have found that", async () => {
    const here = cloud.ec2.launch(REQUEST);
    const there = cloud.ec2.launch({ ...REQUEST, zone: "us-west-2b" });
    const silent: string[] = [];
    cloud.world.bus.subscribe("instance-unreachable", ({ id }) => silent.push(id));
    await cloud.run(100);
    cloud.ec2.failZone("us-west-2a", 500);
    assert.deepEqual(silent, [here.id]);
    assert.deepEqual([cloud.ec2.isUp("us-west-2a"), cloud.ec2.isUp("us-west-2b")], [false, true]);
    await cloud.run(219);
    assert.equal(here.state, "running");
    await cloud.run(220);
    assert.deepEqual([here.state, there.state, here.endedAt], ["terminated", "running", 220]);
    await cloud.run(500);
    assert.equal(cloud.ec2.isUp("us-west-2a"), true);
  });

  it("that the stack deploys run, and end when the stack no longer has them", async () => {
    cloud = new Cloud((account) => make(account, INSTANCE, instance));
    const record = cloud.record(INSTANCE);
    await cloud.run(60);
    const [one] = cloud.running();
    assert.deepEqual(
      [one?.id, one?.owner, one?.type, one?.zone, one?.market, one?.userData],
      [record.id, record.id, "m4.large", "us-west-2a", "on-demand", "#!/bin/bash\n"],
    );
    cloud.account.delete(INSTANCE, record.id, { provider: { region: "us-west-2" } });
    cloud.world.sync();
    await cloud.run(100);
    assert.deepEqual(course(), ["0 pending", "20 running", "60 shutting-down", "90 terminated"]);
  });

  it("that are deployed later are launched then", async () => {
    await cloud.run(60);
    make(cloud.account, INSTANCE, instance);
    cloud.world.sync();
    await cloud.run(100);
    assert.deepEqual(course(), ["60 pending", "80 running"]);
  });
});
