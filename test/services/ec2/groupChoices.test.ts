import assert from "node:assert/strict";
import type { Instance } from "../../../local/services/ec2/instance";
import { instanceToEnd } from "../../../local/services/ec2/termination";
import { mostWhileBalancing, zonesToFill } from "../../../local/services/ec2/zoneBalance";
import { Random } from "../../../local/services/kernel/random";

const instance = (id: string, zone: string, launchedAt: number): Instance => ({
  id,
  zone,
  launchedAt,
  type: "m4.large",
  market: "on-demand",
  owner: "group",
  imageId: "ami-1",
  userData: "",
  subnetId: undefined,
  state: "running",
});

describe("the instance that an Auto Scaling group gives up", () => {
  const members = [instance("a", "x", 100), instance("b", "y", 0), instance("c", "y", 4000), instance("d", "y", 3500)];
  const chosen = (policies: string[], outdated: string[] = [], from = members) =>
    instanceToEnd(policies, from, {
      now: 7300,
      isOutdated: ({ id }) => outdated.includes(id),
      random: new Random(1, "test"),
    })?.id;

  it("is of the zone with the most", () => {
    assert.equal(chosen(["OldestInstance"]), "b");
    assert.equal(chosen(["NewestInstance"]), "c");
  });

  it("is of any zone where they are balanced", () => {
    assert.equal(chosen(["OldestInstance"], [], [instance("a", "x", 100), instance("c", "y", 4000)]), "a");
  });

  it("is outdated by default, else closest to its next hour", () => {
    // At 7300, b is 100 seconds into its hour, c 3300, d 200.
    assert.equal(chosen([]), "c");
    assert.equal(chosen(["Default"], ["d"]), "d");
    assert.equal(chosen([], ["b", "d"]), "d");
    assert.equal(chosen([], ["a"]), "c");
  });

  it("is what the policies leave one after the other", () => {
    assert.equal(chosen(["OldestLaunchTemplate", "NewestInstance"], ["b", "d"]), "d");
    assert.equal(chosen(["ClosestToNextInstanceHour"]), "c");
    assert.equal(chosen(["AllocationStrategy", "OldestInstance"]), "b");
  });

  it("is one of several by chance, the same with the same seed", () => {
    const equals = Array.from({ length: 8 }, (_, i) => instance(String(i), "x", 0));
    assert.equal(chosen([], [], equals), chosen([], [], equals));
    const random = new Random(1, "test");
    const terms = { now: 7300, isOutdated: () => false, random };
    const several = new Set(Array.from({ length: 30 }, () => instanceToEnd([], equals, terms)?.id));
    assert.ok(several.size > 3);
  });

  it("is none where there is none", () => assert.equal(chosen([], [], []), undefined));
});

describe("the zones that are to be filled", () => {
  const zones = (counts: Record<string, number>, room = 10, open = Object.keys(counts)) =>
    zonesToFill(new Map(Object.entries(counts)), open, room);

  it("are those with two fewer than another", () => {
    assert.deepEqual(zones({ a: 1, b: 2 }), []);
    assert.deepEqual(zones({ a: 0, b: 2 }), ["a"]);
    assert.deepEqual(zones({ a: 0, b: 4 }), ["a", "a"]);
    assert.deepEqual(zones({ a: 4, b: 1 }), ["b"]);
    assert.deepEqual(zones({ a: 6, b: 0, c: 0 }), ["b", "c", "b", "c"]);
  });

  it("are as many as there is room for, and none that is closed", () => {
    assert.deepEqual(zones({ a: 6, b: 0 }, 1), ["b"]);
    assert.deepEqual(zones({ a: 6, b: 0 }, 0), []);
    assert.deepEqual(zones({ a: 6, b: 0, c: 3 }, 10, ["a", "c"]), ["c"]);
    assert.deepEqual(zones({ a: 6, b: 0 }, 10, []), []);
  });

  it("leave room for a tenth of the maximum, or one", () => {
    assert.deepEqual([1, 9, 10, 25].map(mostWhileBalancing), [2, 10, 11, 27]);
  });
});
