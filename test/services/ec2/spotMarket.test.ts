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
});
