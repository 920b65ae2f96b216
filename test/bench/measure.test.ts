import assert from "node:assert/strict";
import { growthExponent, median } from "../../bench/measure";

describe("the benchmark's arithmetic", () => {
  it("takes the middle of an odd and of an even number of values", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([9, 1, 5, 6]), 5.5);
  });

  it("fits linear and quadratic growth", () => {
    const grow = (f: (x: number) => number) => [1, 10, 50].map((x) => [x, f(x)] as const);
    assert.equal(growthExponent(grow((x) => 3 * x)).toFixed(6), "1.000000");
    assert.equal(growthExponent(grow((x) => 2 * x * x)).toFixed(6), "2.000000");
  });
});
