import assert from "node:assert/strict";
import { forwardTo, GROUP, listener, loadBalancer, Site, targetGroup } from "./fixture";

/** Every change of a target's state, as `SECOND STATE`, the seconds rounded down to whole health check intervals. */
function follow(site: Site): { at: number; state: string; reason: string }[] {
  const seen: { at: number; state: string; reason: string }[] = [];
  site.world.bus.subscribe("target", ({ state, reason }) => seen.push({ at: site.simulation.now, state, reason }));
  return seen;
}

describe("a target group", () => {
  let site: Site;
  let seen: ReturnType<typeof follow>;
  beforeEach(() => {
    site = new Site();
    seen = follow(site);
  });

  const states = () => seen.map(({ state }) => state);
  const register = (answers = true) => site.balancers.register(GROUP, "i-1", 32768, answers);
  const state = () => site.balancers.state(GROUP, "i-1", 32768);

  it("takes a target in after one check that passes, within an interval", async () => {
    register();
    assert.equal(state(), "initial");
    await site.simulation.run(10);
    assert.equal(state(), "healthy");
    assert.ok((seen[1]?.at ?? 99) <= 10);
    assert.deepEqual(states(), ["initial", "healthy"]);
    assert.equal(seen[0]?.reason, "Elb.RegistrationInProgress");
  });

  it("finds a target unhealthy that does not answer: three checks, and the last one's timeout", async () => {
    register();
    await site.simulation.run(100);
    site.balancers.setAnswering(GROUP, "i-1", 32768, false);
    await site.simulation.run(200);
    assert.equal(state(), "unhealthy");
    const took = (seen[2]?.at ?? 0) - 100;
    // The first failing check comes within 10 s, two more follow 10 s apart, and the last waits 5 s for an answer.
    assert.ok(took >= 25 && took <= 35, String(took));
    assert.equal(seen[2]?.reason, "Target.Timeout");
  });

  it("forgets a silence that is over before it was found", async () => {
    register();
    await site.simulation.run(100);
    site.balancers.setAnswering(GROUP, "i-1", 32768, false);
    await site.simulation.run(120);
    site.balancers.setAnswering(GROUP, "i-1", 32768, true);
    await site.simulation.run(300);
    assert.deepEqual(states(), ["initial", "healthy"]);
  });

  it("takes it back after two checks that pass", async () => {
    register(false);
    await site.simulation.run(100);
    assert.equal(state(), "unhealthy");
    site.balancers.setAnswering(GROUP, "i-1", 32768, true);
    await site.simulation.run(200);
    assert.deepEqual(states(), ["initial", "unhealthy", "healthy"]);
    const took = (seen[2]?.at ?? 0) - 100;
    assert.ok(took >= 10 && took <= 20, String(took));
  });

  it("gives a leaving target the deregistration delay", async () => {
    register();
    await site.simulation.run(60);
    site.balancers.deregister(GROUP, "i-1", 32768);
    assert.equal(state(), "draining");
    await site.simulation.run(89);
    assert.equal(state(), "draining");
    await site.simulation.run(90);
    assert.equal(state(), undefined);
    assert.deepEqual(states(), ["initial", "healthy", "draining", "unused"]);
  });

  it("reads interval, thresholds and delay from the resource when they are needed", async () => {
    register();
    await site.simulation.run(60);
    const [group] = site.world.records("aws:lb/targetGroup:TargetGroup");
    assert.ok(group);
    site.world.set(group, "deregistrationDelay", 300);
    site.balancers.deregister(GROUP, "i-1", 32768);
    await site.simulation.run(359);
    assert.equal(state(), "draining");
    await site.simulation.run(360);
    assert.equal(state(), undefined);
  });

  it("forgets what was on an instance that is terminated", async () => {
    register();
    await site.simulation.run(60);
    site.world.bus.publish("instance", {
      id: "i-1",
      type: "m4.large",
      zone: "us-west-2a",
      market: "spot",
      owner: "sfr-1",
      imageId: "",
      userData: "",
      subnetId: undefined,
      launchedAt: 0,
      state: "terminated",
    });
    assert.equal(state(), undefined);
    assert.deepEqual(seen.at(-1), { at: 60, state: "unused", reason: "Target.InvalidState" });
  });

  it("asks nobody before a listener forwards to it", async () => {
    site = new Site([loadBalancer(), targetGroup(GROUP)]);
    seen = follow(site);
    register();
    await site.simulation.run(100);
    assert.deepEqual(seen, [{ at: 0, state: "unused", reason: "Target.NotInUse" }]);
    site.add(listener([forwardTo(GROUP)]));
    site.world.sync();
    await site.simulation.run(200);
    assert.deepEqual(states(), ["unused", "initial", "healthy"]);
  });

  it("leaves for good when no listener forwards to it any more while it drains", async () => {
    register();
    await site.simulation.run(60);
    site.balancers.deregister(GROUP, "i-1", 32768);
    const [front] = site.world.records("aws:lb/listener:Listener");
    assert.ok(front);
    site.world.set(front, "defaultActions", [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }]);
    assert.equal(state(), "draining");
    await site.simulation.run(90);
    assert.equal(state(), undefined);
    assert.deepEqual(states(), ["initial", "healthy", "draining", "unused"]);
  });

  // What AWS and the provider fill in: docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
  for (const [title, inputs, unhealthyThreshold] of [
    ["AWS's defaults where the resource has no health check", {}, 2],
    ["the provider's where it has one that says nothing", { healthCheck: {} }, 3],
  ] as const) {
    it(`has ${title}`, async () => {
      site = new Site([loadBalancer(), targetGroup(GROUP, inputs), listener([forwardTo(GROUP)])]);
      seen = follow(site);
      register();
      await site.simulation.run(100);
      site.balancers.setAnswering(GROUP, "i-1", 32768, false);
      await site.simulation.run(250);
      const took = (seen[2]?.at ?? 0) - 100;
      // Checks that are 30 s apart, the last one with 5 s for an answer.
      const least = 30 * (unhealthyThreshold - 1) + 5;
      assert.ok(took >= least && took <= least + 30, String(took));
      site.balancers.deregister(GROUP, "i-1", 32768);
      await site.simulation.run(549);
      assert.equal(state(), "draining");
      await site.simulation.run(550);
      assert.equal(state(), undefined);
    });
  }

  it("says what a record lacks that is none of the account's", () => {
    const group = targetGroup(GROUP);
    group.outputs.healthCheck = {};
    site = new Site([loadBalancer(), group, listener([forwardTo(GROUP)])]);
    assert.throws(() => register(), /^Error: The target group arn:\S+ reports no number "healthCheck\.interval"; /);
  });
});
