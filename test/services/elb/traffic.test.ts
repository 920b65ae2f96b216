import assert from "node:assert/strict";
import fc from "fast-check";
import { Arrivals, Dealer } from "../../../local/services/elb/traffic";

describe("requests that arrive at a rate", () => {
  it("are whole, and as many in two pieces of time as in both together", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.array(fc.integer({ min: 0, max: 100 })), (tenths, pieces) => {
        const arrivals = new Arrivals({ loadBalancerDns: "", path: "/", perSecond: tenths / 10 }, 0);
        let now = 0;
        let all = 0;
        for (const piece of pieces) {
          now += piece;
          const fresh = arrivals.until(now);
          assert.ok(Number.isInteger(fresh) && fresh >= 0);
          all += fresh;
        }
        assert.equal(all, Math.floor((now * tenths) / 10));
      }),
    );
  });
});

describe("a dealer", () => {
  it("deals by weight", () => {
    const dealt = new Dealer().deal(100, [
      ["blue", 90],
      ["green", 10],
    ]);
    assert.deepEqual(
      [...dealt],
      [
        ["blue", 90],
        ["green", 10],
      ],
    );
  });

  it("gives nothing to a weight of 0", () => {
    const dealer = new Dealer();
    const shares = [
      ["blue", 1],
      ["green", 0],
    ] as const;
    for (let i = 0; i < 10; i++) assert.equal(dealer.deal(1, shares).get("green"), 0);
  });

  it("is never more than one away from a fair share, and deals all", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 30 }),
        (weights, counts) => {
          const dealer = new Dealer();
          const shares = weights.map((weight, i) => [String(i), weight] as const);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const sums = new Map<string, number>();
          let all = 0;
          for (const count of counts) {
            all += count;
            for (const [name, part] of dealer.deal(count, shares)) sums.set(name, (sums.get(name) ?? 0) + part);
            const dealt = [...sums.values()].reduce((sum, part) => sum + part, 0);
            assert.equal(dealt, all);
            for (const [name, weight] of shares) {
              const fair = (all * weight) / total;
              assert.ok(Math.abs((sums.get(name) ?? 0) - fair) <= 1 + 1e-6, `${name}: ${sums.get(name)} of ${fair}`);
            }
          }
        },
      ),
    );
  });
});
