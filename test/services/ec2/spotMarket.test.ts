import assert from "node:assert/strict";
import fc from "fast-check";
import { Cloud } from "./fixture";

const POOL = ["m4.large", "us-west-2a"] as const;
const HOUR = 3600;

describe("the Spot market", () => {
  it("has a price for each pool, well below on demand and never above it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 48 * HOUR }), (seed, at) => {
        const { market } = new Cloud(undefined, { seed });
        const price = market.price(...POOL, at);
        // m4.large costs 0.10 dollars an hour on demand.
        assert.ok(price >= 0.015 && price <= 0.1, String(price));
      }),
      { numRuns: 40 },
    );
  });

  it("goes the same way with the same seed, each pool its own", () => {
    const prices = (seed: number, type: string) => {
      const { market } = new Cloud(undefined, { seed });
      return Array.from({ length: 20 }, (_, i) => market.price(type, "us-west-2a", i * 600));
    };
    assert.deepEqual(prices(1, "m4.large"), prices(1, "m4.large"));
    assert.notDeepEqual(prices(1, "m4.large"), prices(2, "m4.large"));
    assert.ok(new Set(prices(1, "m4.large")).size > 5, "it moves");
  });

  it("costs what its prices add up to, also through a time with a price of its own", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7200 }),
        fc.integer({ min: 0, max: 7200 }),
        fc.integer({ min: 0, max: 7200 }),
        fc.integer({ min: 1, max: 3600 }),
        (from, length, spike, spikeLength) => {
          const { market } = new Cloud();
          market.setPrice(0.5, spike, spike + spikeLength);
          let sum = 0;
          for (let at = from; at < from + length; at++) sum += market.price(...POOL, at) / HOUR;
          assert.ok(Math.abs(market.spent(...POOL, from, from + length) - sum) < 1e-6);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("costs so many times what it would for a time, and adds up to that", async () => {
    const prices = (cloud: Cloud) =>
      Array.from({ length: 30 }, (_, i) => cloud.market.price(...POOL, i * 100).toFixed(9));
    const [plain, dear] = [new Cloud(), new Cloud()];
    dear.market.multiplyPrices(3, 1000, 2000);
    const expected = Array.from({ length: 30 }, (_, i) => {
      const factor = i >= 10 && i < 20 ? 3 : 1;
      return (factor * plain.market.price(...POOL, i * 100)).toFixed(9);
    });
    assert.deepEqual(prices(dear), expected);
    let sum = 0;
    for (let at = 750; at < 2600; at++) sum += dear.market.price(...POOL, at) / HOUR;
    assert.ok(Math.abs(dear.market.spent(...POOL, 750, 2600) - sum) < 1e-9);
  });

  it("refuses a change that begins before now or ends before it begins", async () => {
    const { market, simulation } = new Cloud();
    await simulation.run(100);
    assert.throws(
      () => market.setPrice(1, 99, 200),
      /must begin at second 100 or later and end after that, got 99 to 200/,
    );
    assert.throws(() => market.multiplyPrices(2, 200, 200), RangeError);
    assert.throws(() => market.close({}, 50, 200), RangeError);
    assert.throws(() => market.withdraw({}, 300, 200), RangeError);
    assert.equal(market.price(...POOL, 150) < 0.1, true);
    assert.equal(market.available(...POOL), true);
  });

  it("refuses a second price for the same time", () => {
    const { market } = new Cloud();
    market.setPrice(0.5, 100, 200);
    market.setPrice(0.6, 200, 300);
    assert.throws(() => market.setPrice(0.7, 150, 160), /^RangeError: The prices of Spot instances are set for a part/);
  });

  it("has no capacity in what is closed: a zone, a type, or one pool of it", async () => {
    const { market, simulation } = new Cloud();
    market.close({ zone: "us-west-2a" }, 100, 200);
    market.close({ type: "c4.large", zone: "us-west-2b" }, 100, 200);
    const open = () =>
      ["m4.large", "c4.large"].flatMap((type) =>
        ["us-west-2a", "us-west-2b"].filter((zone) => market.available(type, zone)).map((zone) => `${type} ${zone}`),
      );
    assert.equal(open().length, 4);
    await simulation.run(100);
    assert.deepEqual(open(), ["m4.large us-west-2b"]);
    await simulation.run(200);
    assert.equal(open().length, 4);
  });

  it("takes back what runs in a pool that is withdrawn, and no other", async () => {
    const cloud = new Cloud();
    const launch = (type: string, zone: string, market: "spot" | "on-demand" = "spot") =>
      cloud.ec2.launch({ type, zone, market, owner: "x", imageId: "", userData: "", subnetId: undefined });
    const [here, there, onDemand] = [
      launch("m4.large", "us-west-2a"),
      launch("c4.large", "us-west-2a"),
      launch("m4.large", "us-west-2a", "on-demand"),
    ];
    cloud.market.withdraw({ type: "m4.large" }, 100, 400);
    await cloud.run(300);
    assert.deepEqual(
      cloud.interruptions.map(({ now, at, instance, reason }) => [now, at, instance.id, reason]),
      [[100, 220, here.id, "no-capacity"]],
    );
    assert.deepEqual([here.state, there.state, onDemand.state], ["terminated", "running", "running"]);
    assert.deepEqual([cloud.market.available(...POOL), cloud.market.withdrawn(...POOL)], [false, true]);
    assert.equal(cloud.market.withdrawn("c4.large", "us-west-2a"), false);
    await cloud.run(400);
    assert.deepEqual([cloud.market.available(...POOL), cloud.market.withdrawn(...POOL)], [true, false]);
  });
});
