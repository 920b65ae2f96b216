import assert from "node:assert/strict";
import { type Candidate, nextOnDemandPool, nextPool, shrinkingPool } from "../../../local/services/ec2/allocation";

interface Pool extends Candidate {
  name: string;
}

const pool = (name: string, zone: string, price: number, instances: number, rank = 0): Pool => ({
  name,
  zone,
  price,
  instances,
  rank,
});

describe("the choice of a pool", () => {
  it("diversified: the emptiest, then the emptiest zone, then by rank", () => {
    const pools = [pool("a", "x", 1, 1), pool("b", "x", 1, 0, 1), pool("c", "y", 9, 0, 3), pool("d", "y", 9, 0, 2)];
    assert.equal(nextPool("diversified", pools)?.name, "d");
    assert.equal(nextPool("diversified", pools.slice(0, 2))?.name, "b");
  });

  it("lowestPrice: the cheapest, in turn where several are to be used", () => {
    const pools = [pool("a", "x", 3, 0), pool("b", "x", 1, 2), pool("c", "y", 2, 1)];
    assert.equal(nextPool("lowestPrice", pools)?.name, "b");
    assert.equal(nextPool("lowestPrice", pools, 2)?.name, "c");
  });

  it("priceCapacityOptimized: the cheapest", () => {
    assert.equal(nextPool("priceCapacityOptimized", [pool("a", "x", 3, 0), pool("b", "x", 1, 5)])?.name, "b");
  });

  it("is none where there is none", () => assert.equal(nextPool("diversified", []), undefined));

  it("on demand: the cheapest, or the smallest number of a priority; of equals the emptiest", () => {
    const pools = [
      { ...pool("a", "x", 3, 0), priority: 1 },
      { ...pool("b", "x", 1, 2), priority: Number.POSITIVE_INFINITY },
      { ...pool("c", "y", 1, 1), priority: Number.POSITIVE_INFINITY },
    ];
    assert.equal(nextOnDemandPool("lowestPrice", pools)?.name, "c");
    assert.equal(nextOnDemandPool("prioritized", pools)?.name, "a");
    assert.equal(nextOnDemandPool("prioritized", pools.slice(1))?.name, "c");
    assert.equal(nextOnDemandPool("prioritized", []), undefined);
  });

  it("to shrink: the fullest, of equals the dearest; with other strategies the dearest", () => {
    const pools = [pool("a", "x", 3, 1), pool("b", "x", 1, 2), pool("c", "y", 2, 2), pool("d", "y", 9, 0)];
    assert.equal(shrinkingPool("diversified", pools)?.name, "c");
    assert.equal(shrinkingPool("lowestPrice", pools)?.name, "a");
    assert.equal(shrinkingPool("diversified", [pool("d", "y", 9, 0)]), undefined);
  });
});
