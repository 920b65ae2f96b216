import assert from "node:assert/strict";
import { behaviourOfImages, type FaultsOf } from "../../local/containers/programs";
import { CONTAINER, Fleet } from "../services/ecs/fixture";
import { GROUP } from "../services/elb/fixture";

/** A cluster whose tasks run the image {@link CONTAINER} names, and 100 requests a second for them from the second minute on. */
async function underLoad(faults?: FaultsOf): Promise<Fleet> {
  const behaviourOf = behaviourOfImages(
    () => Promise.reject(new Error("nobody fetches anything")),
    () => ({ kind: "elsewhere" }),
    faults,
  );
  const fleet = new Fleet(undefined, behaviourOf);
  fleet.launch();
  await fleet.run(120);
  fleet.balancers.setTraffic("visitors", [{ loadBalancerDns: "site", path: "/", perSecond: 100 }]);
  return fleet;
}

/** Errors of the targets in a minute. */
async function errorsOf(fleet: Fleet): Promise<number> {
  let errors = 0;
  fleet.world.bus.subscribe("requests", (event) => {
    errors += event.errors ?? 0;
  });
  await fleet.run(180);
  return errors;
}

describe("an image that answers worse than it should", () => {
  it("makes errors at its limit, in each of its tasks, which stay healthy", async () => {
    const seen: string[] = [];
    const fleet = await underLoad((image) => {
      seen.push(image);
      return image === CONTAINER.image ? { errors: { abovePerSecond: 40 } } : undefined;
    });
    // Each of two tasks gets 50 a second, and leaves ten of them without a page.
    assert.equal(await errorsOf(fleet), 1200);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    assert.deepEqual([...new Set(seen)], [CONTAINER.image]);
  });

  it("is no other image, and none where nobody says so", async () => {
    const other: FaultsOf = (image) => (image.endsWith(":v2") ? { errors: { abovePerSecond: 0 } } : undefined);
    assert.equal(await errorsOf(await underLoad(other)), 0);
    assert.equal(await errorsOf(await underLoad()), 0);
  });
});
