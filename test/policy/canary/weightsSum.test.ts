import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const weightsSum = rule("canary-weights-sum");

const RECORD = "aws:route53/record:Record";

const zone: Fixture = { type: "aws:route53/zone:Zone", props: { id: "Z1", name: "example.com" } };

const record = (side: string, weight: unknown, props: Record<string, unknown> = {}): Fixture => ({
  type: RECORD,
  props: {
    zoneId: "Z1",
    name: "www.example.com",
    type: "A",
    setIdentifier: side,
    weightedRoutingPolicies: [{ weight }],
    aliases: [{ name: "lb.example.com", zoneId: "Z2", evaluateTargetHealth: false }],
    ...props,
  },
});

const sides = (blue: unknown, green: unknown) => ({ zone, blue: record("blue", blue), green: record("green", green) });

const OF = "weightedRoutingPolicies of www.example.com A is";
const NOT_100 = (given: string, sum: number) =>
  `blue: ${OF} ${given}, which is ${sum}, so none of them is what it says; a sum of 100 is required. ` +
  "Make the weights percent, or set `sum` otherwise.";

describe("canary-weights-sum", () => {
  it("accepts percent, before a release and during it", async () => {
    for (const [blue, green] of [
      [100, 0],
      [90, 10],
      ["50", "50"],
    ]) {
      assert.deepEqual(await stackViolations(weightsSum, sides(blue, green)), []);
    }
  });

  it("refuses another sum", async () => {
    assert.deepEqual(await stackViolations(weightsSum, sides(100, 10)), [NOT_100("100 + 10", 110)]);
    assert.deepEqual(await stackViolations(weightsSum, sides(0, 90)), [NOT_100("0 + 90", 90)]);
  });

  it("refuses no weight at all, whatever the sum", async () => {
    const none = `blue: ${OF} 0 + 0, which Route 53 takes for equal weights;`;
    assert.deepEqual(await stackViolations(weightsSum, sides(0, 0)), [
      `${none} a sum of 100 is required. Give the stable side all of it.`,
    ]);
    assert.deepEqual(await stackViolations(weightsSum, sides(0, 0), { sum: 0 }), [
      `${none} at least one has to be more than 0. Give the stable side all of it.`,
    ]);
  });

  it("takes the sum from its settings", async () => {
    assert.deepEqual(await stackViolations(weightsSum, sides(3, 1), { sum: 0 }), []);
    assert.deepEqual(await stackViolations(weightsSum, sides(155, 100), { sum: 255 }), []);
  });

  it("counts names as Route 53 does, and each name, type and zone by itself", async () => {
    const other = { ...sides(100, 10), green: record("green", 0, { name: "WWW.example.com." }) };
    assert.deepEqual(await stackViolations(weightsSum, other), []);
    for (const props of [{ name: "api.example.com" }, { type: "AAAA" }, { zoneId: "Z9" }]) {
      const apart = { blue: record("blue", 100), green: record("green", 50, props) };
      assert.deepEqual(await stackViolations(weightsSum, apart), []);
    }
  });

  it("refuses the only record of its own zone, and leaves alone that of another's", async () => {
    const single = { blue: record("blue", 100) };
    assert.deepEqual(await stackViolations(weightsSum, single), []);
    assert.deepEqual(await stackViolations(weightsSum, { zone, ...single }), [
      `blue: ${OF} 100, of the only record, which gets all visitors whatever it is; two records or more share visitors. ` +
        "Add the other side.",
    ]);
  });

  it("refuses records that are not told apart", async () => {
    const same = { ...sides(100, 0), green: record("blue", 0) };
    assert.deepEqual(await stackViolations(weightsSum, same), [
      "green: setIdentifier is blue, as another record of www.example.com A has it; each record of a name has its own. " +
        "Name it after its side.",
    ]);
  });

  it("refuses answers that resolvers keep long", async () => {
    const slow = { ...sides(100, 0), green: record("green", 0, { aliases: [], records: ["192.0.2.1"], ttl: 300 }) };
    assert.deepEqual(await stackViolations(weightsSum, slow), [
      "green: ttl is 300 seconds, so visitors come by the old weights so long after a change; at most 60 is allowed for a weighted " +
        "record. Lower it, or make the record an alias.",
    ]);
    assert.deepEqual(await stackViolations(weightsSum, slow, { maxTtlSeconds: 300 }), []);
    const plain = {
      type: RECORD,
      props: { zoneId: "Z1", name: "example.com", type: "A", records: ["192.0.2.1"], ttl: 300 },
    };
    assert.deepEqual(await stackViolations(weightsSum, { plain }), []);
  });

  it("tells zones apart while their ids are not known", async () => {
    const unborn = (side: string, weight: unknown, depends: string): Fixture => ({
      ...record(side, weight, { zoneId: UNKNOWN }),
      dependsOn: { zoneId: [depends] },
    });
    const zones = { a: { ...zone, props: { id: UNKNOWN } }, b: { ...zone, props: { id: UNKNOWN } } };
    const stack = { ...zones, blue: unborn("blue", 100, "a"), green: unborn("green", 10, "a") };
    assert.deepEqual(await stackViolations(weightsSum, stack), [NOT_100("100 + 10", 110)]);
    const apart = {
      ...stack,
      green: unborn("green", 10, "b"),
      red: unborn("red", 90, "b"),
      black: unborn("black", 0, "a"),
    };
    assert.deepEqual(await stackViolations(weightsSum, apart), []);
  });

  it("says nothing where something is not known", async () => {
    const open = (props: Record<string, unknown>) => ({ ...sides(100, 10), green: record("green", 10, props) });
    const weight = open({ weightedRoutingPolicies: [{ weight: UNKNOWN }] });
    assert.deepEqual(await stackViolations(weightsSum, weight), []);
    assert.deepEqual(await stackLeftOpen(weightsSum, weight), ["green: weightedRoutingPolicies[0].weight"]);
    for (const property of ["zoneId", "name", "type"]) {
      const alone = { green: record("green", 10, { [property]: UNKNOWN }) };
      assert.deepEqual(await stackViolations(weightsSum, alone), []);
      assert.deepEqual(await stackLeftOpen(weightsSum, alone), [`green: ${property}`]);
    }
    // A preview does not know what was left out either.
    const plain = { plain: record("plain", 0, { weightedRoutingPolicies: UNKNOWN }) };
    assert.deepEqual(await stackLeftOpen(weightsSum, plain), []);
  });

  it("refuses target groups none of which weighs anything", async () => {
    const forward = (...weights: unknown[]) => [
      { type: "forward", forward: { targetGroups: weights.map((weight) => ({ arn: "arn", weight })) } },
    ];
    const none =
      "is weight 0, weight 0, so no target group gets a request; at least one weight has to be more than 0. " +
      "Give the stable side's target group a weight.";
    for (const [type, property] of [
      ["aws:lb/listener:Listener", "defaultActions"],
      ["aws:alb/listenerRule:ListenerRule", "actions"],
    ] as const) {
      const it = (...weights: unknown[]) => ({ it: { type, props: { [property]: forward(...weights) } } });
      assert.deepEqual(await stackViolations(weightsSum, it(0, 0)), [
        `it: ${property}[0].forward.targetGroups ${none}`,
      ]);
      for (const weights of [[1, 0], [999, 1], [undefined, 0], [UNKNOWN, 0], []]) {
        assert.deepEqual(await stackViolations(weightsSum, it(...weights)), []);
      }
    }
  });
});
