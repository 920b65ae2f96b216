import assert from "node:assert/strict";
import fc from "fast-check";
import { flappingWarning, type MetricSteps, stepAdjustments, stepScalingProblems } from "../../components/stepScaling";

/** The workshop's steps for the Spot fleet, by MemoryReservation in percent. */
function fleet(): MetricSteps {
  return {
    out: {
      threshold: 20,
      steps: [
        { from: 20, to: 50, add: 2 },
        { from: 50, add: 3 },
      ],
    },
    in: {
      threshold: 20,
      steps: [
        { upTo: 20, above: 10, remove: 1 },
        { upTo: 10, remove: 2 },
      ],
    },
  };
}

/** The workshop's steps for a service, by RequestCount in a minute. */
function service(): MetricSteps {
  return {
    out: {
      threshold: 1000,
      steps: [
        { from: 1000, to: 2000, add: 10 },
        { from: 2000, to: 4000, add: 20 },
        { from: 4000, add: 25 },
      ],
    },
    in: {
      threshold: 1000,
      steps: [
        { upTo: 1000, above: 100, remove: 10 },
        { upTo: 100, remove: 5 },
      ],
    },
  };
}

/** The problems of the fleet's steps after one change to them. */
function problemsAfter(change: (steps: MetricSteps) => void): string[] {
  const steps = fleet();
  change(steps);
  return stepScalingProblems(steps, { highest: 100 });
}

describe("stepAdjustments", () => {
  it("makes the workshop's fleet steps relative to the threshold", () => {
    assert.deepEqual(stepAdjustments(fleet()), {
      out: [
        { metricIntervalLowerBound: "0", metricIntervalUpperBound: "30", scalingAdjustment: 2 },
        { metricIntervalLowerBound: "30", scalingAdjustment: 3 },
      ],
      in: [
        { metricIntervalLowerBound: "-10", metricIntervalUpperBound: "0", scalingAdjustment: -1 },
        { metricIntervalUpperBound: "-10", scalingAdjustment: -2 },
      ],
    });
  });

  it("makes the workshop's service steps relative to the threshold", () => {
    assert.deepEqual(stepAdjustments(service()), {
      out: [
        { metricIntervalLowerBound: "0", metricIntervalUpperBound: "1000", scalingAdjustment: 10 },
        { metricIntervalLowerBound: "1000", metricIntervalUpperBound: "3000", scalingAdjustment: 20 },
        { metricIntervalLowerBound: "3000", scalingAdjustment: 25 },
      ],
      in: [
        { metricIntervalLowerBound: "-900", metricIntervalUpperBound: "0", scalingAdjustment: -10 },
        { metricIntervalUpperBound: "-900", scalingAdjustment: -5 },
      ],
    });
  });

  it("keeps decimal bounds free of binary rounding", () => {
    const steps = fleet();
    steps.out = {
      threshold: 20,
      steps: [
        { from: 20, to: 20.1, add: 1 },
        { from: 20.1, add: 2 },
      ],
    };
    assert.deepEqual(stepAdjustments(steps).out, [
      { metricIntervalLowerBound: "0", metricIntervalUpperBound: "0.1", scalingAdjustment: 1 },
      { metricIntervalLowerBound: "0.1", scalingAdjustment: 2 },
    ]);
  });

  it("gives every value of the metric the step that was written for it", () => {
    const edges = fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(edges, fc.integer({ min: 0, max: 6000 }), (unsorted, value) => {
        const up = [...unsorted].sort((a, b) => a - b);
        const down = [...up].reverse();
        const [low = 0] = up;
        const [high = 0] = down;
        const steps: MetricSteps = {
          out: { threshold: low, steps: up.map((from, index) => ({ from, to: up[index + 1], add: index + 1 })) },
          in: {
            threshold: high,
            steps: down.map((upTo, index) => ({ upTo, above: down[index + 1], remove: index + 1 })),
          },
        };
        const relative = stepAdjustments(steps);
        const added = relative.out.filter(
          ({ metricIntervalLowerBound: from = "-Infinity", metricIntervalUpperBound: to = "Infinity" }) =>
            value - low >= Number(from) && value - low < Number(to),
        );
        const removed = relative.in.filter(
          ({ metricIntervalLowerBound: above = "-Infinity", metricIntervalUpperBound: upTo = "Infinity" }) =>
            value - high > Number(above) && value - high <= Number(upTo),
        );
        const reached = up.filter((from) => value >= from).length;
        const fallen = down.filter((upTo) => value <= upTo).length;
        assert.deepEqual(
          added.map((step) => step.scalingAdjustment),
          reached === 0 ? [] : [reached],
        );
        assert.deepEqual(
          removed.map((step) => step.scalingAdjustment),
          fallen === 0 ? [] : [-fallen],
        );
      }),
      { seed: 20171127 },
    );
  });

  it("throws every problem at once", () => {
    const steps = fleet();
    steps.out.steps = [{ from: 20, add: 0 }];
    steps.inCooldown = -1;
    assert.throws(() => stepAdjustments(steps), {
      message:
        "the scaling steps are wrong:\n" +
        "  - out.steps[0].add is 0; it must be a whole number, 1 or more.\n" +
        "  - inCooldown is -1; it must be a whole number of seconds, 0 or more.",
    });
  });
});

describe("stepScalingProblems", () => {
  it("finds none in the workshop's steps", () => {
    assert.deepEqual(stepScalingProblems(fleet(), { highest: 100 }), []);
    assert.deepEqual(stepScalingProblems(service()), []);
  });

  it("finds none with every optional property set", () => {
    const found = problemsAfter((steps) => {
      steps.in.noTraffic = "ignore";
      steps.outCooldown = 0;
      steps.inCooldown = 600;
    });
    assert.deepEqual(found, []);
  });

  const cases: { what: string; change: (steps: MetricSteps) => void; problems: string[] }[] = [
    {
      what: "a gap between two scale-out steps",
      change: ({ out }) => {
        out.steps = [
          { from: 20, to: 50, add: 2 },
          { from: 60, add: 3 },
        ];
      },
      problems: [
        "out.steps[1].from is 60 but out.steps[0].to is 50: nothing is added between the two. Set out.steps[1].from to 50.",
      ],
    },
    {
      what: "a gap between two scale-in steps",
      change: (steps) => {
        steps.in.steps = [
          { upTo: 20, above: 10, remove: 1 },
          { upTo: 5, remove: 2 },
        ];
      },
      problems: [
        "in.steps[1].upTo is 5 but in.steps[0].above is 10: nothing is removed between the two. Set in.steps[1].upTo to 10.",
      ],
    },
    {
      what: "a gap after the threshold",
      change: ({ out }) => {
        out.steps = [{ from: 30, add: 2 }];
      },
      problems: [
        "out.steps[0].from is 30 but out.threshold is 20: nothing is added between the two. Set out.steps[0].from to 20.",
      ],
    },
    {
      what: "a highest step that ends",
      change: ({ out }) => {
        out.steps = [{ from: 20, to: 90, add: 2 }];
      },
      problems: ['out.steps[0].to is 90: nothing is added at 90 and above. Leave "to" out of the last step.'],
    },
    {
      what: "a lowest step that ends",
      change: (steps) => {
        steps.in.steps = [{ upTo: 20, above: 5, remove: 1 }];
      },
      problems: ['in.steps[0].above is 5: nothing is removed at 5 and below. Leave "above" out of the last step.'],
    },
    {
      what: "scale-out steps that overlap",
      change: ({ out }) => {
        out.steps = [
          { from: 20, to: 50, add: 2 },
          { from: 40, add: 3 },
        ];
      },
      problems: [
        "out.steps[1].from is 40 but out.steps[0].to is 50: the two steps overlap. Set out.steps[1].from to 50.",
      ],
    },
    {
      what: "scale-in steps that overlap",
      change: (steps) => {
        steps.in.steps = [
          { upTo: 20, above: 10, remove: 1 },
          { upTo: 15, remove: 2 },
        ];
      },
      problems: [
        "in.steps[1].upTo is 15 but in.steps[0].above is 10: the two steps overlap. Set in.steps[1].upTo to 10.",
      ],
    },
    {
      what: "a scale-out step below the threshold",
      change: ({ out }) => {
        out.steps = [
          { from: 10, to: 50, add: 2 },
          { from: 50, add: 3 },
        ];
      },
      problems: [
        "out.steps[0].from is 10, below out.threshold (20), where the alarm is silent and the step can never be reached. " +
          "Set out.steps[0].from to 20.",
      ],
    },
    {
      what: "a scale-in step above the threshold",
      change: (steps) => {
        steps.in.steps = [{ upTo: 30, remove: 2 }];
      },
      problems: [
        "in.steps[0].upTo is 30, above in.threshold (20), where the alarm is silent and the step can never be reached. " +
          "Set in.steps[0].upTo to 20.",
      ],
    },
    {
      what: "a step behind one without an end",
      change: ({ out }) => {
        out.steps = [
          { from: 20, add: 2 },
          { from: 50, add: 3 },
        ];
      },
      problems: ['out.steps[1] can never be reached: out.steps[0] has no "to". Set out.steps[0].to to 50.'],
    },
    {
      what: "steps out of order",
      change: ({ out }) => {
        out.steps.reverse();
      },
      problems: [
        "out.steps[0].from is 50 but out.threshold is 20: nothing is added between the two. Set out.steps[0].from to 20.",
        "out.steps[1].from is 20, out of order after 50. List the steps from the threshold outwards.",
      ],
    },
    {
      what: "a step of no width",
      change: ({ out }) => {
        out.steps[0] = { from: 20, to: 20, add: 2 };
      },
      problems: ["out.steps[0] is empty: to is 20 and from is 20. to must be above from."],
    },
    {
      what: "a scale-in step upside down",
      change: (steps) => {
        steps.in.steps[0] = { upTo: 10, above: 20, remove: 1 };
      },
      problems: ["in.steps[0] is empty: above is 20 and upTo is 10. above must be below upTo."],
    },
    {
      what: "an adjustment of nothing",
      change: (steps) => {
        steps.in.steps[1] = { upTo: 10, remove: 0 };
      },
      problems: ["in.steps[1].remove is 0; it must be a whole number, 1 or more."],
    },
    {
      what: "a negative adjustment",
      change: ({ out }) => {
        out.steps[1] = { from: 50, add: -3 };
      },
      problems: ["out.steps[1].add is -3; it must be a whole number, 1 or more."],
    },
    {
      what: "half an instance",
      change: ({ out }) => {
        out.steps[1] = { from: 50, add: 1.5 };
      },
      problems: ["out.steps[1].add is 1.5; it must be a whole number, 1 or more."],
    },
    {
      what: "a bound that is not finite",
      change: ({ out }) => {
        out.steps[0] = { from: 20, to: Number.POSITIVE_INFINITY, add: 2 };
      },
      problems: ["out.steps[0].to is Infinity; it must be a number from 0 to 100, as the metric is."],
    },
    {
      what: "a bound that is not a number",
      change: (steps) => {
        steps.in.threshold = Number.NaN;
      },
      problems: ["in.threshold is NaN; it must be a number from 0 to 100, as the metric is."],
    },
    {
      what: "a value below what the metric can take",
      change: (steps) => {
        steps.in.steps[1] = { upTo: -10, remove: 2 };
      },
      problems: ["in.steps[1].upTo is -10; it must be a number from 0 to 100, as the metric is."],
    },
    {
      what: "a value above what the metric can take",
      change: ({ out }) => {
        out.steps[1] = { from: 150, add: 3 };
      },
      problems: ["out.steps[1].from is 150; it must be a number from 0 to 100, as the metric is."],
    },
    {
      what: "no steps",
      change: (steps) => {
        steps.in.steps = [];
      },
      problems: ["in.steps is empty; give at least one step, starting at the threshold."],
    },
    {
      what: "more steps than AWS takes",
      change: ({ out }) => {
        out.steps = Array.from({ length: 21 }, (_, index) => ({
          from: 20 + index,
          to: index < 20 ? 21 + index : undefined,
          add: 1,
        }));
      },
      problems: ["out.steps has 21 steps; AWS takes at most 20 in a policy. Join some."],
    },
    {
      what: "a cooldown of half a second",
      change: (steps) => {
        steps.outCooldown = 0.5;
      },
      problems: ["outCooldown is 0.5; it must be a whole number of seconds, 0 or more."],
    },
    {
      what: "an unknown noTraffic",
      change: (steps) => {
        Object.assign(steps.in, { noTraffic: "shrink" });
      },
      problems: ['in.noTraffic is "shrink"; it must be "zero" or "ignore".'],
    },
  ];
  for (const { what, change, problems } of cases) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(problemsAfter(change), problems);
    });
  }

  it("takes 20 steps", () => {
    const found = problemsAfter(({ out }) => {
      out.steps = Array.from({ length: 20 }, (_, index) => ({
        from: 20 + index,
        to: index < 19 ? 21 + index : undefined,
        add: 1,
      }));
    });
    assert.deepEqual(found, []);
  });

  it("has no upper limit where the metric has none", () => {
    const steps = service();
    steps.in.threshold = -1;
    assert.deepEqual(stepScalingProblems(steps), [
      "in.threshold is -1; it must be a number, 0 or more, as the metric is.",
    ]);
  });

  it("starts each path with the one given, and reports both directions", () => {
    const steps = fleet();
    steps.out.steps = [];
    steps.in.steps = [];
    assert.deepEqual(stepScalingProblems(steps, { path: "fleetScaling." }), [
      "fleetScaling.out.steps is empty; give at least one step, starting at the threshold.",
      "fleetScaling.in.steps is empty; give at least one step, starting at the threshold.",
    ]);
  });
});

describe("flappingWarning", () => {
  it("warns about one threshold for both directions", () => {
    assert.equal(
      flappingWarning(fleet(), "The fleet"),
      "The fleet will flap: it scales out at 20 and above (out.threshold) and in at 20 and below (in.threshold), so " +
        "at exactly 20 both alarms fire, and no value lets it rest: what scaling out adds, scaling in removes again. " +
        "Leave a band between the two: set in.threshold, and upTo of the first scale-in step, well below 20, for example to 10.",
    );
  });

  it("names the range where thresholds overlap", () => {
    const steps = fleet();
    steps.in.threshold = 40;
    assert.match(
      flappingWarning(steps, "The fleet") ?? "",
      /so from 20 to 40 both alarms fire, and no value lets it rest/,
    );
  });

  it("asks to raise a scale-out threshold of 0 first", () => {
    const steps = fleet();
    steps.out.threshold = 0;
    steps.in.threshold = 0;
    assert.match(flappingWarning(steps, "The fleet") ?? "", /well below 0 after raising out\.threshold\.$/);
  });

  it("is silent where there is a band between the thresholds", () => {
    const steps = fleet();
    steps.in.threshold = 19;
    assert.equal(flappingWarning(steps, "The fleet"), undefined);
  });
});
