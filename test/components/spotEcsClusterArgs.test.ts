import assert from "node:assert/strict";
import { type SpotEcsClusterArgs, spotEcsClusterProblems } from "../../components/spotEcsClusterArgs";
import { changedCluster, requiredCluster } from "./spotEcsClusterFixture";

describe("spotEcsClusterProblems", () => {
  it("finds none in the workshop's arguments", () => {
    assert.deepEqual(spotEcsClusterProblems(requiredCluster()), []);
  });

  const cases: { what: string; change: (args: SpotEcsClusterArgs) => void; problem: string }[] = [
    {
      what: "a price of nothing",
      change: (args) => (args.maxSpotPrice = "0"),
      problem: 'maxSpotPrice is "0"; it must be dollars an hour above 0, written like "0.25".',
    },
    {
      what: "a price with a currency",
      change: (args) => (args.maxSpotPrice = "$0.25"),
      problem: 'maxSpotPrice is "$0.25"; it must be dollars an hour above 0, written like "0.25".',
    },
    {
      what: "no instance types",
      change: (args) => (args.instanceTypes = []),
      problem: 'instanceTypes is empty; give at least one type, for example "m4.large".',
    },
    {
      what: "an instance type named twice",
      change: (args) => args.instanceTypes.push("c4.large"),
      problem: "instanceTypes has c4.large more than once; name each type once.",
    },
    {
      what: "a capacity of half an instance",
      change: ({ capacity }) => (capacity.desired = 3.5),
      problem: "capacity.desired is 3.5; it must be a whole number, 0 or more.",
    },
    {
      what: "a negative least",
      change: ({ capacity }) => (capacity.min = -1),
      problem: "capacity.min is -1; it must be a whole number, 0 or more.",
    },
    {
      what: "a most that is no number",
      change: ({ capacity }) => (capacity.max = Number.NaN),
      problem: "capacity.max is NaN; it must be a whole number, 0 or more.",
    },
    {
      what: "a desired capacity above the most",
      change: ({ capacity }) => (capacity.desired = 11),
      problem: "capacity is min 3, desired 11, max 10; desired must lie between min and max.",
    },
    {
      what: "a desired capacity below the least",
      change: ({ capacity }) => (capacity.desired = 2),
      problem: "capacity is min 3, desired 2, max 10; desired must lie between min and max.",
    },
    {
      what: "a negative number of on-demand instances",
      change: ({ onDemand }) => (onDemand.count = -1),
      problem: "onDemand.count is -1; it must be a whole number, 0 or more.",
    },
    {
      what: "an attribute that ECS would refuse",
      change: ({ onDemand }) => (onDemand.attributes = { "cats like": "catnip" }),
      problem: 'onDemand.attributes has the name "cats like"; use 1 to 128 letters, digits, and the characters . _ / -',
    },
    {
      what: "steps beyond 100 %",
      change: ({ scaling }) => (scaling.out.threshold = 120),
      problem: "scaling.out.threshold is 120; it must be a number from 0 to 100, as the metric is.",
    },
  ];
  for (const { what, change, problem } of cases) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(spotEcsClusterProblems(changedCluster(change)), [problem]);
    });
  }
});
