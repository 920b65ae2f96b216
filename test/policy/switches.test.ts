import assert from "node:assert/strict";
import { resourceRule } from "../../policy/rule";
import { checksOf, has, type Switch } from "../../policy/switches";
import { leftOpen, UNKNOWN, violations } from "./harness";

const TYPE = "aws:sns/topic:Topic";

/** A rule with that one switch. */
function ruleOf(one: Omit<Switch, "token" | "so">) {
  const about = {
    name: "switch-test",
    area: "cleanup",
    description: "Checks that tests pass.",
    why: "Tests.",
    severity: "low",
    remediationSteps: "Pass.",
    settings: {},
  } as const;
  return resourceRule(about, checksOf([{ token: TYPE, so: "so it breaks", ...one }]));
}

describe("switches", () => {
  const on = ruleOf({ property: "a.on", wanted: true });
  const said = (given: string) => [`a.on is ${given}, so it breaks; true is required. Set it to true.`];

  it("want one value", async () => {
    assert.deepEqual(await violations(on, TYPE, { a: { on: true } }), []);
    assert.deepEqual(await violations(on, TYPE, { a: { on: "true" } }), []);
    assert.deepEqual(await violations(on, TYPE, { a: { on: false } }), said("false"));
    assert.deepEqual(await violations(on, TYPE, { a: { on: 0 } }), said("0"));
  });

  it("miss a value that is not there, however little of its path is", async () => {
    for (const props of [{}, { a: {} }, { a: null }, { a: "text" }, { a: { on: null } }, { a: { on: "" } }]) {
      assert.deepEqual(await violations(on, TYPE, props), said("missing"), JSON.stringify(props));
    }
  });

  it("take a default for a value that is missing", async () => {
    assert.deepEqual(await violations(ruleOf({ property: "on", wanted: true, byDefault: true }), TYPE, {}), []);
    assert.deepEqual(await violations(ruleOf({ property: "on", wanted: true, byDefault: false }), TYPE, {}), [
      "on is missing, so it breaks; true is required. Set it to true.",
    ]);
  });

  it("name values of any kind", async () => {
    assert.deepEqual(await violations(on, TYPE, { a: { on: ["x", UNKNOWN] } }), said('["x",null]'));
    assert.deepEqual(await violations(on, TYPE, { a: { on: {} } }), said("{}"));
  });

  it("leave values open that are not known, at any depth", async () => {
    for (const [props, path] of [
      [{ a: UNKNOWN }, "a"],
      [{ a: { on: UNKNOWN } }, "a.on"],
    ] as const) {
      assert.deepEqual(await violations(on, TYPE, props), []);
      assert.deepEqual(await leftOpen(on, TYPE, props), [path]);
    }
  });

  it("do not matter where something else decides, or may", async () => {
    const other = ruleOf({ property: "on", wanted: true, unless: has("key", "copyOf") });
    assert.equal((await violations(other, TYPE, {})).length, 1);
    assert.equal((await violations(other, TYPE, { key: "" })).length, 1);
    assert.deepEqual(await violations(other, TYPE, { copyOf: "another" }), []);
    assert.deepEqual(await violations(other, TYPE, { key: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(other, TYPE, { key: UNKNOWN }), ["key"]);
  });
});
